//! The document, and console messages.

use web_sys::Document;

/// The document.
pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Logs a warning to the console.
pub(crate) fn warn(text: &str) {
    web_sys::console::warn_1(&["propylon: ", text].concat().into());
}
