import * as bindings from "../doctor-core.js";
import { loader } from "../loader.js";

// Bundlers recognise this expression and copy the file.
export const load = loader(bindings, () => new URL("./doctor_bg.wasm", import.meta.url), ", or import from propylon/inline");
