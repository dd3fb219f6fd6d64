//! Rendering in a real browser: the DOM contract that other projects' tests rely on, with recorded
//! answers of Kratos. Tests that need a server are in `tests/e2e`.

#![cfg(all(target_arch = "wasm32", feature = "components"))]
#![allow(missing_docs)]
// clippy.toml's exceptions for tests don't cover shared functions.
#![allow(clippy::unwrap_used, clippy::panic)]

mod browser {
    mod choices;
    mod contract;
    mod overrides;
    mod page;
    #[cfg(any(feature = "js", feature = "element"))]
    mod to_js;
    mod two;
    mod typing;
}

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
