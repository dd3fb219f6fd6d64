//! The button that asks for another code. It waits for the last one to arrive.

use std::time::Duration;

use leptos::prelude::*;

use super::{element::Element, form, screen::Shown};
use crate::{browser::clock, i18n::Catalog, view::button::Button};

pub(super) fn draw(words: Catalog, model: &Button, shown: Shown) -> Element {
    let left = move || clock::seconds_until(shown.resend_at.get_untracked());
    let seconds = RwSignal::new(left());
    let ticking =
        set_interval_with_handle(move || seconds.set(left()), Duration::from_secs(1)).ok();
    on_cleanup(move || {
        if let Some(ticking) = ticking {
            ticking.clear();
        }
    });
    let label = model.label.clone();
    let caption = move || match seconds.get() {
        0 => label.clone(),
        left => words.fill("resend_in", &[("label", &label), ("seconds", &left.to_string())]),
    };
    form::button(model, shown)
        .attr("type", "submit")
        .follow("disabled", move || (seconds.get() > 0).then(String::new))
        .live(move || caption().into_any())
}
