//! Adds messages to a field that is already rendered, so that no typed value is lost.

use super::{
    element::{Element, el},
    notice,
};
use crate::{
    browser::{dom, page::document},
    view::notice::{Notice, Tone},
};

/// Marks an added message, and an input that it made invalid.
const MARK: &str = "data-added";

/// The id of the description (hint and messages) of the input `id`.
pub(super) fn description_id(id: &str) -> String {
    [id, "-about"].concat()
}

/// Adds `text` below `input` and marks the input as invalid. `message` is the id of the Kratos
/// message, if it is one. An input that gets the focus is read with it; where the focus is already,
/// it is an alert.
pub(super) fn add(input: &web_sys::Element, text: &str, message: Option<i64>) {
    let Some(holder) = holder(input) else { return };
    let notice = Notice { message, ..Notice::new(Tone::Error, text.to_owned()) };
    let is_focused = input.matches(":focus").unwrap_or_default();
    let drawn = notice::below_field(&notice)
        .optional_attr("role", is_focused.then_some("alert"))
        .attr(MARK, "");
    Element::from_existing(holder).child(drawn);
    if !is_invalid(input) {
        Element::from_existing(input.clone()).attr("aria-invalid", "true").attr(MARK, "");
    }
}

/// Whether `input` is marked as invalid.
pub(super) fn is_invalid(input: &web_sys::Element) -> bool {
    input.has_attribute("aria-invalid")
}

/// Removes the added messages from the form around `element`.
pub(super) fn clear(element: &web_sys::Element) {
    let Ok(Some(form)) = element.closest("form") else { return };
    for marked in dom::all(&form, &["[", MARK, "]"].concat()) {
        if is_invalid(&marked) {
            // Fails only for an invalid attribute name.
            let _ = (marked.remove_attribute("aria-invalid"), marked.remove_attribute(MARK));
        } else {
            marked.remove();
        }
    }
}

/// The element with the hint and messages of `input`.
fn holder(input: &web_sys::Element) -> Option<web_sys::Element> {
    let id = description_id(&input.id());
    if let Some(holder) = document()?.get_element_by_id(&id) {
        return Some(holder);
    }
    let frame = input.closest("[data-group]").ok()??;
    Element::from_existing(frame).child(el("div").attr("id", &id));
    Element::from_existing(input.clone()).attr("aria-describedby", &id);
    document()?.get_element_by_id(&id)
}
