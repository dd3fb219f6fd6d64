//! A field: label, input, hint and messages.

use super::{
    code,
    display::Display,
    element::{Element, el, part},
    field_message::description_id,
    notice,
    signal::Signal,
};
use crate::{
    decimal::digits,
    i18n::Catalog,
    view::{
        field::{Control, Field},
        screen::Body,
    },
};

pub(super) fn draw(words: Catalog, field: &Field, display: &Display) -> Element {
    let hint = hint(words, field, display);
    fill(words, field, hint.as_deref(), &display.root(), frame(field))
}

/// The hint of a field. A code that is sent by itself says so, as WCAG 3.2.2 requires before it happens.
pub(super) fn hint(words: Catalog, field: &Field, display: &Display) -> Option<String> {
    let is_step = matches!(display.screen_untracked().body, Body::Form(_));
    match field.control {
        Control::Code(_) if is_step => Some(words.text("code.auto")),
        _ => field.hint.clone(),
    }
}

/// The element around a field. The validation before a submit and the tests of other projects find
/// the field by its attributes.
pub(super) fn frame(field: &Field) -> Element {
    part("div", "field")
        .attr("data-group", &field.group)
        .attr("data-testid", &["node/input/", &field.name].concat())
}

/// Appends label, input, hint and messages to `frame`.
pub(super) fn fill(
    words: Catalog,
    field: &Field,
    hint: Option<&str>,
    root: &str,
    frame: Element,
) -> Element {
    let id = id(field, root);
    let description_id = Some(description_id(&id)).filter(|_| has_description(field, hint));
    let label = part("label", "label").attr("for", &id).text(&field.label);
    let input = control(words, field, &id, description_id.as_deref(), None);
    let drawn = match field.control {
        Control::Checkbox => frame.attr("data-kind", "checkbox").child(input).child(label),
        Control::Password => frame.child(label).child(revealable(words, input)),
        _ => frame.child(label).child(input),
    };
    let Some(description_id) = description_id else { return drawn };
    let hint = hint.map(|hint| part("small", "meta").text(hint));
    let notices = field.notices.iter().map(notice::below_field);
    drawn.child(el("div").attr("id", &description_id).children(hint).children(notices))
}

/// The id of a field's input; `root` is the id of the display.
pub(super) fn id(field: &Field, root: &str) -> String {
    [root, "-", &field.group, "-", &field.name].concat()
}

/// Whether a field has a hint or messages.
pub(super) fn has_description(field: &Field, hint: Option<&str>) -> bool {
    !field.notices.is_empty() || hint.is_some()
}

/// The input of a field, with all attributes and listeners. If `own` is given, it becomes the
/// input.
pub(super) fn control(
    words: Catalog,
    field: &Field,
    id: &str,
    description_id: Option<&str>,
    own: Option<Element>,
) -> Element {
    let begin =
        |tag, name: Option<&str>| own.unwrap_or_else(|| el(tag).optional_attr("data-part", name));
    let input = match &field.control {
        Control::Line(kind) => line(kind, field, begin("input", Some("input"))),
        // The type is set by whatever can show the password.
        Control::Password => begin("input", Some("input")).attr("value", &field.value),
        Control::Code(length) => {
            let input = begin("input", Some("code"))
                .attr("data-length", &digits(*length))
                .attr("type", "text")
                .attr("inputmode", "numeric")
                .attr("value", &field.value);
            code::listen(words, *length, input)
        }
        Control::Checkbox => begin("input", None)
            .attr("type", "checkbox")
            .attr("value", "true")
            .flag("checked", field.value == "true"),
        Control::Choice(options) => choice(field, options, begin("select", Some("input"))),
    };
    let (script, texts) = (field.script(), texts(words, field));
    input
        .optional_attr("data-control", script)
        .optional_attr("data-words", texts.as_deref())
        .attr("id", id)
        .attr("name", &field.name)
        .flag("required", field.required)
        .flag("disabled", field.disabled)
        .optional_attr("autocomplete", field.autocomplete.as_deref())
        .optional_attr("aria-invalid", field.is_invalid().then_some("true"))
        .optional_attr("aria-describedby", description_id)
}

/// The texts that the script of a control needs.
fn texts(words: Catalog, field: &Field) -> Option<String> {
    let keys: &[&str] = match field.script()? {
        "tel" => &["phone.country"],
        "search" => &["search", "search.none"],
        _ => return None,
    };
    Some(lines(words, keys))
}

/// The texts of `keys`, each with an end of line.
pub(super) fn lines(words: Catalog, keys: &[&str]) -> String {
    let mut text = String::new();
    for key in keys {
        text.push_str(&words.text(key));
        text.push('\n');
    }
    text
}

fn choice(field: &Field, options: &[String], mut select: Element) -> Element {
    // Without an empty option the browser would select the first one.
    if !field.required || field.value.is_empty() {
        select = select.child(el("option").attr("value", ""));
    }
    for option in options {
        let is_chosen = *option == field.value;
        let option = el("option").attr("value", option).text(option);
        select = select.child(option.flag("selected", is_chosen));
    }
    select
}

/// An input of one line. Of an input type that would make the browser change or refuse values
/// (e-mail, number, URL), only the keyboard is used; Kratos validates.
fn line(kind: &str, field: &Field, input: Element) -> Element {
    let keyboard = match kind {
        "email" | "url" => Some(kind),
        "number" => Some("decimal"),
        _ => None,
    };
    let tokens = field.autocomplete.as_deref().unwrap_or_default();
    let is_exact = field.names_account() || keyboard.is_some();
    input
        .attr("type", if keyboard.is_some() { "text" } else { kind })
        .attr("value", &field.value)
        // Without one, Chromium takes the last line above a password for the account.
        .attr("autocomplete", if tokens.is_empty() { "on" } else { tokens })
        .optional_attr("inputmode", keyboard)
        .optional_attr("autocapitalize", is_exact.then_some("none"))
        .optional_attr("spellcheck", is_exact.then_some("false"))
}

/// A password input with a button that shows the password.
fn revealable(words: Catalog, input: Element) -> Element {
    let shown = Signal::new(false);
    let (named, pressed, typed) = (shown.clone(), shown.clone(), shown.clone());
    let text = |text: &str| Some(text.to_owned());
    let kind = move || text(if typed.get() { "text" } else { "password" });
    let toggle = part("button", "reveal")
        .attr("type", "button")
        .reactive_attr("aria-label", move || {
            Some(words.text(if named.get() { "hide" } else { "show" }))
        })
        .reactive_attr("data-shown", move || pressed.get().then(String::new))
        .on("click", move |_| shown.set(!shown.get_untracked()));
    part("div", "password").child(input.reactive_attr("type", kind)).child(toggle)
}
