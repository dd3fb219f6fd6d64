//! Values kept over a reload.

use web_sys::Storage;

use super::clock;
use crate::{
    decimal::{digits, integer},
    flow::{draft::owner_of_text, person::Person},
    kratos::flow::FlowKind,
};

fn storage() -> Option<Storage> {
    // Throws if the browser blocks storage; then nothing is kept.
    web_sys::window()?.session_storage().ok()?
}

/// The storage shared by all tabs.
fn lasting() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// How long no passkey is offered after one was declined, in milliseconds: 30 days.
const SNOOZE: f64 = 30.0 * 24.0 * 3_600_000.0;

/// Whether a passkey may be offered again.
#[cfg(feature = "site")]
pub(crate) fn may_offer() -> bool {
    let until = load_lasting("offer");
    // Milliseconds since 1970 have 13 digits until 2286, so they can be compared as text.
    until.is_none_or(|until| until < digits(clock::to_integer(clock::epoch())))
}

/// Offers no passkey for that time.
pub(crate) fn snooze_offer() {
    store_lasting("offer", &digits(clock::to_integer(clock::epoch() + SNOOZE)));
}

/// Notes the method of a sign-in for this browser.
pub(crate) fn note_method(method: &str) {
    store_lasting("method", method);
}

/// The method of the last sign-in with this browser.
#[cfg(feature = "site")]
pub(crate) fn last_method() -> Option<String> {
    load_lasting("method")
}

/// The value stored under `name` for all tabs.
#[cfg(feature = "site")]
fn load_lasting(name: &str) -> Option<String> {
    lasting()?.get_item(&key(name)).ok()?
}

/// Stores `text` under `name` for all tabs.
fn store_lasting(name: &str, text: &str) {
    if let Some(storage) = lasting() {
        // Fails where the storage is full: nothing is remembered then.
        let _ = storage.set_item(&key(name), text);
    }
}

fn key(name: &str) -> String {
    ["propylon.", name].concat()
}

/// How many pages in a row navigated without user action; 0 if the last one was too long ago.
pub(crate) fn hops() -> u8 {
    let Some(kept) = load(HOPS) else { return 0 };
    store(HOPS, None);
    let Some((hops, at)) = kept.split_once(' ') else { return 0 };
    let number = |text: &str| -> i64 { integer(text).unwrap_or_default() };
    let is_recent = clock::to_integer(clock::epoch()) - number(at) < BETWEEN_HOPS;
    if is_recent { u8::try_from(number(hops)).unwrap_or_default() } else { 0 }
}

/// Stores the count for the next page.
pub(crate) fn count_hops(hops: u8) {
    let now = digits(clock::to_integer(clock::epoch()));
    store(HOPS, Some(&[&digits(hops), " ", &now].concat()));
}

const HOPS: &str = "hops";

/// The account whose passkey signed in in this tab.
pub(crate) const USER: &str = "user";

/// How soon the next page must load to be counted, in milliseconds.
const BETWEEN_HOPS: i64 = 15_000;

/// Removes the drafts of all flows in this tab, except those of `person`.
pub(crate) fn forget_drafts(person: Option<&Person>) {
    for kind in FlowKind::ALL.map(FlowKind::as_str) {
        let by = load(kind).and_then(|text| owner_of_text(&text));
        if by.is_none() || by.as_ref() != person {
            store(kind, None);
        }
    }
}

/// The value stored under `name`.
pub(crate) fn load(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok()?
}

/// Stores `text` under `name`; `None` removes it.
pub(crate) fn store(name: &str, text: Option<&str>) {
    let Some(storage) = storage() else { return };
    // Fails where the storage is full: a reload then finds an empty form.
    let _ = match text {
        Some(text) => storage.set_item(&key(name), text),
        None => storage.remove_item(&key(name)),
    };
}
