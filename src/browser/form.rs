//! Forms in the document: the source of truth for typed values.
//!
//! A screen is rendered below one root element and may have several forms.

use js_sys::{Array, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Element, FormData, HtmlButtonElement, HtmlFormElement, HtmlInputElement};

use super::{
    clock, dom,
    page::{member, text_member},
};
use crate::{
    flow::{draft::Fields, value::picked},
    kratos::node::is_secret_name,
};

/// The fields of a form as the browser would post them, without a submitter. A date-time that was picked
/// where none was stored gets the offset of the browser's zone.
pub(crate) fn fields(form: &HtmlFormElement) -> Fields {
    let Ok(data) = FormData::new_with_form(form) else { return Fields::new() };
    let Ok(Some(entries)) = js_sys::try_iter(&data) else { return Fields::new() };
    let pair = |entry: Result<JsValue, JsValue>| {
        let pair: Array = entry.ok()?.dyn_into().ok()?;
        Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
    };
    let mut fields: Fields = entries.filter_map(pair).collect();
    for picker in dom::all(form, NEW_DATE_TIMES) {
        let name = picker.get_attribute("name");
        for (_, value) in fields.iter_mut().filter(|(field, _)| name.as_ref() == Some(field)) {
            *value = picked(value, clock::minutes_behind_utc(value));
        }
    }
    fields
}

/// The inputs of dates with a time that have no stored value.
const NEW_DATE_TIMES: &str = "[type=datetime-local]:is(:not([value]), [value=''])";

/// What an input that is shown has: its name, its value, and whether it is ticked.
pub(crate) struct Typed(String, JsValue, JsValue);

/// The inputs that are shown below `root`.
fn shown_inputs(root: &Element) -> Vec<Element> {
    dom::all(root, ":is(input, select, textarea)[name]:not([type=hidden])")
}

/// What the inputs below `root` have.
pub(crate) fn values(root: &Element) -> Vec<Typed> {
    let typed = |input: Element| {
        let (value, checked) = (member(&input, "value"), member(&input, "checked"));
        Typed(text_member(&input, "name"), value, checked)
    };
    shown_inputs(root).into_iter().map(typed).collect()
}

/// Gives the inputs below `root` what those of the same name had.
pub(crate) fn set_values(root: &Element, values: Vec<Typed>) {
    let inputs = shown_inputs(root);
    for Typed(name, value, checked) in values {
        for input in inputs.iter().filter(|input| text_member(input, "name") == name) {
            // Fails only for frozen objects.
            let _ = Reflect::set(input, &"value".into(), &value);
            let _ = Reflect::set(input, &"checked".into(), &checked);
        }
    }
}

/// The forms below `root`.
pub(crate) fn all(root: &Element) -> Vec<HtmlFormElement> {
    dom::all(root, "form").into_iter().filter_map(|form| form.dyn_into().ok()).collect()
}

/// The fields of all forms below `root`.
pub(crate) fn all_fields(root: &Element) -> Fields {
    all(root).iter().flat_map(fields).collect()
}

/// Sets the values of hidden inputs in all forms below `root`. Inputs without a value in `pairs` take what
/// the page has, such as the token of a captcha.
pub(crate) fn set_hidden(root: &Element, pairs: &[(String, String)]) {
    for form in all(root) {
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
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
    // A shown password is a text input.
    let is_password =
        |input: &Element| matches!(input.closest("[data-part=password]"), Ok(Some(_)));
    for element in dom::all(root, "input:not([type=hidden])") {
        let Ok(input) = element.dyn_into::<HtmlInputElement>() else { continue };
        if is_secret_name(&input.name()) || is_password(&input) {
            input.set_value("");
        }
    }
}

/// A button's name and value in the document.
pub(crate) fn pair(button: &Element) -> Option<(String, String)> {
    let button = button.dyn_ref::<HtmlButtonElement>()?;
    Some((button.name(), button.value()))
}

/// The required fields without a value whose group `is_checked`. A checkbox has a value, ticked or not.
pub(crate) fn empty(form: &HtmlFormElement, is_checked: impl Fn(&str) -> bool) -> Vec<Element> {
    let given = fields(form);
    let is_empty = |input: &Element| {
        let name = input.get_attribute("name");
        !given.iter().any(|(given, value)| Some(given) == name.as_ref() && !value.is_empty())
    };
    let is_concerned = |input: &Element| {
        let field = input.closest("[data-group]").ok().flatten();
        let group = field.and_then(|field| field.get_attribute("data-group"));
        group.as_deref().is_some_and(&is_checked)
    };
    let mut required = dom::all(form, "[required]:not([type=checkbox], :disabled)");
    required.retain(|input| is_concerned(input) && is_empty(input));
    required
}

/// The primary button of a form.
pub(crate) fn primary(form: &HtmlFormElement) -> Option<HtmlButtonElement> {
    form.query_selector("button[data-kind=primary]").ok()??.dyn_into().ok()
}

/// The button with this name and value below `root`.
pub(crate) fn button(root: &Element, name: &str, value: &str) -> Option<HtmlButtonElement> {
    let buttons = dom::all(root, "form button").into_iter();
    let mut buttons = buttons.filter_map(|button| button.dyn_into::<HtmlButtonElement>().ok());
    buttons.find(|button| button.name() == name && button.value() == value)
}

/// Submits a form by its primary button; returns whether there is one.
pub(crate) fn press_primary(form: &HtmlFormElement) -> bool {
    let primary = primary(form);
    if let Some(primary) = &primary {
        press(form, primary);
    }
    primary.is_some()
}

/// Submits a form by `button`, or starts its ceremony.
pub(crate) fn press(form: &HtmlFormElement, button: &HtmlButtonElement) {
    let is_sent = button.type_() == "submit"
        // Missing in Safari before 16; else it fails only for a button of another form.
        && form.request_submit_with_submitter(Some(button)).is_ok();
    if !is_sent {
        button.click();
    }
}

/// Presses the button with this name and value below `root`, or else the first primary button.
pub(crate) fn press_named(root: &Element, pair: Option<&(String, String)>) {
    let named = pair.and_then(|(name, value)| button(root, name, value));
    let button = named.or_else(|| all(root).iter().find_map(primary));
    if let Some((form, button)) = button.and_then(|button| Some((button.form()?, button))) {
        press(&form, &button);
    }
}
