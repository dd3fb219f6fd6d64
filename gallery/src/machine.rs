//! States of the machine for answers that no recording has.

use propylon::{
    flow::{
        event::Event,
        opening::Opening,
        state::{Phase, Remark, State},
        update::update,
    },
    kratos::{flow::FlowKind, response::Response},
    webauthn::ability::Observation,
};
use serde_json::Value;

use crate::play::{answered, page, ticket};

/// A page that waits for its flow.
pub fn loading(opening: Opening) -> State {
    opened(opening).0
}

/// A page that shows a flow with these nodes and further members.
pub fn ready(kind: FlowKind, flow: &Value) -> State {
    answered_with(Opening::read(kind, ""), flow)
}

/// A page whose first request was answered with this body.
pub fn answered_with(opening: Opening, body: &Value) -> State {
    let (mut state, asked) = opened(opening);
    if let Some(asked) = asked {
        answered(&mut state, asked, Response { status: 200, body: body.to_string() });
    }
    state
}

/// The same page while it submits.
pub fn submitting(mut state: State, button: Option<(&str, &str)>) -> State {
    let button = button.map(|(name, value)| (name.to_owned(), value.to_owned()));
    update(&mut state, Event::Submitted { fields: button.iter().cloned().collect(), button });
    state
}

/// The same page with a remark.
pub fn remarking(mut state: State, remark: Remark) -> State {
    state.remark = Some(remark);
    state
}

/// The same page in another phase.
pub fn in_phase(mut state: State, phase: Phase) -> State {
    state.phase = phase;
    state
}

/// The same page in another browser.
pub fn seen_in(mut state: State, browser: Observation) -> State {
    state.page = browser;
    state
}

fn opened(opening: Opening) -> (State, Option<u32>) {
    let mut state = State::new(opening);
    let effects = update(&mut state, Event::Started { kept: None, page: page(), hops: 0 });
    let asked = ticket(&effects);
    (state, asked)
}
