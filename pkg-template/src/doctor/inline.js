import * as bindings from "../doctor-core.js";
import { bytes, loader } from "../loader.js";

export const load = loader(bindings, async () => bytes((await import("../doctor-core.base64.js")).base64));
