//! A flow, from the first request to the moment it is left.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

use super::screen::{Acts, Shown, draw};
use crate::{
    browser::{clock, form, page},
    driver::{Begun, Driver, Host},
    flow::{
        draft::Fields,
        event::Event,
        opening::Opening,
        state::{Phase, Press, Remark, State},
    },
    i18n::Catalog,
    view::{
        action::Does,
        busy::Busy,
        screen::{Body, Screen},
    },
};

/// How long to wait before another code may be asked for, in milliseconds.
const RESEND_AFTER: f64 = 30_000.0;

/// The form's id on the page.
const FORM: &str = "kratos-form";

/// A self-service flow: fetches it, draws it, and takes the person through.
#[component]
pub fn Gate(
    /// What the page was opened with.
    opening: Opening,
    /// Kratos' public URL without a slash at the end.
    base: String,
    /// The first request, if the page began it already.
    begun: Option<Begun>,
    /// What an action outside the form does, as far as the flow itself does not know.
    act: Rc<dyn Fn(&Does)>,
    /// Opens a page of the site.
    open: Rc<dyn Fn(String)>,
) -> impl IntoView {
    let words = Catalog::english();
    let state = State::new(opening.clone());
    let shown = Shown::new(Screen::of(&words, &state));
    let last_press = StoredValue::new_local(None::<Press>);
    let changed = move |state: &State| {
        if let Phase::Submitting(press) = &state.phase {
            last_press.set_value(Some(press.clone()));
        }
        show(words, shown, state);
    };
    let host = Host { changed: Box::new(changed), fields: Box::new(typed) };
    let driver = Driver::new(base, opening, begun, host);
    let acts = Acts {
        event: {
            let driver = driver.clone();
            Rc::new(move |event| driver.dispatch(event))
        },
        act: {
            let driver = driver.clone();
            Rc::new(move |does| match does {
                Does::Retry if is_form(&shown.now()) => {
                    press_again(&driver, last_press.get_value());
                }
                Does::Retry => driver.dispatch(Event::Retried),
                Does::StartOver => driver.dispatch(Event::StartedOver),
                Does::DropReturnTo => driver.dispatch(Event::DroppedReturnTo),
                other => act(other),
            })
        },
        open,
    };
    driver.start();
    let retiring = StoredValue::new_local(driver);
    on_cleanup(move || retiring.with_value(|driver| driver.retire()));
    draw(words, shown, &acts, FORM)
}

fn show(words: Catalog, shown: Shown, state: &State) {
    let screen = Screen::of(&words, state);
    let asks = |screen: &Screen| matches!(&screen.body, Body::Form(form) if form.asks_for_code());
    let began = asks(&screen) && !asks(&shown.now());
    if began || state.remark == Some(Remark::CodeSentAgain) && state.is_ready() {
        shown.resend_at.set(clock::now() + RESEND_AFTER);
    }
    shown.busy.set(Busy::of(state));
    shown.show(screen);
}

fn is_form(screen: &Screen) -> bool {
    matches!(screen.body, Body::Form(_))
}

fn the_form() -> Option<HtmlFormElement> {
    page::by_id(FORM)?.dyn_into().ok()
}

fn typed() -> Fields {
    the_form().map(|form| form::fields(&form)).unwrap_or_default()
}

/// Presses the button again whose submit got no answer. What was typed still stands in the form.
fn press_again(driver: &Rc<Driver>, last: Option<Press>) {
    let Some(form) = the_form() else { return };
    match last {
        Some(Press::Ceremony(trigger)) => {
            driver.dispatch(Event::Triggered { trigger, fields: form::fields(&form) });
        }
        Some(Press::Button(Some((name, value)))) => {
            if let Some(button) = form::button(&form, &name, &value) {
                form::press(&form, &button);
            }
        }
        Some(Press::Button(None)) | None => {
            form::press_primary(&form);
        }
    }
}
