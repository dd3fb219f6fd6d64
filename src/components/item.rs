//! A credential or connection, with the button that removes it.

use super::{
    button, confirm,
    display::Display,
    element::{Element, el, part},
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
    let question = model.confirm.as_deref().unwrap_or_default();
    let (confirmed, display) = (model.clone(), display.clone());
    confirm::button(words, &model.label, question, model.disabled, move || {
        button::new_button(&confirmed, &display).attr("type", "submit")
    })
}
