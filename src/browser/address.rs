//! The page's URL, and navigation.

// The site has the whole address bar, and others the page's own URL only.
#![cfg_attr(not(feature = "site"), allow(dead_code))]

use std::cell::Cell;

use wasm_bindgen::prelude::*;
use web_sys::{History, Location};

use super::page::text_member;
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

fn part(name: &str) -> String {
    location().map(|location| text_member(&location, name)).unwrap_or_default()
}

/// Scheme, host and port.
pub(crate) fn origin() -> String {
    part("origin")
}

/// Whether the page is on this computer.
pub(crate) fn is_local() -> bool {
    let host = part("hostname");
    host == "localhost" || host == "127.0.0.1" || host == "[::1]" || host.ends_with(".localhost")
}

thread_local! {
    static BASE: Cell<&'static str> = const { Cell::new("") };
}

/// Sets the path below which the site is, without a slash at the end. All other paths of the site start
/// there, as if it was the root.
pub(crate) fn set_base(path: String) {
    BASE.set(path.leak());
}

/// A path of the site as the browser has it; other URLs unchanged. In a host page nothing sets a path, and
/// its paths are its own.
pub(crate) fn href(url: &str) -> String {
    if url.starts_with('/') { [BASE.get(), url].concat() } else { url.to_owned() }
}

/// The URL of the site, without a slash at the end.
pub(crate) fn home() -> String {
    [&origin(), BASE.get()].concat()
}

/// The path in the site, and the query string with its `?`.
pub(crate) fn address() -> (String, String) {
    let path = part("pathname");
    (path.strip_prefix(BASE.get()).unwrap_or(&path).to_owned(), part("search"))
}

/// Navigates to `url`, which Kratos gave or which is a path of this site. URLs that are neither web
/// pages nor app links are refused here too. `replaces` tells whether the page's history entry is
/// replaced.
pub(crate) fn leave_for(url: &str, replaces: bool) {
    let whole = web_sys::Url::new_with_base(&href(url), &origin()).map(|url| url.href());
    if let (Ok(url), Some(location)) = (whole, location())
        && judge(&url) != Verdict::Refused
    {
        // Fails only for a malformed URL; the page then stays.
        let _ = if replaces { location.replace(&url) } else { location.assign(&url) };
    }
}

/// Opens a page of this site without a reload, as a new history entry or in place of this one.
pub(crate) fn open(href: &str, replaces: bool) {
    write_entry(&JsValue::NULL, href, replaces);
}

fn history() -> Option<History> {
    web_sys::window()?.history().ok()
}

/// Writes a new history entry, or in place of this one.
fn write_entry(state: &JsValue, href: &str, replaces: bool) {
    if let Some(history) = history() {
        // Fails only where the browser limits how often it may be called.
        let href = self::href(href);
        let _ = match replaces {
            true => history.replace_state_with_url(state, "", Some(&href)),
            false => history.push_state_with_url(state, "", Some(&href)),
        };
    }
}

/// The number of the step that the history entry shows, from 0.
pub(crate) fn step() -> f64 {
    history().and_then(|history| history.state().ok()?.as_f64()).unwrap_or_default()
}

/// Writes the path of `kind` and the flow's id to the address bar, keeping other parameters. The next step
/// of a flow gets a history entry of its own.
pub(crate) fn remember(kind: FlowKind, flow: &str, is_step: bool) {
    let (_, query) = address();
    let mut pairs = urldecode(&query);
    pairs.retain(|(name, _)| name != "flow");
    pairs.insert(0, ("flow".to_owned(), flow.to_owned()));
    let href = ["/", kind.as_str(), "?", &urlencode(&pairs)].concat();
    let step = if is_step { step() + 1.0 } else { step() };
    write_entry(&step.into(), &href, !is_step);
}
