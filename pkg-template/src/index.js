import { connector } from "./auth.js";
import * as bindings from "./core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";
export { addLocale } from "./locales.js";

// Written out like this, bundlers find the file and copy it.
const load = loader(() => ({ bindings, own: () => new URL("./core_bg.wasm", import.meta.url) }));

// Whoever asks for settings, sessions or API flows loads them, and nobody else.
export const connect = connector(load, loader(() => import("./account.js")));
