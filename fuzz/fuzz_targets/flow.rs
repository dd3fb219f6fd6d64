//! Takes an answer of Kratos through the machine to the screen, and again after a submit.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use propylon::{
    flow::{event::Event, headless, native},
    kratos::{node::Group, response::Answer},
    webauthn::error::CeremonyError,
};
use propylon_fuzz::{
    case::{Case, HEADER},
    mutate,
    page::Page,
};

fuzz_target!(|bytes: &[u8]| {
    let Some(case) = Case::read(bytes) else { return };
    let response = case.response();
    if case.is(0) {
        let _ = native::NativeOutcome::from_response(&response);
        if let Answer::Flow(flow) = response.read() {
            assert!(!flow.id.is_empty(), "a flow without an id");
        }
    }
    let mut page = Page::open(case.opening(), None);
    page.answer(&response);
    page.draw();
    if case.is(1) {
        page.prove(if case.is(0) { Ok("{}".to_owned()) } else { Err(CeremonyError::Cancelled) });
    } else if case.is(2) {
        // The same for a headless caller.
        let event = headless::submitted(&page.state, page.typed())
            .or_else(|_| headless::triggered(&page.state, &Group::Passkey, Vec::new()))
            .or_else(|_| headless::resent(&page.state))
            .or_else(|_| headless::back(&page.state));
        if let Ok(event) = event {
            page.happen(event, true);
        }
    } else {
        page.press();
    }
    page.answer(&response);
    if case.is(3) {
        let typed = page.typed();
        page.happen(Event::FlowAging { typed }, true);
        page.answer(&response);
    }
    if case.is(4) {
        page.reload();
        page.answer(&response);
    }
    page.draw();
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::answer(data, size, max_size, seed, HEADER)
});
