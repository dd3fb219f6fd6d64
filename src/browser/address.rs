//! The page's own address, and leaving it.

// The site has the whole address bar.
#![cfg_attr(not(feature = "site"), allow(dead_code))]

use wasm_bindgen::prelude::*;
use web_sys::Location;

use crate::{
    kratos::{
        flow::FlowKind,
        request::{urldecode, urlencode},
    },
    url::{Verdict, judge},
};

fn location() -> Option<Location> {
    Some(web_sys::window()?.location())
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

/// Leaves for `url`, which Kratos gave or which is a page of this site; what is no page and no app's is
/// refused here once more.
pub(crate) fn leave_for(url: &str) {
    let whole = web_sys::Url::new_with_base(url, &origin()).map(|url| url.href());
    if let (Ok(url), Some(location)) = (whole, location())
        && judge(&url) != Verdict::Refused
    {
        // Fails only for a malformed URL; the page then stays as it is.
        let _ = location.assign(&url);
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
