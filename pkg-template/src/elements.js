import { define } from "./define.js";
import * as bindings from "./elements-core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";
export { addLocale } from "./locales.js";

// Written out like this, bundlers find the file and copy it.
export const load = loader(bindings, () => new URL("./elements_bg.wasm", import.meta.url));

// Elements need nothing of the client.
export const connect = async (options) => (await import("./index.js")).connect(options);

define(load);
