// Loaded for the first element of an account: all elements.
export * as bindings from "./elements-account-core.js";

export const own = () => new URL("./elements-account_bg.wasm", import.meta.url);
