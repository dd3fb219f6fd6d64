//! Forms in the document: the source of truth for typed values.
//!
//! A screen is rendered below one root element and may have several forms.

use js_sys::Array;
use wasm_bindgen::prelude::*;
use web_sys::{Element, FormData, HtmlButtonElement, HtmlFormElement, HtmlInputElement};

use crate::{flow::draft::Fields, kratos::node::is_secret_name};

/// The fields of a form as the browser would post them, without a submitter.
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

/// The forms below `root`.
pub(crate) fn all(root: &Element) -> Vec<HtmlFormElement> {
    let Ok(found) = root.query_selector_all("form") else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.item(at)?.dyn_into().ok()).collect()
}

/// The fields of all forms below `root`.
pub(crate) fn all_fields(root: &Element) -> Fields {
    all(root).iter().flat_map(fields).collect()
}

/// Sets the values of hidden inputs in all forms below `root`.
pub(crate) fn set_hidden(root: &Element, pairs: &[(String, String)]) {
    for form in all(root) {
        for (name, value) in pairs {
            let input = form.elements().named_item(name);
            let input = input.and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
            if let Some(input) = input.filter(|input| input.type_() == "hidden") {
                input.set_value(value);
            }
        }
    }
}

/// Clears typed secrets after a submit: passwords, codes and backup codes. Hidden values are
/// Kratos' own.
pub(crate) fn clear_secrets(root: &Element) {
    let Ok(found) = root.query_selector_all("input:not([type=hidden])") else { return };
    // A shown password is a text input.
    let is_password =
        |input: &Element| matches!(input.closest("[data-part=password]"), Ok(Some(_)));
    for at in 0..found.length() {
        let input = found.item(at).and_then(|node| node.dyn_into::<HtmlInputElement>().ok());
        if let Some(input) =
            input.filter(|input| is_secret_name(&input.name()) || is_password(input))
        {
            input.set_value("");
        }
    }
}

/// A button's name and value in the document.
pub(crate) fn pair(button: &Element) -> Option<(String, String)> {
    let button = button.dyn_ref::<HtmlButtonElement>()?;
    Some((button.name(), button.value()))
}

/// Validates the fields whose group `is_checked`, and focuses the first invalid one.
pub(crate) fn is_valid(form: &HtmlFormElement, is_checked: impl Fn(&str) -> bool) -> bool {
    let inputs = form.elements();
    for at in 0..inputs.length() {
        let Some(element) = inputs.item(at) else { continue };
        let Ok(Some(field)) = element.closest("[data-group]") else { continue };
        let is_concerned = field.get_attribute("data-group").as_deref().is_some_and(&is_checked);
        let is_wrong = element
            .dyn_ref::<HtmlInputElement>()
            .is_some_and(|input| is_concerned && !input.check_validity());
        if is_wrong {
            return element.unchecked_ref::<HtmlInputElement>().report_validity();
        }
    }
    true
}

/// The primary button of a form.
pub(crate) fn primary(form: &HtmlFormElement) -> Option<HtmlButtonElement> {
    form.query_selector("button[data-kind=primary]").ok()??.dyn_into().ok()
}

/// The button with this name and value below `root`.
pub(crate) fn button(root: &Element, name: &str, value: &str) -> Option<HtmlButtonElement> {
    let buttons = root.query_selector_all("form button").ok()?;
    (0..buttons.length())
        .filter_map(|at| buttons.item(at)?.dyn_into::<HtmlButtonElement>().ok())
        .find(|button| button.name() == name && button.value() == value)
}

/// Submits a form by its primary button; returns whether there is one.
pub(crate) fn press_primary(form: &HtmlFormElement) -> bool {
    let primary = primary(form);
    if let Some(primary) = &primary {
        press(form, primary);
    }
    primary.is_some()
}

/// Submits a form by `button`.
pub(crate) fn press(form: &HtmlFormElement, button: &HtmlButtonElement) {
    // Fails only for a button of another form.
    let _ = form.request_submit_with_submitter(Some(button));
}

/// Presses the button with this name and value below `root`, or else the first primary button.
pub(crate) fn press_named(root: &Element, pair: Option<&(String, String)>) {
    let named = pair.and_then(|(name, value)| button(root, name, value));
    let button = named.or_else(|| all(root).iter().find_map(primary));
    if let Some((form, button)) = button.and_then(|button| Some((button.form()?, button))) {
        press(&form, &button);
    }
}
