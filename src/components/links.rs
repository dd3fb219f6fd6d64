//! Links below a form.

use super::{
    actions,
    element::{Element, el, part},
    handlers::Handlers,
};
use crate::view::action::Link;

/// The links; `None` without links.
pub(super) fn draw(links: &[Link], handlers: &Handlers) -> Option<Element> {
    let drawn = || part("footer", "footer").children(links.iter().map(|link| one(link, handlers)));
    (!links.is_empty()).then(drawn)
}

fn one(link: &Link, handlers: &Handlers) -> Element {
    let anchor =
        actions::element_for(part("a", "link"), "link", &link.does, handlers).text(&link.label);
    let gap = if link.question.is_empty() { "" } else { " " };
    el("p").text(&[&link.question, gap].concat()).child(anchor)
}
