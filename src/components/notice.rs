//! Notices above a form and messages below a field.

use super::{
    actions,
    display::Display,
    element::{Element, el, part},
    handlers::Handlers,
};
use crate::{
    decimal::digits,
    i18n::Catalog,
    view::notice::{Notice, Tone},
};

/// The notices above a form; `None` without notices.
pub(super) fn list(
    words: Catalog,
    notices: &[Notice],
    display: &Display,
    handlers: &Handlers,
) -> Option<Element> {
    if notices.is_empty() {
        return None;
    }
    let draw = |notice| {
        let of_page = display.replace().and_then(|page| page.notice(notice, handlers));
        of_page.unwrap_or_else(|| one(words, notice, handlers))
    };
    let is_error = notices.iter().any(|notice| notice.tone == Tone::Error);
    Some(
        part("div", "notices")
            .attr("role", if is_error { "alert" } else { "status" })
            .attr("tabindex", "-1")
            .children(notices.iter().map(draw)),
    )
}

pub(super) fn one(words: Catalog, notice: &Notice, handlers: &Handlers) -> Element {
    let detail = notice.detail.as_ref().map(|detail| part("small", "detail").text(detail));
    let action = notice.action.as_ref().map(|action| actions::button(words, action, handlers));
    marked(part("div", "notice"), notice.message)
        .attr("data-tone", notice.tone.as_str())
        .child(el("p").text(&notice.text))
        .children(detail)
        .children(action)
}

/// A message below a field.
pub(super) fn below_field(notice: &Notice) -> Element {
    marked(part("p", "message"), notice.message)
        .attr("data-tone", notice.tone.as_str())
        .text(&notice.text)
}

/// Marks an element with the id of the Kratos message that it shows.
pub(super) fn marked(element: Element, message: Option<i64>) -> Element {
    match message {
        Some(id) => element.attr("data-testid", &["ui/message/", &digits(id)].concat()),
        None => element,
    }
}
