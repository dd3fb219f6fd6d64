//! A new flow shortly before the old one expires, behind the form the person is filling in.

use super::{
    effect::Effect,
    expiry::{self, is_at_start},
    outcome::Outcome,
    show::show,
    state::{Aside, Check, State},
    steps::{ask, check},
    whose,
};
use crate::kratos::{
    request::Request,
    response::{Answer, Unreached},
};

/// Asks for a new flow while the old one stays on screen.
pub(super) fn begin(state: &mut State) -> Vec<Effect> {
    if !state.flow.as_ref().is_some_and(is_at_start) {
        return Vec::new();
    }
    if state.aside == Some(Aside::Whoami) {
        return vec![Effect::Alarm(expiry::LEAST)];
    }
    let request = Request::create(state.opening.kind, &state.opening.carried);
    ask(state, Aside::Renewal, request)
}

/// Puts the new flow in place of the old one; if there is none the old one stays, and a submit will
/// tell.
pub(super) fn answered(
    state: &mut State,
    answer: Result<Answer, Unreached>,
    now: i64,
) -> Vec<Effect> {
    let Ok(answer) = answer else { return Vec::new() };
    let Outcome::Show(flow) = Outcome::of(answer, &state.opening, None) else {
        return Vec::new();
    };
    state.opening.flow = None;
    if whose::must_ask_first(state, &flow) {
        return check(state, Check::Person(flow, None));
    }
    let person = state.person.clone();
    let effects = show(state, *flow, None, now);
    state.is_renewed = state.person == person;
    effects
}
