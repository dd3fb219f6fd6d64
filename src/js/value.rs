//! Values on their way to JavaScript.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

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
