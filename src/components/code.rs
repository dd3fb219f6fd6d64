//! The listeners of a one-time code's input.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement};

use super::{element::Element, field_message, press::is_composing};
use crate::{
    browser::{
        clock::Timer,
        form,
        listen::Listener,
        page::{call, member},
    },
    i18n::Catalog,
    view::code::{cleaned, code_in, is_part},
};

/// How long a complete code stands before it is submitted, in milliseconds. The person sees what
/// is sent, and a press on the button at once, as by test suites, is that submit.
const PAUSE: i32 = 300;

/// The last complete code, and the timer that submits it unless the form is submitted before.
#[derive(Default)]
struct Complete {
    code: RefCell<String>,
    timer: RefCell<Option<(Timer, Listener)>>,
}

/// Accepts a code of `length` digits as people enter it: in any script, with spaces, or within a
/// pasted message. A complete code is submitted, except in the settings.
pub(super) fn listen(words: Catalog, length: u8, input: Element) -> Element {
    let complete: Rc<Complete> = Rc::default();
    let composed = complete.clone();
    input
        .on("paste", move |event| paste(words, length, &event))
        .on("input", move |event| typed(length, &event, &complete))
        // Some browsers fire no `input` event after a composition.
        .on("compositionend", move |event| typed(length, &event, &composed))
}

fn input_of(event: &Event) -> Option<HtmlInputElement> {
    event.target()?.dyn_into().ok()
}

/// Replaces typed digits by ASCII digits, and submits a complete code once.
fn typed(length: u8, event: &Event, complete: &Complete) {
    let Some(input) = input_of(event).filter(|_| !is_composing(event)) else { return };
    let text = input.value();
    let code = code_in(&text, length);
    let clean = code.clone().unwrap_or_else(|| cleaned(&text));
    if clean != text {
        input.set_value(&clean);
    }
    complete.timer.take();
    let Some(code) = code else { return };
    let is_in_settings = || matches!(input.closest("[data-part=cards]"), Ok(Some(_)));
    // Kratos would refuse the same code again.
    if complete.code.replace(code.clone()) == code || is_in_settings() {
        return;
    }
    let Some(form) = input.form() else { return };
    let is_submitted = Rc::new(Cell::new(false));
    let noting = is_submitted.clone();
    let listener = Listener::on(form.clone().into(), "submit", move |_| noting.set(true));
    let submit = move || {
        if !is_submitted.get() && input.is_connected() {
            form::press_primary(&form);
        }
    };
    complete.timer.replace(Some((Timer::after(PAUSE, submit), listener)));
}

/// Pasting a text without a code keeps the typed value and shows a message.
fn paste(words: Catalog, length: u8, event: &Event) {
    let text = call(&member(event, "clipboardData"), "getData", &"text".into());
    let text = text.and_then(|text| text.as_string());
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
