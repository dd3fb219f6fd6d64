// Loaded when it is asked for: everything of the core, and settings, sessions and API flows.
export * as bindings from "./account-core.js";

export const own = () => new URL("./account_bg.wasm", import.meta.url);
