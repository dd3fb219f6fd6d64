import { define } from "./define.js";
import * as bindings from "./elements-core.js";
import { bytes, loader } from "./loader.js";

export { PropylonError } from "./errors.js";
export { addLocale } from "./locales.js";

export const load = loader(bindings, async () => bytes((await import("./elements-core.base64.js")).base64));

// Loaded on demand: elements don't need the client.
export const connect = async (options) => (await import("./inline.js")).connect(options);

define(load);
