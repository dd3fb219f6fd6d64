//! Forms in the document: the truth about what was typed.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Element, FormData, HtmlButtonElement, HtmlFormElement, HtmlInputElement};

use crate::flow::draft::Fields;

/// The fields of a form as the browser would post them, without any button.
pub(crate) fn fields(form: &HtmlFormElement) -> Fields {
    let Ok(data) = FormData::new_with_form(form) else { return Fields::new() };
    let Ok(Some(entries)) = js_sys::try_iter(&data) else { return Fields::new() };
    entries
        .filter_map(|entry| {
            let pair: Array = entry.ok()?.dyn_into().ok()?;
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect()
}

/// A button's name and value as they stand in the document.
pub(crate) fn pair(button: &Element) -> Option<(String, String)> {
    let button = button.dyn_ref::<HtmlButtonElement>()?;
    Some((button.name(), button.value()))
}

/// Asks the browser to check the fields of the groups `default` and `group`, and to point at the
/// first that is wrong. Fields of other methods are none of this submit's business.
pub(crate) fn is_valid(form: &HtmlFormElement, group: &str) -> bool {
    let inputs = form.elements();
    for at in 0..inputs.length() {
        let Some(element) = inputs.item(at) else { continue };
        let Ok(Some(field)) = element.closest("[data-group]") else { continue };
        let of = field.get_attribute("data-group");
        let concerned = of.as_deref().is_some_and(|of| of == "default" || of == group);
        let wrong = element
            .dyn_ref::<HtmlInputElement>()
            .is_some_and(|input| concerned && !input.check_validity());
        if wrong {
            return element.unchecked_ref::<HtmlInputElement>().report_validity();
        }
    }
    true
}

/// The primary button of a form.
pub(crate) fn primary(form: &HtmlFormElement) -> Option<HtmlButtonElement> {
    form.query_selector("button[data-kind=primary]").ok()??.dyn_into().ok()
}

/// The button with this name and value.
pub(crate) fn button(form: &HtmlFormElement, name: &str, value: &str) -> Option<HtmlButtonElement> {
    let buttons = form.elements();
    (0..buttons.length())
        .filter_map(|at| buttons.item(at)?.dyn_into::<HtmlButtonElement>().ok())
        .find(|button| button.name() == name && button.value() == value)
}

/// Submits a form as if its primary button had been pressed; whether there is one.
pub(crate) fn press_primary(form: &HtmlFormElement) -> bool {
    let primary = primary(form);
    if let Some(primary) = &primary {
        press(form, primary);
    }
    primary.is_some()
}

/// Submits a form as if `button` had been pressed.
pub(crate) fn press(form: &HtmlFormElement, button: &HtmlButtonElement) {
    // Fails only for a button of another form.
    let _ = form.request_submit_with_submitter(Some(button));
}
