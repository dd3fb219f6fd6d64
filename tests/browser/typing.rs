//! Typed values are kept while the screen changes.

use std::rc::Rc;

use js_sys::Promise;
use leptos::prelude::*;
use propylon::{
    components::{Display, Handlers, screen_view},
    flow::{event::Event, opening::Opening, state::State, update::update},
    i18n::Catalog,
    kratos::{
        flow::FlowKind,
        response::{Response, Unreached},
    },
    view::{look::Look, screen::Screen},
    webauthn::ability::Observation,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{Page, frame};

const LOGIN: &str = include_str!("answers/login.json");

#[wasm_bindgen_test]
async fn a_notice_above_the_form_leaves_the_inputs_alone() {
    let words = Catalog::english();
    let (page, mut state, signals) = login(words);

    page.until("input[name=identifier]").await;
    let before = page.input("input[name=identifier]");
    before.set_value("ada@example.test");
    page.input("input[name=password]").set_value("half a pass");

    // The submit gets no answer: the form stays, with a notice above it.
    let button = Some(("method".to_owned(), "password".to_owned()));
    update(&mut state, Event::Submitted { fields: Vec::new(), button });
    answered(&mut state, 2, Err(Unreached::Failed));
    signals.show(Screen::from_state(&words, &Look::default(), &state));

    page.until("[data-part=notices]").await;
    let after = page.input("input[name=identifier]");
    assert!(before.is_same_node(Some(&after)), "the input was drawn anew");
    assert_eq!(after.value(), "ada@example.test");
    assert_eq!(page.input("input[name=password]").value(), "half a pass");
}

// Frames may come late: in WebKitGTK the focus went from a password being typed to the address.
#[wasm_bindgen_test]
async fn an_input_that_got_the_focus_before_the_frame_after_a_change_keeps_it() {
    let (page, _, _) = login(Catalog::english());
    // Effects have run after a microtask, before the next frame.
    while page.find("input[name=password]").is_none() {
        JsFuture::from(Promise::resolve(&JsValue::NULL)).await.unwrap();
    }
    page.input("input[name=password]").focus().unwrap();
    frame().await;
    frame().await;
    assert!(page.find("input[name=password]:focus").is_some(), "the focus was moved");
}

/// The sign-in page when its form was drawn, but not painted.
fn login(words: Catalog) -> (Page, State, Display) {
    let mut state = State::new(Opening::read(FlowKind::Login, ""));
    update(&mut state, Event::Started { kept: None, page: Observation::default(), hops: 0 });
    let display = StoredValue::new_local(None::<Display>);
    let first = Screen::from_state(&words, &Look::default(), &state);
    let page = Page::mount(move || {
        let signals = Display::new(first);
        display.set_value(Some(signals.clone()));
        let handlers = Handlers { event: Rc::new(|_| {}), act: Rc::new(|_| {}) };
        screen_view(words, &signals, &handlers)
    });
    let answer = Response { status: 200, body: LOGIN.to_owned() };
    answered(&mut state, 1, Ok(answer));
    let signals = display.get_value().unwrap();
    signals.show(Screen::from_state(&words, &Look::default(), &state));
    (page, state, signals)
}

fn answered(state: &mut State, ticket: u32, answer: Result<Response, Unreached>) {
    let answer = answer.map(|response| response.read());
    update(state, Event::Answered { ticket, answer, typed: Vec::new(), now: 0 });
}
