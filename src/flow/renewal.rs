//! Renews a flow shortly before it expires, without disturbing the form.

use super::{
    effect::Effect,
    expiry::{self, is_at_start},
    outcome::Outcome,
    session_change,
    show::show,
    state::{Background, Check, State},
    steps::{check, send_in_background},
};
use crate::kratos::{
    request::Request,
    response::{Answer, Unreached},
};

/// Requests a new flow while the old one stays on screen.
pub(super) fn begin(state: &mut State) {
    if !state.flow.as_ref().is_some_and(is_at_start) {
        return;
    }
    if state.background == Some(Background::Whoami) {
        state.effects.push(Effect::Alarm(expiry::LEAST));
        return;
    }
    let request = Request::create(state.opening.kind, &state.opening.carried);
    send_in_background(state, Background::Renewal, request)
}

/// Replaces the old flow by the new one. Without a new one the old flow stays, and a submit will
/// get Kratos' error.
pub(super) fn answered(state: &mut State, answer: Result<Answer, Unreached>, now: i64) {
    let Ok(answer) = answer else { return };
    let Outcome::Show(flow) = Outcome::from_answer(answer, &state.opening, None) else {
        return;
    };
    state.opening.flow = None;
    if session_change::needs_check_first(state, &flow) {
        return check(state, Check::Person(flow, None));
    }
    let person = state.person.clone();
    show(state, *flow, None, now);
    state.is_renewed = state.person == person;
}
