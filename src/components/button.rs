//! What all buttons of a form share.

use std::rc::Rc;

use super::{
    display::Display,
    element::{Element, part},
    press,
};
use crate::{
    flow::event::Event,
    i18n::Catalog,
    view::{busy::Busy, button::Button},
};

/// A button without its caption and its type.
pub(super) fn new_button(model: &Button, display: &Display) -> Element {
    set_attributes(model, display, part("button", "button"))
}

/// Makes `button` a button of the form, apart from its caption and its type.
pub(super) fn set_attributes(model: &Button, display: &Display, button: Element) -> Element {
    let display = display.clone();
    let is_mine = is_pressed(model);
    button
        .attr("data-kind", model.emphasis.as_str())
        .attr("data-group", &model.group)
        .attr("name", &model.name)
        .attr("value", &model.value)
        .flag("disabled", model.disabled)
        .reactive_attr("aria-busy", move || yes(is_mine(&display.busy())))
}

/// Whether it is the one that the form waits for.
pub(super) fn is_pressed(model: &Button) -> impl Fn(&Busy) -> bool + 'static {
    let (name, value, trigger) = (model.name.clone(), model.value.clone(), model.trigger);
    move |busy: &Busy| match busy {
        Busy::Button(pressed, with) => *pressed == name && *with == value,
        Busy::Ceremony(running) => trigger == Some(*running),
        Busy::No | Busy::Waiting => false,
    }
}

/// Gives a button its type, and one that starts a ceremony what a press does; `description_id` is the id of the words
/// that say why it can't be pressed.
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

/// The id of the words that say why it can't be pressed.
pub(super) fn description_id(model: &Button, display: &Display) -> String {
    [&display.root(), "-", &model.name, "-reason"].concat()
}

/// The value of an attribute that says yes, or is left out.
pub(super) fn yes(is: bool) -> Option<String> {
    is.then(|| "true".to_owned())
}
