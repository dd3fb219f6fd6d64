//! Values on their way to JavaScript.

use std::pin::Pin;

use js_sys::Promise;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::future_to_promise;

/// Work whose end JavaScript waits for.
type Work = Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>>;

/// A promise of what `work` ends with. All work has one type here: an `async fn` that is exported
/// brings a copy of what runs it.
pub(super) fn promise(work: impl Future<Output = Result<JsValue, JsValue>> + 'static) -> Promise {
    let work: Work = Box::pin(work);
    future_to_promise(work)
}

/// `value` as JavaScript has it; what is missing is `null`.
pub(crate) fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = Serializer::new().serialize_missing_as_null(true);
    // Fails for numbers beyond JavaScript's; Kratos has none.
    value.serialize(&serializer).unwrap_or(JsValue::NULL)
}

/// JSON text as JavaScript has it; `null` for what is none.
pub(super) fn parsed(text: &str) -> JsValue {
    js_sys::JSON::parse(text).unwrap_or(JsValue::NULL)
}
