import { define } from "./define.js";
import * as bindings from "./elements-core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";
export { addLocale } from "./locales.js";

// Bundlers recognise this expression and copy the file.
export const load = loader(bindings, () => new URL("./elements_bg.wasm", import.meta.url), ", pass its URL as load(wasm), or import from propylon/elements/inline");

// Loaded on demand: elements don't need the client.
export const connect = async (options) => (await import("./index.js")).connect(options);

define(load);
