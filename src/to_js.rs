//! The view model as JavaScript has it. Nothing here decides: it names what the pure part decided.

mod failure;
mod locale;
mod session;
mod snapshot;
mod text;

pub use failure::Failure;
pub use locale::words_of;
pub use session::state_to_js;
pub use snapshot::{Leaving, Snapshot, Standing};
pub use text::to_js;

use wasm_bindgen::JsValue;

/// JSON text as JavaScript has it; `null` for what is none.
pub fn parsed(text: &str) -> JsValue {
    js_sys::JSON::parse(text).unwrap_or(JsValue::NULL)
}
