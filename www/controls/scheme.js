// The choice between light and dark colours. The boot script applies it, before anything is painted.
import { adopt, h } from "./page.js";
import sheet from "./scheme.css";

const CHOICE = "propylon.scheme";

export default (place) => {
  adopt(place, sheet);
  const [label, ...names] = place.dataset.words.split("\n");
  const root = document.documentElement;
  const options = ["", "light", "dark"].map((value, at) => h("option", { value }, names[at]));
  const select = h("select", { "data-part": "input", autocomplete: "off" }, ...options);
  select.value = root.dataset.scheme ?? "";
  select.addEventListener("change", () => {
    root.dataset.scheme = select.value;
    try {
      localStorage.setItem(CHOICE, select.value);
    } catch {
      // It lasts as long as the page.
    }
  });
  place.replaceChildren(h("label", {}, h("span", { "data-part": "label" }, label), select));
};
