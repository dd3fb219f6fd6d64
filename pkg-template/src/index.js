import { connector } from "./auth.js";
import init, * as bindings from "./core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";

// Written out like this, bundlers find the file and copy it.
const load = loader(init, bindings, () => new URL("./core_bg.wasm", import.meta.url));

export const connect = connector(load);
