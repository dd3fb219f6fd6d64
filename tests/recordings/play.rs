//! Plays a recording through the machine.

// The gallery includes this module too, and uses more of it.
#![allow(dead_code)]

use propylon::{
    flow::{
        effect::Effect,
        event::Event,
        opening::Opening,
        state::{Phase, State},
        update::update,
    },
    kratos::{flow::FlowKind, response::Response},
    webauthn::ability::Observation,
};

use super::recording::Recording;

/// A page on which passkeys work.
pub fn page() -> Observation {
    Observation {
        is_secure: true,
        has_interface: true,
        host: "localhost".to_owned(),
        ..Observation::default()
    }
}

/// A time before the expiry of every recorded flow.
const NOW: i64 = 1_767_225_600_000;

/// The machine after the recorded answer, with its effects.
pub struct Run {
    pub state: State,
    pub effects: Vec<Effect>,
}

/// Plays a recording as the answer to loading a page or submitting a form.
pub fn play(recording: &Recording) -> Option<Run> {
    let kind = FlowKind::named(recording.flow_word()?)?;
    let mut state = State::new(Opening::read(kind, &recording.page_query()));
    let effects = update(&mut state, Event::Started { kept: None, page: page(), hops: 0 });
    let mut ticket = ticket(&effects).unwrap();
    if recording.method == "POST" {
        let before = recording.flow_before(kind);
        let effects = answered(&mut state, ticket, before);
        if let Some(ticket) = self::ticket(&effects) {
            // A verification checks the session; here nobody is signed in.
            let body = r#"{"error":{"code":401}}"#.to_owned();
            answered(&mut state, ticket, Response { status: 401, body });
        }
        assert_eq!(state.phase, Phase::Ready, "{}: no form to submit", recording.name());
        let button = recording.button();
        let fields = recording.form.clone();
        let effects = update(&mut state, Event::Submitted { fields, button });
        ticket = self::ticket(&effects).unwrap();
    }
    let effects = answered(&mut state, ticket, recording.response());
    Some(Run { state, effects })
}

/// The ticket of the last request.
pub fn ticket(effects: &[Effect]) -> Option<u32> {
    effects.iter().rev().find_map(|effect| match effect {
        Effect::Send { ticket, .. } => Some(*ticket),
        _ => None,
    })
}

/// Answers the request with this ticket.
pub fn answered(state: &mut State, ticket: u32, response: Response) -> Vec<Effect> {
    let typed = Vec::new();
    update(state, Event::Answered { ticket, answer: Ok(response.read()), typed, now: NOW })
}
