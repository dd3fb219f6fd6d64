//! Elements, focus and title of the page.

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use super::page::document;

/// The element with this id.
pub(crate) fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// The elements below `root` that match `selector`.
pub(crate) fn all(root: &Element, selector: &str) -> Vec<Element> {
    let Ok(found) = root.query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// Focuses the first element below `#root` that matches one of `selectors`, tried in order.
pub(crate) fn focus_first(root: &str, selectors: &[&str]) {
    let Some(root) = by_id(root) else { return };
    let mut found = selectors.iter().filter_map(|selector| root.query_selector(selector).ok()?);
    if let Some(element) = found.next().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// The input below `#root` that has the focus.
pub(crate) fn focused_input(root: &str) -> Option<Element> {
    by_id(root)?.query_selector("input:focus").ok()?
}

/// Sets the document's title.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}
