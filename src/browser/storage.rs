//! What a tab remembers over a reload of its page.

use web_sys::Storage;

use super::clock;
use crate::{
    decimal::digits,
    flow::{draft::typed_by, person::Person},
    kratos::flow::FlowKind,
};

fn storage() -> Option<Storage> {
    // A browser that forbids storage throws here; then nothing is remembered.
    web_sys::window()?.session_storage().ok()?
}

/// What all tabs remember.
fn lasting() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// For how long nobody is offered a passkey again, in milliseconds: 30 days.
const SNOOZE: f64 = 30.0 * 24.0 * 3_600_000.0;

/// Whether a passkey may be offered again.
#[cfg(feature = "site")]
pub(crate) fn may_offer() -> bool {
    let until = lasting().and_then(|storage| storage.get_item(&key("offer")).ok()?);
    // Milliseconds since 1970 have 13 digits until the year 2286, so their order is that of the text.
    until.is_none_or(|until| until < digits(clock::whole(clock::epoch())))
}

/// Offers no passkey for a while.
pub(crate) fn snooze_offer() {
    if let Some(storage) = lasting() {
        let until = digits(clock::whole(clock::epoch() + SNOOZE));
        let _ = storage.set_item(&key("offer"), &until);
    }
}

fn key(name: &str) -> String {
    ["propylon.", name].concat()
}

/// How many pages in a row left by themselves, if the last one did so within seconds.
pub(crate) fn hops() -> u8 {
    let Some(kept) = kept(HOPS) else { return 0 };
    keep(HOPS, None);
    let Some((hops, at)) = kept.split_once(' ') else { return 0 };
    let number = |text: &str| -> i64 { text.parse().unwrap_or_default() };
    let is_recent = clock::whole(clock::epoch()) - number(at) < BETWEEN_HOPS;
    if is_recent { u8::try_from(number(hops)).unwrap_or_default() } else { 0 }
}

/// Counts a page that leaves, for the next one.
pub(crate) fn count_hops(hops: u8) {
    let now = digits(clock::whole(clock::epoch()));
    keep(HOPS, Some(&[&digits(hops), " ", &now].concat()));
}

const HOPS: &str = "hops";

/// Whose passkey signed in in this tab.
pub(crate) const USER: &str = "user";

/// How long a page that leads on by itself may take, in milliseconds.
const BETWEEN_HOPS: i64 = 15_000;

/// Forgets what was typed into any flow of this tab by anybody but `person`.
pub(crate) fn forget_drafts(person: Option<&Person>) {
    for kind in FlowKind::ALL.map(FlowKind::as_str) {
        let by = kept(kind).and_then(|text| typed_by(&text));
        if by.is_none() || by.as_ref() != person {
            keep(kind, None);
        }
    }
}

/// What is kept under `name`.
pub(crate) fn kept(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok()?
}

/// Keeps `text` under `name`, or forgets what is kept there.
pub(crate) fn keep(name: &str, text: Option<&str>) {
    let Some(storage) = storage() else { return };
    // Fails where the storage is full: a reload then finds an empty form.
    let _ = match text {
        Some(text) => storage.set_item(&key(name), text),
        None => storage.remove_item(&key(name)),
    };
}
