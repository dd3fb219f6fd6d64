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

/// The notices above a form, if one of them is an error or none is, as asked; else `None`.
///
/// Errors get the focus, so they are a group with a name, which is read at once. The others belong
/// into an element that announces them.
pub(super) fn list(
    words: Catalog,
    notices: &[Notice],
    are_errors: bool,
    display: &Display,
    handlers: &Handlers,
) -> Option<Element> {
    let is_error = notices.iter().any(|notice| notice.tone == Tone::Error);
    if notices.is_empty() || is_error != are_errors {
        return None;
    }
    let mut said = String::new();
    for notice in notices {
        said.push_str(&notice.text);
        said.push(' ');
    }
    let draw = |notice| {
        let of_page = display.replace().and_then(|page| page.notice(notice, handlers));
        of_page.unwrap_or_else(|| one(words, notice, handlers))
    };
    Some(
        part("div", "notices")
            .optional_attr("role", is_error.then_some("group"))
            .optional_attr("aria-label", is_error.then_some(&said))
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
