import { connector } from "./auth.js";
import init, * as bindings from "./core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";

// Never by fetching a data: URL, which a Content-Security-Policy forbids.
const bytes = async () => {
  const { base64 } = await import("./core.base64.js");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
};

export const connect = connector(loader(init, bindings, bytes));
