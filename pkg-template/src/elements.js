import { define } from "./define.js";
import * as bindings from "./elements-core.js";
import { loader } from "./loader.js";

export { PropylonError } from "./errors.js";
export { addLocale } from "./locales.js";

// Written out like this, bundlers find the file and copy it.
const signIn = loader(() => ({ bindings, own: () => new URL("./elements_bg.wasm", import.meta.url) }));

// Whoever shows an account loads it, and nobody else.
const account = loader(() => import("./elements-account.js"));
let accountSource;

export const load = (wasm, accountWasm) => {
  accountSource = accountWasm ?? accountSource;
  return signIn(wasm);
};

// Elements need nothing of the client.
export const connect = async (options) => (await import("./index.js")).connect(options);

define(signIn, () => account(accountSource));
