//! Converts the view model to JavaScript values. It makes no decisions.

mod failure;
mod session;
mod snapshot;
mod text;

pub use failure::Failure;
pub use session::state_to_js;
pub use snapshot::{FlowStatus, Leaving, Snapshot};
pub use text::to_js;

use wasm_bindgen::JsValue;

/// Parses JSON text to a JavaScript value; `null` if it is invalid.
pub fn parsed(text: &str) -> JsValue {
    js_sys::JSON::parse(text).unwrap_or(JsValue::NULL)
}
