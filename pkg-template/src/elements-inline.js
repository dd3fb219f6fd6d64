import { define } from "./define.js";
import * as bindings from "./elements-account-core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";
export { addLocale } from "./locales.js";

// Never by fetching a data: URL, which a Content-Security-Policy forbids.
const own = async () => {
  const { base64 } = await import("./elements-account-core.base64.js");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
};

// One file is everything.
export const load = loader(() => ({ bindings, own }));

// Elements need nothing of the client.
export const connect = async (options) => (await import("./inline.js")).connect(options);

define(load, load);
