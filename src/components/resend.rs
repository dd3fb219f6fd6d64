//! The button that asks for another code. It waits for the last one to arrive.

use std::time::Duration;

use leptos::prelude::*;

use super::{form, screen::Shown};
use crate::{browser::clock, i18n::Catalog, view::form::Button};

pub(super) fn draw(words: Catalog, model: &Button, shown: Shown) -> AnyView {
    let left = move || (shown.resend_at.get_untracked() - clock::now()) / 1000.0;
    let seconds = RwSignal::new(left());
    let ticking =
        set_interval_with_handle(move || seconds.set(left()), Duration::from_secs(1)).ok();
    on_cleanup(move || {
        if let Some(ticking) = ticking {
            ticking.clear();
        }
    });
    let label = model.label.clone();
    let caption = move || {
        let seconds = seconds.get();
        if seconds <= 0.0 {
            return label.clone();
        }
        // Whole seconds below a minute: formatting a float would cost more bytes than the button.
        let whole = (1..=60_u8).find(|whole| f64::from(*whole) >= seconds).unwrap_or(60);
        words.fill("resend_in", &[("label", &label), ("seconds", &whole.to_string())])
    };
    form::button(model, shown)
        .attr("type", "submit")
        .follow("disabled", move || (seconds.get() > 0.0).then(String::new))
        .live(move || caption().into_any())
        .view()
}
