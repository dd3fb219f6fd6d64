//! Links below a form.

use super::{
    actions,
    acts::Acts,
    element::{Element, el, part},
};
use crate::view::action::Link;

/// The links; nothing when there are none.
pub(super) fn draw(links: &[Link], acts: &Acts) -> Option<Element> {
    let drawn = || part("footer", "footer").children(links.iter().map(|link| one(link, acts)));
    (!links.is_empty()).then(drawn)
}

fn one(link: &Link, acts: &Acts) -> Element {
    let anchor = actions::doing(part("a", "link"), "link", &link.does, acts).text(&link.label);
    let gap = if link.question.is_empty() { "" } else { " " };
    el("p").text(&[&link.question, gap].concat()).child(anchor)
}
