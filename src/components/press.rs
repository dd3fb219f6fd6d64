//! Turns presses in the form into events of the machine.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlFormElement};

use super::field_message;
use crate::{
    browser::{
        form,
        page::{member, text_member},
    },
    decimal::digits,
    flow::{ceremony::creates_credential, event::Event as FlowEvent},
    i18n::Catalog,
    kratos::{message, node::Trigger},
    view::check::is_checked,
};

/// A submit. The first press reports missing values of the pressed button's method. A second press
/// submits anyway, because Kratos decides.
pub(super) fn submitted(words: Catalog, event: &Event) -> Option<FlowEvent> {
    let form: HtmlFormElement = event.current_target()?.dyn_into().ok()?;
    let button = member(event, "submitter").dyn_into::<HtmlElement>().ok();
    let button = button.or_else(|| form::primary(&form).map(HtmlElement::from));
    if button.as_ref().is_some_and(|button| !may_send(words, &form, button, false)) {
        return None;
    }
    let button = button.as_deref().and_then(form::pair);
    let mut fields = form::fields(&form);
    fields.extend(button.clone());
    Some(FlowEvent::Submitted { fields, button })
}

/// A press on a button that starts a ceremony. The fields that will be posted with its credential are
/// checked first, so that none is created for an incomplete form.
pub(super) fn triggered(words: Catalog, event: &Event, trigger: Trigger) -> Option<FlowEvent> {
    let button: HtmlElement = event.current_target()?.dyn_into().ok()?;
    let form: HtmlFormElement = button.closest("form").ok()??.dyn_into().ok()?;
    if !may_send(words, &form, &button, !creates_credential(trigger)) {
        return None;
    }
    Some(FlowEvent::Triggered { trigger, fields: form::fields(&form) })
}

/// Whether an event belongs to the composition of a text with an input method.
pub(super) fn is_composing(event: &Event) -> bool {
    member(event, "isComposing").is_truthy()
}

/// Enter in a field presses the primary button, wherever that is in the form.
pub(super) fn key_pressed(event: &Event) {
    let is_enter = text_member(event, "key") == "Enter" && !is_composing(event);
    let is_in_input =
        event.target().is_some_and(|target| text_member(&target, "tagName") == "INPUT");
    let form = event.current_target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form.filter(|_| is_enter && is_in_input) else { return };
    // Holding Enter down is one press, even if the first submit has been refused meanwhile.
    if member(event, "repeat").is_truthy() || form::press_primary(&form) {
        event.prevent_default();
    }
}

/// Whether a press on `button` may be submitted. If required fields of its method are empty and this
/// was not reported yet, reports it below each of them and focuses the first.
fn may_send(
    words: Catalog,
    form: &HtmlFormElement,
    button: &HtmlElement,
    is_sign_in: bool,
) -> bool {
    let (kind, group) = (attribute(button, "data-kind"), attribute(button, "data-group"));
    let empty = form::empty(form, |field| is_checked(&kind, &group, is_sign_in, field));
    let is_said = empty.iter().all(field_message::is_invalid);
    field_message::clear(form);
    if is_said {
        return true;
    }
    for input in &empty {
        let is_captcha = input.has_attribute("src");
        let id = if is_captcha { message::CAPTCHA } else { message::EMPTY };
        field_message::add(input, &words.text(&digits(id)), Some(id));
    }
    if let Some(first) = empty.first().and_then(|input| input.dyn_ref::<HtmlElement>()) {
        // Fails only in an inactive document.
        let _ = first.focus();
    }
    false
}

fn attribute(element: &HtmlElement, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}
