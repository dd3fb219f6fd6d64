//! The settings: a card for each method.

use wasm_bindgen::JsCast;

use super::{
    display::Display,
    element::{Element, part},
    form,
    handlers::Handlers,
};
use crate::{
    browser::dom,
    i18n::Catalog,
    view::{account_header::Area, card::Card},
};

pub(super) fn draw(
    words: Catalog,
    cards: &[Card],
    display: &Display,
    handlers: &Handlers,
) -> Element {
    let card = |card: &Card| {
        let lead = card.lead.as_ref().map(|lead| part("p", "meta").text(lead));
        let form = form::draw(words, &card.form, display, handlers, &card.group);
        let drawn = part("section", "card")
            .optional_attr("id", card.area.filter(|_| !display.is_embedded()).map(Area::id))
            .attr("data-method", &card.group)
            .child(
                part(display.heading(1), "subtitle")
                    .attr("tabindex", "-1")
                    .attr("data-icon", &card.group)
                    .text(&card.title),
            )
            .children(lead);
        match &card.set_up {
            Some(label) => drawn.child(after_press(label, form)),
            None => drawn.child(form),
        }
    };
    part("div", "cards").children(cards.iter().map(card))
}

/// A button that shows `form` in its place.
fn after_press(label: &str, form: Element) -> Element {
    let form = form.flag("hidden", true);
    let shown = form.node().clone();
    let button = part("button", "button")
        .attr("type", "button")
        .attr("data-kind", "secondary")
        .attr("data-icon", "add")
        .attr("aria-expanded", "false")
        .text(label)
        .on("click", move |click| {
            let button = click.current_target().and_then(|button| button.dyn_into().ok());
            dom::reveal(&shown, button);
        });
    part("div", "section").child(button).child(form)
}
