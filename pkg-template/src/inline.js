import { connector } from "./auth.js";
import * as bindings from "./account-core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";
export { addLocale } from "./locales.js";

// Never by fetching a data: URL, which a Content-Security-Policy forbids.
const own = async () => {
  const { base64 } = await import("./account-core.base64.js");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
};

// One file is everything.
const load = loader(() => ({ bindings, own }));

export const connect = connector(load, load);
