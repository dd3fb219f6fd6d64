import { connector } from "./auth.js";
import { define } from "./define.js";
import init, * as bindings from "./elements-core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";

// Never by fetching a data: URL, which a Content-Security-Policy forbids.
const bytes = async () => {
  const { base64 } = await import("./elements-core.base64.js");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
};

export const load = loader(init, bindings, bytes);

export const connect = connector(load);

define(load);
