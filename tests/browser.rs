//! What is drawn, in a real browser: the DOM that people's own test suites rely on, from recorded
//! answers of Kratos. What takes a server is in `tests/e2e`.

#![cfg(all(target_arch = "wasm32", feature = "components"))]
#![allow(missing_docs)]
// What clippy.toml allows in tests it does not see in the functions they share.
#![allow(clippy::unwrap_used, clippy::panic)]

mod browser {
    mod contract;
    mod own;
    mod page;
    #[cfg(any(feature = "js", feature = "element"))]
    mod to_js;
    mod two;
    mod typing;
}

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
