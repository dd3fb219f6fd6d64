//! The page's document, and words to developers.

use web_sys::Document;

/// The document.
pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Says something to developers.
pub(crate) fn warn(text: &str) {
    web_sys::console::warn_1(&["propylon: ", text].concat().into());
}
