//! Typed values are kept while the screen changes.

use std::rc::Rc;

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
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::Page;

const LOGIN: &str = include_str!("answers/login.json");

#[wasm_bindgen_test]
async fn a_notice_above_the_form_leaves_the_inputs_alone() {
    let words = Catalog::english();
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

fn answered(state: &mut State, ticket: u32, answer: Result<Response, Unreached>) {
    let answer = answer.map(|response| response.read());
    update(state, Event::Answered { ticket, answer, typed: Vec::new(), now: 0 });
}
