//! A field with its label and what is said about it.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::{
    element::{Element, el, part},
    notice,
};
use crate::{
    browser::form,
    i18n::Catalog,
    view::{
        code::{LENGTH, code_in},
        field::{Control, Field},
    },
};

pub(super) fn draw(words: Catalog, field: &Field) -> AnyView {
    let id = ["field-", &field.group, "-", &field.name].concat();
    let about = [&id, "-about"].concat();
    let label = part("label", "label").attr("for", id.clone()).text(field.label.clone()).view();
    let input = control(field)
        .attr("id", id)
        .attr("name", field.name.clone())
        .flag("required", field.required)
        .flag("disabled", field.disabled)
        .maybe("autocomplete", field.autocomplete.clone())
        .maybe("aria-invalid", field.is_invalid().then(|| "true".to_owned()))
        .maybe("aria-describedby", (!field.notices.is_empty()).then(|| about.clone()));
    let is_box = field.control == Control::Checkbox;
    let (before, input, after) = match field.control {
        Control::Checkbox => (None, input.view(), Some(label)),
        Control::Password => (Some(label), revealable(words, input), None),
        _ => (Some(label), input.view(), None),
    };
    let notices = (!field.notices.is_empty()).then(|| {
        el("div").attr("id", about).children(field.notices.iter().map(notice::of_field)).view()
    });
    part("div", "field")
        .maybe("data-kind", is_box.then(|| "checkbox".to_owned()))
        .attr("data-group", field.group.clone())
        .attr("data-testid", ["node/input/", &field.name].concat())
        .children(before)
        .child(input)
        .children(after)
        .children(notices)
        .view()
}

fn control(field: &Field) -> Element {
    let value = field.value.clone();
    match &field.control {
        Control::Line(kind) => line(field, kind).attr("value", value),
        // The type is set by the part that can show it.
        Control::Password => line(field, "").attr("value", value),
        Control::Code => part("input", "code")
            .attr("type", "text")
            .attr("inputmode", "numeric")
            .attr("value", value)
            .on("input", complete()),
        Control::Checkbox => part("input", "checkbox")
            .attr("type", "checkbox")
            .attr("value", "true")
            .flag("checked", field.value == "true"),
        Control::Choice(options) => {
            let empty = (!field.required).then(|| el("option").attr("value", "").view());
            let option = |option: &String| {
                el("option")
                    .attr("value", option.clone())
                    .flag("selected", *option == field.value)
                    .text(option.clone())
                    .view()
            };
            part("select", "input").children(empty).children(options.iter().map(option))
        }
    }
}

fn line(field: &Field, kind: &'static str) -> Element {
    part("input", "input")
        .maybe("type", (!kind.is_empty()).then(|| kind.to_owned()))
        .maybe("pattern", field.pattern.clone())
        .maybe("maxlength", field.max_length.map(|length| length.to_string()))
        .maybe("autocapitalize", (field.name == "identifier").then(|| "none".to_owned()))
        .maybe("spellcheck", (field.name == "identifier").then(|| "false".to_owned()))
}

/// A password that can be shown.
fn revealable(words: Catalog, input: Element) -> AnyView {
    let shown = RwSignal::new(false);
    let kind = move || Some(if shown.get() { "text" } else { "password" }.to_owned());
    let word = move || words.text(if shown.get() { "hide" } else { "show" });
    let toggle = part("button", "reveal")
        .attr("type", "button")
        .follow("aria-label", move || Some(word()))
        .follow("aria-pressed", move || Some(if shown.get() { "true" } else { "false" }.to_owned()))
        .on("click", move |_| shown.update(|shown| *shown = !*shown))
        .view();
    part("div", "password").child(input.follow("type", kind).view()).child(toggle).view()
}

/// Cleans what is typed or pasted into a code field, and submits once when the code is complete.
fn complete() -> impl FnMut(Event) + 'static {
    let submitted = Cell::new(false);
    move |event| {
        let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        let code = code_in(&input.value());
        if code != input.value() {
            input.set_value(&code);
        }
        if code.len() != LENGTH || submitted.replace(true) {
            return;
        }
        if let Some(form) = input.form() {
            if let Some(primary) = form::primary(&form) {
                form::press(&form, &primary);
            }
        }
    }
}
