// Loads the app. A file, because a strict Content-Security-Policy refuses scripts in the page.
import init from "/app.js";

init({ module_or_path: "/app_bg.wasm" });
