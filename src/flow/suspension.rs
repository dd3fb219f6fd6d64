//! Suspends a page for a sign-in, and resumes it afterwards.

use std::mem;

use super::{
    departure::leave,
    effect::Effect,
    opening::Opening,
    payload,
    person::Person,
    state::{Proof, Remark, State, Stop, Submission, Suspended},
    steps::{end_ceremony, load, reload, stopped},
};
use crate::session::SessionState;

/// How often a sign-in is required for one page before we report a loop.
const MAX_SIGN_INS: u8 = 2;

/// Starts a sign-in and suspends the page, with the submit in progress.
pub(super) fn suspend(
    state: &mut State,
    proof: Proof,
    opening: Opening,
    submission: Option<Submission>,
) {
    if state.opening.kind.needs_session() {
        if state.sign_ins >= MAX_SIGN_INS {
            return stopped(state, Stop::SignInLoop(proof));
        }
        state.sign_ins += 1;
        let mut waiting = state.opening.clone();
        if proof == Proof::SignedOut {
            // A new session needs a new flow: tokens are bound to the session.
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
    let account = state.flow.as_ref().and_then(|flow| flow.identity.as_ref());
    let account = account.filter(|_| proof.confirms()).map(|identity| identity.name().to_owned());
    state.opening = Opening { login_hint: account.or(opening.login_hint.clone()), ..opening };
    reload(state);
}

/// Resumes the suspended page, and repeats its submit once the flow is loaded; never for another
/// account.
pub(super) fn resume(state: &mut State, session: &SessionState) {
    let Some(suspended) = state.suspended.take() else { return };
    let now = Person::from_state(session);
    let is_same = suspended.person.is_some() && suspended.person == now;
    let can_repeat = is_same && suspended.submission.is_some();
    state.replay = suspended.submission.filter(|_| is_same);
    // The resumed page determines the owner; the draft is held back until then.
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
    end_ceremony(state);
    // Values typed into the sign-in belong to no account.
    state.effects.push(Effect::ForgetDrafts(now));
    load(state);
}

/// Returns to the suspended page without repeating its submit.
pub(super) fn give_up(state: &mut State) {
    let Some(suspended) = state.suspended.take() else { return };
    if suspended.proof != Proof::TooOld {
        return leave(state, "/".to_owned());
    }
    state.opening = suspended.opening;
    state.draft = suspended.draft;
    state.person = suspended.person;
    state.remark = None;
    reload(state);
}
