//! What all buttons of a form have in common.

use std::rc::Rc;

use super::{
    display::Display,
    element::{Element, part},
    press,
};
use crate::{
    flow::event::Event,
    i18n::Catalog,
    view::{
        busy::Busy,
        button::{Button, Emphasis},
    },
};

/// A button of the form without its caption and its type.
pub(super) fn new_button(model: &Button, display: &Display) -> Element {
    set_attributes(model, display, part("button", "button"))
}

/// Makes `button` a button of the form, except for its caption and its type.
pub(super) fn set_attributes(model: &Button, display: &Display, button: Element) -> Element {
    let display = display.clone();
    let is_mine = is_pressed(model);
    button
        .attr("data-kind", model.emphasis.as_str())
        .attr("data-group", &model.group)
        .attr("name", &model.name)
        .attr("value", &model.value)
        .optional_attr("data-icon", icon(model))
        .flag("disabled", model.disabled)
        .reactive_attr("aria-busy", move || yes(is_mine(&display.busy())))
}

/// The name of the icon in front of the caption: that of an alternative method, or of a ceremony.
fn icon(model: &Button) -> Option<&str> {
    let is_method = model.emphasis == Emphasis::Secondary || model.trigger.is_some();
    let is_known = matches!(
        model.group.as_str(),
        "code" | "passkey" | "webauthn" | "totp" | "lookup_secret" | "password"
    );
    Some(model.group.as_str()).filter(|_| is_method && is_known)
}

/// Returns a function that tells whether a `Busy` is about this button.
pub(super) fn is_pressed(model: &Button) -> impl Fn(&Busy) -> bool + 'static {
    let (name, value, trigger) = (model.name.clone(), model.value.clone(), model.trigger);
    move |busy: &Busy| match busy {
        Busy::Button(pressed, with) => *pressed == name && *with == value,
        Busy::Ceremony(running) => trigger == Some(*running),
        Busy::No | Busy::Waiting => false,
    }
}

/// Sets the type of a button, and the listener of one that starts a ceremony. `description_id` is
/// the id of the text that says why the button is disabled.
pub(super) fn set_action(
    words: Catalog,
    model: &Button,
    description_id: &str,
    event: &Rc<dyn Fn(Event)>,
    button: Element,
) -> Element {
    let Some(trigger) = model.trigger else { return button.attr("type", "submit") };
    let button = button.attr("type", "button");
    if model.reason.is_some() {
        return button.flag("disabled", true).attr("aria-describedby", description_id);
    }
    let event = event.clone();
    button.on("click", move |click| {
        if let Some(flow_event) = press::triggered(words, &click, trigger) {
            event(flow_event);
        }
    })
}

/// The id of the text that says why the button is disabled.
pub(super) fn description_id(model: &Button, display: &Display) -> String {
    [&display.root(), "-", &model.name, "-reason"].concat()
}

/// The value of an attribute that is `true` or absent.
pub(super) fn yes(is: bool) -> Option<String> {
    is.then(|| "true".to_owned())
}
