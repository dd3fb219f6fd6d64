//! What can be pressed outside a form.

use leptos::prelude::*;

use super::{element::part, screen::Acts};
use crate::view::action::{Action, Does};

/// A row of actions; nothing when there are none.
pub(super) fn draw(actions: &[Action], acts: &Acts) -> Option<AnyView> {
    if actions.is_empty() {
        return None;
    }
    Some(part("div", "actions").children(actions.iter().map(|action| button(action, acts))).view())
}

/// One action: a link where it leads to a page of the site, else a button.
pub(super) fn button(action: &Action, acts: &Acts) -> AnyView {
    let kind = if action.is_primary { "primary" } else { "secondary" };
    if let Does::Open(href) = &action.does {
        return part("a", "button")
            .attr("data-kind", kind)
            .attr("href", href.clone())
            .on("click", super::links::opener(href.clone(), acts))
            .text(action.label.clone())
            .view();
    }
    let (act, does) = (acts.act.clone(), action.does.clone());
    part("button", "button")
        .attr("data-kind", kind)
        .attr("type", "button")
        .on("click", move |_| act(&does))
        .text(action.label.clone())
        .view()
}
