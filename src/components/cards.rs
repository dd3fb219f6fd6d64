//! The settings: a card for each method.

use super::{
    display::Display,
    element::{Element, part},
    form,
    handlers::Handlers,
};
use crate::{i18n::Catalog, view::card::Card};

pub(super) fn draw(
    words: Catalog,
    cards: &[Card],
    display: &Display,
    handlers: &Handlers,
) -> Element {
    let card = |card: &Card| {
        let lead = card.lead.as_ref().map(|lead| part("p", "meta").text(lead));
        part("section", "card")
            .attr("data-method", &card.group)
            .child(part("h2", "subtitle").text(&card.title))
            .children(lead)
            .child(form::draw(words, &card.form, display, handlers, &card.group))
    };
    part("div", "cards").children(cards.iter().map(card))
}
