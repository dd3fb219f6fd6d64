//! The page's own address and document.

use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, Location};

use crate::kratos::{
    flow::FlowKind,
    request::{urldecode, urlencode},
};

fn location() -> Option<Location> {
    Some(web_sys::window()?.location())
}

/// The document.
pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Scheme, host and port.
pub(crate) fn origin() -> String {
    location().and_then(|location| location.origin().ok()).unwrap_or_default()
}

/// The path and the query string with its `?`.
pub(crate) fn address() -> (String, String) {
    let part = |read: fn(&Location) -> Result<String, JsValue>| {
        location().and_then(|location| read(&location).ok()).unwrap_or_default()
    };
    (part(Location::pathname), part(Location::search))
}

/// Leaves for `url`, which Kratos gave or which is a page of this site. What would run as script is
/// refused; anything else is Kratos' decision, apps of their own scheme included.
pub(crate) fn leave_for(url: &str) {
    let runs = web_sys::Url::new_with_base(url, &origin())
        .is_ok_and(|url| matches!(url.protocol().as_str(), "javascript:" | "data:" | "blob:"));
    if let (false, Some(location)) = (runs, location()) {
        // Fails only for a malformed URL; the page then stays as it is.
        let _ = location.assign(url);
    }
}

/// Loads the page anew.
pub(crate) fn reload() {
    if let Some(location) = location() {
        let _ = location.reload();
    }
}

/// Opens a page of this site in place, as a new entry of the history.
pub(crate) fn push(href: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(href));
    }
}

/// Puts the page of `kind` with its flow into the address bar; other parameters stay.
pub(crate) fn remember(kind: FlowKind, flow: &str) {
    let (_, query) = address();
    let mut pairs = urldecode(&query);
    pairs.retain(|(name, _)| name != "flow");
    pairs.insert(0, ("flow".to_owned(), flow.to_owned()));
    let href = ["/", kind.as_str(), "?", &urlencode(&pairs)].concat();
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&href));
    }
}

/// Says something to developers.
pub(crate) fn warn(text: &str) {
    web_sys::console::warn_1(&["propylon: ", text].concat().into());
}

/// The element with this id.
pub(crate) fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Moves the focus to the first element below the one with the id `root` that one of `selectors` finds,
/// in their order.
pub(crate) fn focus_first(root: &str, selectors: &[&str]) {
    let Some(root) = by_id(root) else { return };
    let mut found = selectors.iter().filter_map(|selector| root.query_selector(selector).ok()?);
    if let Some(element) = found.next().and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Sets the document's title.
pub(crate) fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}
