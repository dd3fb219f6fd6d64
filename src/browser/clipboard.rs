//! Copying and printing.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::fetch::spawn;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["navigator", "clipboard"], js_name = writeText)]
    fn write_text(text: &str) -> Result<js_sys::Promise, JsValue>;

    #[wasm_bindgen(js_name = print)]
    fn print_page();
}

/// Copies `text` and calls `then` with whether it worked. Without HTTPS there is no clipboard.
pub(crate) fn copy(text: &str, then: impl FnOnce(bool) + 'static) {
    let promise = write_text(text);
    spawn(async move {
        then(match promise {
            Ok(promise) => JsFuture::from(promise).await.is_ok(),
            Err(_) => false,
        });
    });
}

/// Opens the browser's print dialog.
pub(crate) fn print() {
    print_page();
}
