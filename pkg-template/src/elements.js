import { connector } from "./auth.js";
import { define } from "./define.js";
import init, * as bindings from "./elements-core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";

// Written out like this, bundlers find the file and copy it.
export const load = loader(init, bindings, () => new URL("./elements_bg.wasm", import.meta.url));

export const connect = connector(load);

define(load);
