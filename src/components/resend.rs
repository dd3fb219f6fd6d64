//! The button that asks for another code. It waits for the last one to arrive.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    button,
    display::Display,
    element::{Element, keep},
    signal::Signal,
};
use crate::{browser::clock, decimal::digits, i18n::Catalog, view::button::Button};

/// A clock that stops when it is dropped.
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

/// The seconds until it may be pressed, counted down as long as what surrounds them is drawn.
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

/// Its caption, which says how long.
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

/// Gives it its type, and keeps it from being pressed until then.
pub(super) fn set_action(seconds: Signal<i32>, button: Element) -> Element {
    button
        .attr("type", "submit")
        .reactive_attr("disabled", move || (seconds.get() > 0).then(String::new))
}
