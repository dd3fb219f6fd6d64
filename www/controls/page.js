/** An element with attributes and children. */
export const h = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const name in attributes) element.setAttribute(name, attributes[name]);
  element.append(...children);
  return element;
};

/** The language of the page at an element. */
export const languageOf = (element) => element.closest("[lang]")?.lang || "en";

const sheets = new Map();

/**
 * Adds the styles of a control to the document or shadow root that it is in. A constructed sheet is no inline
 * style for a Content-Security-Policy. Returns whether the browser has such sheets.
 */
export const adopt = (element, text) => {
  const root = element.getRootNode();
  if (!root.adoptedStyleSheets) return false;
  if (!sheets.has(text)) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    sheets.set(text, sheet);
  }
  const sheet = sheets.get(text);
  // The list of older browsers can only be replaced.
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return true;
};
