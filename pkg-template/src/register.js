/** Registers elements by their tags, if there is a DOM. Those that another copy of the package has registered stay, and
 * the page is told. */
export const register = (classes) => {
  if (!globalThis.customElements) return;
  const taken = [];
  for (const [tag, type] of Object.entries(classes)) {
    if (customElements.get(tag)) taken.push(`<${tag}>`);
    else customElements.define(tag, type);
  }
  if (taken.length === 0) return;
  const remedy = "Load one version once: npm ls propylon names the copies; without a bundler, use one URL.";
  const message = `Another copy of the package has registered ${taken.join(", ")} already; its elements are used. ${remedy}`;
  console.warn(`propylon: ${message}`);
  globalThis.document?.dispatchEvent(new CustomEvent("kratos-error", { detail: { code: "second-copy", message, cause: null, remedy }, bubbles: true }));
};
