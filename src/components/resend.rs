//! The button that requests another code; disabled for a while after each code.

use super::{button, countdown, display::Display, element::Element, signal::Signal};
use crate::{i18n::Catalog, view::button::Button};

pub(super) fn draw(words: Catalog, model: &Button, display: &Display) -> Element {
    let seconds = seconds(display);
    let caption = countdown::caption(words, &model.label, seconds.clone());
    set_action(seconds, button::new_button(model, display)).reactive_text(caption)
}

/// The remaining seconds until the button is enabled.
pub(super) fn seconds(display: &Display) -> Signal<i32> {
    let display = display.clone();
    countdown::seconds(move || display.resend_at())
}

/// Sets the type, and disables the button during the countdown.
pub(super) fn set_action(seconds: Signal<i32>, button: Element) -> Element {
    countdown::disable(seconds, button.attr("type", "submit"))
}
