//! A page that waits for a sign-in, and goes on after it.

use std::mem;

use super::{
    departure::leave,
    effect::Effect,
    opening::Opening,
    payload,
    person::Person,
    state::{Proof, Remark, State, Stop, Submission, Suspended},
    steps::{end_ceremony, load, stopped},
};
use crate::{kratos::flow::FlowKind, session::SessionState};

/// How often the person is asked to sign in for one page before we say that it leads nowhere.
const MAX_SIGN_INS: u8 = 2;

/// Puts a sign-in in front of the page, which waits with what it was about to do.
pub(super) fn suspend(
    state: &mut State,
    proof: Proof,
    opening: Opening,
    submission: Option<Submission>,
) -> Vec<Effect> {
    if state.opening.kind == FlowKind::Settings {
        if state.sign_ins >= MAX_SIGN_INS {
            return stopped(state, Stop::Endless(proof));
        }
        state.sign_ins += 1;
        let mut waiting = state.opening.clone();
        if proof == Proof::SignedOut {
            // The next session has tokens of its own, which only a flow of its own has.
            waiting.flow = None;
        }
        state.suspended = Some(Suspended {
            proof,
            opening: waiting,
            submission: submission.and_then(|submission| {
                payload::repeatable(state.flow.as_ref()?, submission, proof == Proof::SignedOut)
            }),
            draft: mem::take(&mut state.draft),
            person: state.person.take(),
        });
        state.remark = Some(Remark::SignInFirst(proof));
    }
    state.opening = opening;
    state.flow = None;
    let mut effects = end_ceremony(state);
    effects.extend(load(state));
    effects
}

/// Goes back to the page that waited for this sign-in, and repeats what it was about to do once its
/// flow is there again; never for another account than the one it was typed for.
pub(super) fn resume(state: &mut State, session: &SessionState) -> Vec<Effect> {
    let Some(suspended) = state.suspended.take() else { return Vec::new() };
    let now = Person::of_state(session);
    let is_same = suspended.person.is_some() && suspended.person == now;
    let can_repeat = is_same && suspended.submission.is_some();
    state.replay = suspended.submission.filter(|_| is_same);
    // The page that comes says whose it is, so what was typed is kept back until then.
    state.draft = suspended.draft;
    state.person = suspended.person;
    state.opening = suspended.opening;
    if !is_same {
        state.opening.flow = None;
    }
    state.flow = None;
    state.remark =
        (is_same && !can_repeat && suspended.proof == Proof::SignedOut && !state.draft.is_empty())
            .then_some(Remark::StartedAgain);
    let mut effects = end_ceremony(state);
    // What was typed into the sign-in is nobody's.
    effects.push(Effect::ForgetDrafts(now));
    effects.extend(load(state));
    effects
}

/// Goes back to the page that waited for a sign-in, without what it waited with.
pub(super) fn give_up(state: &mut State) -> Vec<Effect> {
    let Some(suspended) = state.suspended.take() else { return Vec::new() };
    if suspended.proof != Proof::TooOld {
        return leave(state, "/".to_owned());
    }
    state.opening = suspended.opening;
    state.draft = suspended.draft;
    state.person = suspended.person;
    state.flow = None;
    state.remark = None;
    let mut effects = end_ceremony(state);
    effects.extend(load(state));
    effects
}
