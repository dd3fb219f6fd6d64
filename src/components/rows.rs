//! A list of rows with an action each.

use super::{
    actions,
    element::{Element, el, part},
    handlers::Handlers,
};
use crate::{
    i18n::Catalog,
    view::{action::Action, row::Row},
};

pub(super) fn draw(words: Catalog, rows: &[Row], after: &[Action], handlers: &Handlers) -> Element {
    let row = |row: &Row| {
        let badge = row.badge.as_ref().map(|badge| part("span", "badge").text(badge));
        let mut about = el("div").child(el("span").text(&row.name)).children(badge);
        for fact in &row.facts {
            about = about.child(part("small", "meta").text(fact));
        }
        part("li", "item")
            .attr("data-icon", row.icon)
            .child(about)
            .children(row.action.as_ref().map(|action| actions::button(words, action, handlers)))
    };
    part("div", "message-body")
        .child(part("ul", "list").children(rows.iter().map(row)))
        .children(actions::draw(words, after, handlers))
}
