//! A credential or connection, with the button that removes it.

use std::cell::Cell;

use super::{
    button,
    display::Display,
    element::{Element, el, part},
    focus,
    signal::Signal,
};
use crate::{
    browser::time,
    i18n::Catalog,
    view::{button::Button, part::Item},
};

pub(super) fn draw(words: Catalog, item: &Item, display: &Display) -> Element {
    let added = item.added_at.as_ref().map(|instant| {
        let time = time::said(&words, instant);
        part("small", "meta").text(&words.fill("item.added", &[("time", &time)]))
    });
    part("div", "item")
        .child(el("div").child(el("span").text(&item.name)).children(added))
        .child(confirm_button(words, &item.button, display))
}

/// A button that asks for confirmation before it submits.
pub(super) fn confirm_button(words: Catalog, model: &Button, display: &Display) -> Element {
    let asked = Signal::new(false);
    let (model, display) = (model.clone(), display.clone());
    // What replaces the pressed button takes its focus, but not when it is drawn first.
    let was_pressed = Cell::new(false);
    el("div").reactive_child(move || {
        let pressed = asked.clone();
        if !asked.get() {
            let button = part("button", "button")
                .attr("type", "button")
                .attr("data-kind", "danger")
                .flag("disabled", model.disabled)
                .text(&model.label)
                .on("click", move |_| pressed.set(true));
            if was_pressed.get() {
                focus::next_frame(&button);
            }
            return Some(button);
        }
        let question = model.confirm.clone().unwrap_or_default();
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
            .attr("aria-label", &question)
            .child(said)
            .child(button::new_button(&model, &display).attr("type", "submit").text(&model.label))
            .child(cancel);
        Some(confirm)
    })
}
