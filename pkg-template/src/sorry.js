import { FLOWS } from "./flows.js";

/** Says in `gate` that nothing can be shown, with a second try, and for a flow with Kratos' own way on. The texts
 * are English: those of the languages are for the module. */
export const sorry = (gate, kind, base, retry) => {
  const add = (parent, tag, part, text) => {
    const child = parent.appendChild(gate.ownerDocument.createElement(tag));
    child.dataset.part = part;
    child.textContent = text;
    return child;
  };
  gate.lang = "en";
  const notices = add(gate, "div", "notices", "");
  notices.setAttribute("role", "alert");
  const notice = add(notices, "div", "notice", "");
  notice.dataset.tone = "error";
  add(notice, "p", "text", "This part of the page could not be loaded.");
  const actions = add(gate, "div", "actions", "");
  const again = add(actions, "button", "button", "Try again");
  again.type = "button";
  again.addEventListener("click", retry);
  if (!base || !FLOWS.includes(kind)) return;
  add(actions, "a", "link", "Go on without it").href = `${base}/self-service/${kind}/browser`;
};
