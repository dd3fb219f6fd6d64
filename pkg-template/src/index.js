import { connector } from "./auth.js";
import * as bindings from "./core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";
export { addLocale } from "./locales.js";

// Bundlers recognise this expression and copy the file.
export const connect = connector(
  loader(bindings, () => new URL("./core_bg.wasm", import.meta.url), ", pass its URL as connect({ wasm }), or import from propylon/inline"),
  () => import("./doctor/module.js"),
);
