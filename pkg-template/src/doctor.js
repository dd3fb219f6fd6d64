import { doctorOf } from "./doctor/element.js";
import { load } from "./doctor/module.js";

export { PropylonError } from "./errors.js";

/** `<kratos-doctor>`. */
export const KratosDoctor = doctorOf(load);

if (globalThis.customElements && !customElements.get("kratos-doctor")) customElements.define("kratos-doctor", KratosDoctor);
