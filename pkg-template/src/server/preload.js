import { PropylonError } from "../errors.js";

const PRECONNECT = { rel: "preconnect", crossorigin: "use-credentials" };

/**
 * The links with which a browser asks for everything that a page's first form needs as soon as it has the page. The
 * flow itself cannot be one of them: a link asks without `Accept: application/json`, and Kratos would answer with a
 * redirect. It is asked for when the script runs, beside the WebAssembly.
 */
export const preloadTags = ({ wasmUrl, kratosUrl, scripts = [], styles = [] } = {}) => {
  if (!wasmUrl) throw new PropylonError("bad-option", { name: `wasmUrl (${wasmUrl})`, known: ["the URL of core.wasm or elements.wasm, as the bundler gives it"] });
  const kratos = /^https?:/.test(kratosUrl ?? "") ? [{ ...PRECONNECT, href: new URL(kratosUrl).origin }] : [];
  return [
    ...kratos,
    ...[styles].flat().map((href) => ({ rel: "preload", as: "style", href: String(href) })),
    ...[scripts].flat().map((href) => ({ rel: "modulepreload", href: String(href) })),
    // As the loader's fetch asks, else it would be loaded twice.
    { rel: "preload", as: "fetch", type: "application/wasm", crossorigin: "anonymous", href: String(wasmUrl) },
  ];
};

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

/** The same as HTML. */
export const preloadHtml = (options) => {
  const attributes = (tag) => Object.entries(tag).map(([name, value]) => ` ${name}="${escaped(value)}"`);
  return preloadTags(options).map((tag) => `<link${attributes(tag).join("")}>`).join("\n");
};
