import { connector } from "./auth.js";
import * as bindings from "./core.js";
import { bytes, loader } from "./loader.js";

export { PropylonError } from "./errors.js";
export { addLocale } from "./locales.js";

export const connect = connector(
  loader(bindings, async () => bytes((await import("./core.base64.js")).base64)),
  () => import("./doctor/inline.js"),
);
