//! The button that asks for another code. It waits for the last one to arrive.

use std::time::Duration;

use leptos::prelude::*;

use super::{
    button,
    element::{Element, keep},
    shown::Shown,
    signal::Signal,
};
use crate::{browser::clock, decimal::digits, i18n::Catalog, view::button::Button};

/// A clock that stops when it is dropped.
struct Ticking(IntervalHandle);

impl Drop for Ticking {
    fn drop(&mut self) {
        self.0.clear();
    }
}

pub(super) fn draw(words: Catalog, model: &Button, shown: &Shown) -> Element {
    let of = shown.clone();
    let left = move || clock::seconds_until(of.resend_at());
    let left_of_tick = left.clone();
    let seconds = Signal::new(left());
    let (ticking, waiting) = (seconds.clone(), seconds.clone());
    let tick = move || ticking.set(left_of_tick());
    keep(set_interval_with_handle(tick, Duration::from_secs(1)).ok().map(Ticking));
    let label = model.label.clone();
    let caption = move || match seconds.get() {
        0 => label.clone(),
        left => words.fill("resend_in", &[("label", &label), ("seconds", &digits(left))]),
    };
    button::begin(model, shown)
        .attr("type", "submit")
        .follow("disabled", move || (waiting.get() > 0).then(String::new))
        .say(caption)
}
