// A long choice with a field that searches it: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
// The select stays in the form, with name and value; it is only hidden from sight.
import { matches, named } from "./match.js";
import { adopt, h } from "./page.js";
import sheet from "./search.css";

export default (select) => {
  // Without its styles the select stays as it is.
  if (!adopt(select, sheet)) return;
  const [search, none] = select.dataset.words.split("\n");
  const { id } = select;
  const [label] = select.labels;
  if (label) label.id = `${id}-label`;
  const input = h("input", {
    "data-part": "input",
    type: "text",
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": `${id}-list`,
    "aria-labelledby": `${id}-label`,
    autocomplete: "off",
    autocapitalize: "none",
    spellcheck: "false",
    placeholder: search,
  });
  const list = h("ul", { id: `${id}-list`, role: "listbox", "aria-labelledby": `${id}-label` });
  const status = h("p", { role: "status" });
  const box = h("div", { "data-part": "search" }, input, list, status);

  const texts = [...select.options].map((option) => option.text);
  let found = [];
  let active = -1;

  const isOpen = () => !list.hidden;
  const point = (at) => {
    active = at;
    for (const item of list.children) item.removeAttribute("data-active");
    const item = list.children[at];
    item?.setAttribute("data-active", "");
    item?.scrollIntoView({ block: "nearest" });
    if (item) input.setAttribute("aria-activedescendant", item.id);
    else input.removeAttribute("aria-activedescendant");
  };
  const close = () => {
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    point(-1);
  };
  const open = (query) => {
    found = matches(texts, query);
    const items = found.map((place) =>
      h("li", { id: `${id}-${place}`, role: "option", "aria-selected": String(place === select.selectedIndex) }, texts[place]),
    );
    list.replaceChildren(...items);
    list.hidden = found.length === 0;
    status.textContent = found.length === 0 ? none : "";
    input.setAttribute("aria-expanded", String(isOpen()));
    point(-1);
  };
  const show = () => {
    input.value = texts[select.selectedIndex] ?? "";
  };
  const choose = (place) => {
    select.selectedIndex = place;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  };
  const openAll = () => {
    open("");
    point(found.indexOf(select.selectedIndex));
  };
  /** What was typed is chosen if it names a choice; else the one before is shown again. */
  const settle = () => {
    const place = named(texts, input.value);
    if (place >= 0 && place !== select.selectedIndex) choose(place);
    close();
    show();
  };

  const keys = {
    ArrowDown: () => (isOpen() ? point((active + 1) % found.length) : openAll()),
    ArrowUp: () => (isOpen() ? point((active <= 0 ? found.length : active) - 1) : openAll()),
    Home: () => isOpen() && point(0),
    End: () => isOpen() && point(found.length - 1),
    Enter: () => {
      if (!isOpen() && !status.textContent) return false;
      if (active >= 0) choose(found[active]);
      else settle();
    },
    Tab: () => {
      if (active >= 0) choose(found[active]);
      return false;
    },
    Escape: () => {
      if (!isOpen() && !status.textContent) return false;
      close();
      show();
    },
  };
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (keys[event.key] === undefined || keys[event.key]() === false) return;
    event.preventDefault();
    // Enter in the list doesn't submit the form.
    event.stopPropagation();
  });
  input.addEventListener("input", () => open(input.value));
  input.addEventListener("click", () => isOpen() || openAll());
  input.addEventListener("blur", settle);
  // The focus stays in the field.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", ({ target }) => {
    const at = [...list.children].indexOf(target.closest("li"));
    if (at >= 0) choose(found[at]);
  });

  /** Errors are noted at the select. */
  const mirror = () => {
    for (const name of ["aria-invalid", "aria-describedby"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
      else input.removeAttribute(name);
    }
    input.disabled = select.disabled;
    input.setAttribute("aria-required", String(select.required));
  };
  new MutationObserver(mirror).observe(select, { attributes: true });
  select.addEventListener("change", show);
  // Of a press on the label, or of the page at an empty field.
  select.addEventListener("focus", () => input.focus());

  const hadFocus = select === select.getRootNode().activeElement;
  select.tabIndex = -1;
  select.setAttribute("aria-hidden", "true");
  select.dataset.part = "searched";
  close();
  show();
  mirror();
  select.after(box);
  box.prepend(select);
  if (hadFocus) input.focus();
};
