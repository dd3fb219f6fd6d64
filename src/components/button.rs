//! What all buttons of a form share.

use super::{
    element::{Element, part},
    shown::Shown,
};
use crate::view::{busy::Busy, button::Button};

/// A button without its caption and its type.
pub(super) fn begin(model: &Button, shown: &Shown) -> Element {
    let (name, value, trigger) = (model.name.clone(), model.value.clone(), model.trigger);
    let (of_all, of_one) = (shown.clone(), shown.clone());
    let is_mine = move |busy: &Busy| match busy {
        Busy::Button(pressed, with) => *pressed == name && *with == value,
        Busy::Ceremony(running) => trigger == Some(*running),
        Busy::No | Busy::Waiting => false,
    };
    part("button", "button")
        .attr("data-kind", model.emphasis.as_str())
        .attr("data-group", &model.group)
        .attr("name", &model.name)
        .attr("value", &model.value)
        .flag("disabled", model.disabled)
        .follow("aria-disabled", move || yes(of_all.busy() != Busy::No))
        .follow("aria-busy", move || yes(is_mine(&of_one.busy())))
}

/// The value of an attribute that says yes, or is left out.
pub(super) fn yes(is: bool) -> Option<String> {
    is.then(|| "true".to_owned())
}
