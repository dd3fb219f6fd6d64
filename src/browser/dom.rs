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
    if let Some(element) = found.next() {
        focus(&element);
    }
}

/// Focuses an element.
pub(crate) fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Fails only in an inactive document.
        let _ = element.focus();
    }
}

/// Shows a hidden element in place of the button that was pressed for it, and focuses its first input, or
/// the heading of its card if there is something to read before.
pub(crate) fn reveal(hidden: &Element, button: Option<HtmlElement>) {
    // Fails only for an invalid attribute name.
    let _ = hidden.remove_attribute("hidden");
    if let Some(button) = button {
        button.remove();
    }
    let find = |root: &Element, selector| root.query_selector(selector).ok().flatten();
    let Some(first) = find(hidden, ":is(img, code, input:not([type=hidden]))") else { return };
    let heading = || find(&hidden.closest("section").ok()??, "h2");
    let is_read = first.tag_name() != "INPUT";
    focus(&heading().filter(|_| is_read).unwrap_or(first));
}

/// The input below `#root` that has the focus.
pub(crate) fn focused_input(root: &str) -> Option<Element> {
    by_id(root)?.query_selector("input:focus").ok()?
}

/// Whether an element below `#root` has the focus.
pub(crate) fn is_focused_inside(root: &str) -> bool {
    by_id(root).is_some_and(|root| root.matches(":focus-within").unwrap_or_default())
}

/// Makes the first element below `#root` that matches `selector` an alert, which screen readers announce.
pub(crate) fn set_alert(root: &str, selector: &str) {
    let found = by_id(root).and_then(|root| root.query_selector(selector).ok()?);
    if let Some(element) = found {
        // Fails only for an invalid attribute name.
        let _ = element.set_attribute("role", "alert");
    }
}

/// Whether an element of the page outside `#root` has the focus.
pub(crate) fn is_focused_elsewhere(root: &str) -> bool {
    let focused = document().and_then(|document| document.active_element());
    let is_inside =
        |focused: &Element| by_id(root).is_some_and(|root| root.contains(Some(focused)));
    focused.is_some_and(|focused| focused.tag_name() != "BODY" && !is_inside(&focused))
}

/// Sets the language and direction of an element.
#[cfg(any(feature = "site", feature = "element"))]
pub(crate) fn set_language(element: &Element, words: &crate::i18n::Catalog) {
    let direction = if words.is_right_to_left() { "rtl" } else { "ltr" };
    for (name, value) in [("lang", words.language()), ("dir", direction)] {
        // Fails only for an invalid attribute name.
        let _ = element.set_attribute(name, value);
    }
}

/// Sets the language and direction of the page.
#[cfg(feature = "site")]
pub(crate) fn set_page_language(words: &crate::i18n::Catalog) {
    if let Some(page) = document().and_then(|document| document.document_element()) {
        set_language(&page, words);
    }
}

/// Sets the document's title.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}
