//! Buttons that can't be pressed for a while, with the remaining seconds in their caption.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    element::{Element, keep},
    signal::Signal,
};
use crate::{browser::clock, decimal::digits, i18n::Catalog};

/// Clears an interval when dropped.
struct ClearInterval(IntervalHandle);

impl Drop for ClearInterval {
    fn drop(&mut self) {
        self.0.clear();
    }
}

/// The remaining seconds until the instant `until`, in milliseconds of the page's clock. Counts down until
/// the current reactive owner is cleaned up.
pub(super) fn seconds(until: impl Fn() -> f64 + 'static) -> Signal<i32> {
    let left = move || clock::seconds_until(until());
    let seconds = Signal::new(left());
    let ticking = seconds.clone();
    let tick = move || ticking.set(left());
    keep(set_interval_with_handle(tick, Duration::from_secs(1)).ok().map(ClearInterval));
    seconds
}

/// The caption, with the remaining seconds.
pub(super) fn caption(
    words: Catalog,
    label: &str,
    seconds: Signal<i32>,
) -> impl Fn() -> String + 'static {
    let label = label.to_owned();
    move || match seconds.get() {
        0 => label.clone(),
        left => words.fill("resend_in", &[("label", &label), ("seconds", &digits(left))]),
    }
}

/// Disables a button during the countdown.
pub(super) fn disable(seconds: Signal<i32>, button: Element) -> Element {
    button.reactive_attr("disabled", move || (seconds.get() > 0).then(String::new))
}
