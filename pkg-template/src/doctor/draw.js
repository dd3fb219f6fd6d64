/** An element; no text becomes markup. */
export const h = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.flat(Infinity).filter((child) => child !== null));
  return element;
};

/** A button. `press` is called with it. */
export const button = (label, kind, press) => {
  const element = h("button", { type: "button", "data-part": "button", "data-kind": kind }, label);
  element.addEventListener("click", () => press(element));
  return element;
};

/** A button that copies a text, and says whether it did. */
export const copying = (label, text) =>
  button(label, "secondary", async (element) => {
    const done = await navigator.clipboard?.writeText(text()).then(
      () => "Copied",
      () => "Select the text to copy it",
    );
    element.textContent = done ?? "Select the text to copy it";
    setTimeout(() => {
      element.textContent = label;
    }, 2000);
  });

/** Lines to paste or to read, wider than the page if they must. */
export const lines = (...content) => h("pre", { "data-part": "paste", tabindex: "0" }, h("code", {}, content));

/** Buttons beside each other. */
export const actions = (...buttons) => h("div", { "data-part": "doctor-actions" }, buttons);
