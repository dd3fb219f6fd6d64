//! Notices above a form and below a field.

use leptos::prelude::*;

use super::{
    actions,
    element::{el, part},
    screen::Acts,
};
use crate::view::notice::{Notice, Tone};

/// The notices above a form; nothing when there are none.
pub(super) fn list(notices: &[Notice], acts: &Acts) -> AnyView {
    if notices.is_empty() {
        return ().into_any();
    }
    let is_error = notices.iter().any(|notice| notice.tone == Tone::Error);
    part("div", "notices")
        .attr("role", if is_error { "alert" } else { "status" })
        .attr("tabindex", "-1")
        .children(notices.iter().map(|notice| one(notice, acts)))
        .view()
}

fn one(notice: &Notice, acts: &Acts) -> AnyView {
    let detail = notice.detail.as_ref().map(|detail| part("small", "detail").text(detail.clone()));
    let action = notice.action.as_ref().map(|action| actions::button(action, acts));
    part("div", "notice")
        .attr("data-tone", notice.tone.as_str())
        .maybe("data-testid", test_id(notice))
        .child(el("p").text(notice.text.clone()).view())
        .children(detail.map(|detail| detail.view()))
        .children(action)
        .view()
}

/// What is said about one field.
pub(super) fn of_field(notice: &Notice) -> AnyView {
    part("p", "message")
        .attr("data-tone", notice.tone.as_str())
        .maybe("data-testid", test_id(notice))
        .text(notice.text.clone())
        .view()
}

fn test_id(notice: &Notice) -> Option<String> {
    notice.message.map(|id| ["ui/message/", &id.to_string()].concat())
}
