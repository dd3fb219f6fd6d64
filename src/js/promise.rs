//! Promises for JavaScript.

use std::pin::Pin;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

type Work = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

/// A promise of the result of `work`. All futures are boxed to one type, because each exported
/// `async fn` adds a copy of the executor code.
pub(super) fn promise(work: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    let work: Work = Box::pin(work);
    future_to_promise(work)
}
