import { doctorOf } from "./doctor/element.js";
import { load } from "./doctor/module.js";
import { register } from "./register.js";

export { PropylonError } from "./errors.js";

/** `<kratos-doctor>`. */
export const KratosDoctor = doctorOf(load);

register({ "kratos-doctor": KratosDoctor });
