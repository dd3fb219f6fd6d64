//! The button that requests another code; disabled for a while after each code.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    button,
    display::Display,
    element::{Element, keep},
    signal::Signal,
};
use crate::{browser::clock, decimal::digits, i18n::Catalog, view::button::Button};

/// Clears an interval when dropped.
struct ClearInterval(IntervalHandle);

impl Drop for ClearInterval {
    fn drop(&mut self) {
        self.0.clear();
    }
}

pub(super) fn draw(words: Catalog, model: &Button, display: &Display) -> Element {
    let seconds = seconds(display);
    let caption = caption(words, model, seconds.clone());
    set_action(seconds, button::new_button(model, display)).reactive_text(caption)
}

/// The remaining seconds until the button is enabled. Counts down until the current reactive owner
/// is cleaned up.
pub(super) fn seconds(display: &Display) -> Signal<i32> {
    let display = display.clone();
    let left = move || clock::seconds_until(display.resend_at());
    let left_of_tick = left.clone();
    let seconds = Signal::new(left());
    let ticking = seconds.clone();
    let tick = move || ticking.set(left_of_tick());
    keep(set_interval_with_handle(tick, Duration::from_secs(1)).ok().map(ClearInterval));
    seconds
}

/// The caption, with the remaining seconds.
pub(super) fn caption(
    words: Catalog,
    model: &Button,
    seconds: Signal<i32>,
) -> impl Fn() -> String + 'static {
    let label = model.label.clone();
    move || match seconds.get() {
        0 => label.clone(),
        left => words.fill("resend_in", &[("label", &label), ("seconds", &digits(left))]),
    }
}

/// Sets the type, and disables the button during the countdown.
pub(super) fn set_action(seconds: Signal<i32>, button: Element) -> Element {
    button
        .attr("type", "submit")
        .reactive_attr("disabled", move || (seconds.get() > 0).then(String::new))
}
