//! Turns presses in the form into events of the machine.

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlFormElement, KeyboardEvent, SubmitEvent};

use crate::{
    browser::form,
    flow::{ceremony::creates_credential, event::Event as FlowEvent},
    kratos::node::Trigger,
    view::check::is_checked,
};

/// A submit. `None` if the browser finds the fields of the pressed button's method invalid.
pub(super) fn submitted(event: &Event) -> Option<FlowEvent> {
    event.prevent_default();
    let form: HtmlFormElement = event.current_target()?.dyn_into().ok()?;
    let button = event.dyn_ref::<SubmitEvent>()?.submitter();
    let button = match button {
        Some(button) => Some(button),
        None => form::primary(&form).map(HtmlElement::from),
    };
    if button.as_ref().is_some_and(|button| !is_valid(&form, button)) {
        return None;
    }
    let button = button.as_deref().and_then(form::pair);
    let mut fields = form::fields(&form);
    fields.extend(button.clone());
    Some(FlowEvent::Submitted { fields, button })
}

/// A press on a button that starts a ceremony. The fields that will be posted with a new credential
/// are validated first, so that none is created for an invalid form.
pub(super) fn triggered(event: &Event, trigger: Trigger) -> Option<FlowEvent> {
    let button: HtmlElement = event.current_target()?.dyn_into().ok()?;
    let form: HtmlFormElement = button.closest("form").ok()??.dyn_into().ok()?;
    if creates_credential(trigger) && !is_valid(&form, &button) {
        return None;
    }
    Some(FlowEvent::Triggered { trigger, fields: form::fields(&form) })
}

/// Enter in a field presses the primary button, wherever that is in the form.
pub(super) fn key_pressed(event: &Event) {
    let enter =
        event.dyn_ref::<KeyboardEvent>().filter(|key| key.key() == "Enter" && !key.is_composing());
    let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let (Some(enter), Some(target)) = (enter, target) else { return };
    let form = event.current_target().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    let Some(form) = form.filter(|_| target.tag_name() == "INPUT") else { return };
    // Holding Enter down is one press, even if the first submit has been refused meanwhile.
    if enter.repeat() || form::press_primary(&form) {
        event.prevent_default();
    }
}

/// Whether the browser finds the fields valid that a press on `button` submits.
fn is_valid(form: &HtmlFormElement, button: &HtmlElement) -> bool {
    let (kind, group) = (attribute(button, "data-kind"), attribute(button, "data-group"));
    form::is_valid(form, |field| is_checked(&kind, &group, field))
}

fn attribute(element: &HtmlElement, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}
