import { PropylonError, report } from "./errors.js";

/** Registers elements by their tags, if there is a DOM. Those that another copy of the package has registered stay, and
 * the page is told. */
export const register = (classes) => {
  if (!globalThis.customElements) return;
  const taken = Object.keys(classes).filter((tag) => customElements.get(tag));
  for (const [tag, type] of Object.entries(classes)) if (!taken.includes(tag)) customElements.define(tag, type);
  if (taken.length === 0) return;
  const detail = report(new PropylonError("second-copy", { name: taken.map((tag) => `<${tag}>`).join(", ") }));
  globalThis.document?.dispatchEvent(new CustomEvent("kratos-error", { detail, bubbles: true }));
};
