//! Something the person has, with the button that takes it away after a question.

use super::{
    button,
    element::{Element, el, part},
    shown::Shown,
    signal::Signal,
};
use crate::{
    browser::clock,
    i18n::Catalog,
    view::{button::Button, part::Item},
};

pub(super) fn draw(words: Catalog, item: &Item, shown: &Shown) -> Element {
    let added = item.added_at.as_ref().map(|instant| {
        let time = clock::local(instant);
        part("small", "meta").text(&words.fill("item.added", &[("time", &time)]))
    });
    part("div", "item")
        .child(el("div").child(el("span").text(&item.name)).children(added))
        .child(asking(words, &item.button, shown))
}

/// A button that asks before it submits.
pub(super) fn asking(words: Catalog, model: &Button, shown: &Shown) -> Element {
    let asked = Signal::new(false);
    let (model, shown) = (model.clone(), shown.clone());
    el("div").live(move || {
        let pressed = asked.clone();
        if !asked.get() {
            let button = part("button", "button")
                .attr("type", "button")
                .attr("data-kind", "danger")
                .flag("disabled", model.disabled)
                .text(&model.label)
                .on("click", move |_| pressed.set(true));
            return Some(button);
        }
        let question = model.confirm.clone().unwrap_or_default();
        let cancel = part("button", "button")
            .attr("type", "button")
            .attr("data-kind", "secondary")
            .text(&words.text("cancel"))
            .on("click", move |_| pressed.set(false));
        let confirm = part("div", "confirm")
            .attr("role", "group")
            .attr("aria-label", &question)
            .child(el("p").text(&question))
            .child(button::begin(&model, &shown).attr("type", "submit").text(&model.label))
            .child(cancel);
        Some(confirm)
    })
}
