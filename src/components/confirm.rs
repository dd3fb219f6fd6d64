//! A button whose press is confirmed first.

use std::{cell::Cell, rc::Rc};

use super::{
    element::{Element, el, part},
    focus,
    signal::Signal,
};
use crate::{browser::page::text_member, i18n::Catalog};

/// A destructive button with this label. A press replaces it by `question`, the button of `confirmed`, which
/// gets its look and caption, and a button that leads back, as Escape does.
pub(super) fn button(
    words: Catalog,
    label: &str,
    question: &str,
    is_disabled: bool,
    confirmed: impl Fn() -> Element + 'static,
) -> Element {
    let (label, question) = (label.to_owned(), question.to_owned());
    draw(words, label, question, is_disabled, Rc::new(confirmed))
}

fn draw(
    words: Catalog,
    label: String,
    question: String,
    is_disabled: bool,
    confirmed: Rc<dyn Fn() -> Element>,
) -> Element {
    let asked = Signal::new(false);
    // What replaces the pressed button takes its focus, but not when it is drawn first.
    let was_pressed = Cell::new(false);
    el("div").reactive_child(move || {
        let (pressed, escaped) = (asked.clone(), asked.clone());
        if !asked.get() {
            let button = part("button", "button")
                .attr("type", "button")
                .attr("data-kind", "danger")
                .flag("disabled", is_disabled)
                .text(&label)
                .on("click", move |_| pressed.set(true));
            if was_pressed.get() {
                focus::next_frame(&button);
            }
            return Some(button);
        }
        let cancel = part("button", "button")
            .attr("type", "button")
            .attr("data-kind", "secondary")
            .text(&words.text("cancel"))
            .on("click", move |_| pressed.set(false));
        was_pressed.set(true);
        let said = el("p").attr("tabindex", "-1").text(&question);
        focus::next_frame(&said);
        let confirm = part("div", "confirm")
            .attr("role", "group")
            .on("keydown", move |event| {
                if text_member(&event, "key") == "Escape" {
                    event.prevent_default();
                    escaped.set(false);
                }
            })
            .child(said)
            .child(confirmed().attr("data-kind", "danger").text(&label))
            .child(cancel);
        Some(confirm)
    })
}
