import { connector } from "./auth.js";
import * as bindings from "./core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";
export { addLocale } from "./locales.js";

// Written out like this, bundlers find the file and copy it.
export const connect = connector(loader(bindings, () => new URL("./core_bg.wasm", import.meta.url)));
