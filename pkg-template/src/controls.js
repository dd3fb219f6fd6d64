/** The scripts of controls, each loaded when one of them is on screen. */
const controls = {
  date: () => import("./controls/date.js"),
  search: () => import("./controls/search.js"),
  sms: () => import("./controls/sms.js"),
  tel: () => import("./controls/tel.js"),
};

export const loadControl = (name) => controls[name]();
