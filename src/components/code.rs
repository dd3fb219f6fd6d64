//! The listeners of a one-time code's input.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, Event, HtmlInputElement, InputEvent};

use super::{element::Element, field_message};
use crate::{
    browser::form,
    decimal::ascii_digits,
    i18n::Catalog,
    view::code::{code_in, is_part},
};

/// Accepts a code of `length` digits as people enter it: in any script, with spaces, or within a
/// pasted message. A complete code is submitted, except in the settings.
pub(super) fn listen(words: Catalog, length: usize, input: Element) -> Element {
    let sent = RefCell::new(String::new());
    input
        .on("paste", move |event| paste(words, length, &event))
        .on("input", move |event| typed(length, &event, &sent))
        // Some browsers fire no `input` event after a composition.
        .on("compositionend", move |event| typed(length, &event, &RefCell::default()))
}

fn input_of(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

/// Replaces typed digits by ASCII digits, and submits a complete code once.
fn typed(length: usize, event: &Event, sent: &RefCell<String>) {
    let is_composing = event.dyn_ref::<InputEvent>().is_some_and(InputEvent::is_composing);
    let Some(input) = input_of(event).filter(|_| !is_composing) else { return };
    let text = input.value();
    let code = code_in(&text, length);
    let clean = code.clone().unwrap_or_else(|| ascii_digits(&text));
    if clean != text {
        input.set_value(&clean);
    }
    let Some(code) = code else { return };
    let is_in_settings = || matches!(input.closest("[data-part=cards]"), Ok(Some(_)));
    // Kratos would refuse the same code again.
    if sent.replace(code.clone()) == code || is_in_settings() {
        return;
    }
    if let Some(form) = input.form() {
        form::press_primary(&form);
    }
}

/// Pasting a text without a code keeps the typed value and shows a message.
fn paste(words: Catalog, length: usize, event: &Event) {
    let clipboard = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
    let text = clipboard.and_then(|clipboard| clipboard.get_data("text").ok());
    let (Some(text), Some(input)) = (text, input_of(event)) else { return };
    field_message::clear(&input);
    if is_part(&text) {
        return;
    }
    event.prevent_default();
    match code_in(&text, length) {
        Some(code) => {
            input.set_value(&code);
            // Like a browser does after a paste.
            let _ = Event::new("input").and_then(|event| input.dispatch_event(&event));
        }
        None => field_message::add(&input, &words.text("code.none"), None),
    }
}
