//! What can be pressed outside a form.

use super::{
    element::{Element, part},
    links,
    screen::Acts,
};
use crate::view::action::{Action, Does};

/// A row of actions; nothing when there are none.
pub(super) fn draw(actions: &[Action], acts: &Acts) -> Option<Element> {
    let row = || part("div", "actions").children(actions.iter().map(|action| button(action, acts)));
    (!actions.is_empty()).then(row)
}

/// One action: a link where it leads to a page of the site, else a button.
pub(super) fn button(action: &Action, acts: &Acts) -> Element {
    let kind = if action.is_primary { "primary" } else { "secondary" };
    let drawn = if let Does::Open(href) = &action.does {
        links::opening(part("a", "button"), href, acts)
    } else {
        let (act, does) = (acts.act.clone(), action.does.clone());
        part("button", "button").attr("type", "button").on("click", move |_| act(&does))
    };
    drawn.attr("data-kind", kind).text(&action.label)
}
