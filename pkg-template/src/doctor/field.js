import { h } from "./draw.js";

let fields = 0;

/** A control with its label. */
export const fieldOf = (label, control) => {
  if (control.type !== "file") control.dataset.part = "input";
  const field = h("label", { "data-part": "field" }, h("span", { "data-part": "label" }, label), control);
  return { field, control };
};

/** The URL that a person means with a host name or a URL; nothing if it is neither. */
const urlOf = (text) => {
  try {
    const { protocol, hostname, origin, pathname } = new URL(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`);
    // Some browsers take spaces for a part of the name.
    return /^https?:$/.test(protocol) && /^(\[[\da-f:.]+\]|[\w.-]+)$/i.test(hostname) ? origin + pathname : undefined;
  } catch {
    return undefined;
  }
};

/** A field for a host name or a URL, which may stay empty. */
export const hostOf = (label) => {
  fields += 1;
  const id = `kratos-doctor-${fields}`;
  const attributes = { type: "text", inputmode: "url", autocomplete: "off", autocapitalize: "off", spellcheck: "false", "aria-describedby": id };
  const { field, control } = fieldOf(label, h("input", attributes));
  const message = h("p", { id, "data-part": "message", "data-tone": "error", hidden: "" });
  const url = () => urlOf(control.value.trim()) ?? null;
  /** Says what is wrong with the value, and whether nothing is. */
  const judge = () => {
    const isRight = !control.value.trim() || url() !== null;
    message.hidden = isRight;
    message.textContent = isRight ? "" : "It is no host name and no URL. An example: auth.example.com";
    if (isRight) control.removeAttribute("aria-invalid");
    else control.setAttribute("aria-invalid", "true");
    return isRight;
  };
  return { field: h("div", { "data-part": "field" }, field, message), control, judge, url };
};
