//! Tracks the session: another tab may have signed in, out, or in as somebody else.
//!
//! An account's page closes when its session ends; a page without an account stays. Values typed
//! for one account never reach another.

use super::{
    draft::Draft,
    effect::Effect,
    person::Person,
    state::{Check, Phase, Remark, State, Stop},
    steps::{check, end_ceremony, load, recheck_session, start_over, stopped},
    suspension::resume,
};
use crate::{
    kratos::{
        flow::{Flow, FlowKind},
        response::{Answer, Unreached},
        session::Session,
    },
    session::SessionState,
};

/// How often Kratos is asked whether an announced sign-out is done.
const MOST_TRIES: u8 = 6;
/// The delay before the second attempt, in milliseconds; doubled for each further one.
const FIRST_PAUSE: i64 = 300;

/// Another tab reports that the session may have changed.
pub(super) fn announced(state: &mut State) {
    forget_owner(state);
    recheck_session(state)
}

/// The owner of the page can't be found out any more.
pub(super) fn forget_owner(state: &mut State) {
    if state.person.is_none() && state.kind() == FlowKind::Verification {
        state.person = Some(Person::Former);
    }
}

/// Whether the session must be checked before drafts are filled into `flow`: it may have changed,
/// or the flow is new and of a kind that Kratos gives to anybody.
pub(super) fn needs_check_first(state: &State, flow: &Flow) -> bool {
    let is_new = state.flow.as_ref().is_none_or(|before| before.id != flow.id);
    let is_anybodys = flow.kind == Some(FlowKind::Verification);
    let has_words = !state.draft.is_empty();
    state.is_session_stale && (has_words || is_anybodys) || has_words && is_anybodys && is_new
}

/// The page was restored from the back/forward cache.
pub(super) fn returned(state: &mut State) {
    match state.phase {
        Phase::Leaving | Phase::Stopped(Stop::SignedIn(_)) => start_over(state),
        // Hidden until the session is known: the content may belong to another account.
        Phase::Ready if state.kind().needs_session() => {
            close(state);
            end_ceremony(state);
            load(state);
        }
        _ => recheck_session(state),
    }
}

/// Whether the page shows an account's data.
pub(super) fn is_of_account(state: &State) -> bool {
    let confirms = state.flow.as_ref().is_some_and(Flow::confirms);
    confirms
        || state.suspended().is_some()
        || state.kind().needs_session()
        || matches!(state.person, Some(Person::Account(_) | Person::Former))
        || matches!(state.phase, Phase::Stopped(Stop::SignedIn(_)))
}

/// Handles the answer to a background session check.
pub(super) fn answered(state: &mut State, answer: Result<Answer, Unreached>) {
    apply(state, &SessionState::read(answer));
}

/// Acts on the session; returns whether the page continues unchanged.
pub(super) fn apply(state: &mut State, session: &SessionState) -> bool {
    match compare(state, session) {
        Change::None => return true,
        Change::AccountGone => account_gone(state, session),
        Change::SignedIn => signed_in(state, session),
        Change::CanResume => resume(state, session),
    }
    false
}

/// What the session means for the page.
enum Change {
    /// The page continues unchanged.
    None,
    /// The page's account is no longer signed in.
    AccountGone,
    /// Somebody signed in on a page for signed-out visitors.
    SignedIn,
    /// The suspended page can be resumed.
    CanResume,
}

/// Compares the session with the page's owner.
fn compare(state: &mut State, session: &SessionState) -> Change {
    if let SessionState::Unreachable(_) | SessionState::Unknown = session {
        return Change::None;
    }
    let now = Person::from_state(session);
    if let Some(suspended) = state.suspended() {
        return match session {
            // A re-authentication without an owner: the session had ended, and there is one again.
            SessionState::Active(_)
                if !suspended.proof.confirms() || state.person == Some(Person::Nobody) =>
            {
                Change::CanResume
            }
            SessionState::Active(_) if now == suspended.person => Change::None,
            SessionState::None if !suspended.proof.confirms() => Change::None,
            _ => Change::AccountGone,
        };
    }
    let confirms = state.flow.as_ref().is_some_and(Flow::confirms);
    match (&state.person, now) {
        (Some(before), Some(now)) if *before == now => Change::None,
        (Some(Person::Nobody), _) if state.kind() != FlowKind::Verification => Change::SignedIn,
        (Some(_), _) => Change::AccountGone,
        // There is no session left to confirm.
        (None, Some(Person::Nobody)) if confirms => Change::AccountGone,
        (None, Some(now)) => {
            state.draft.belongs_to(&now);
            state.person = Some(now.clone());
            state.effects.push(Effect::ForgetDrafts(Some(now)));
            Change::None
        }
        // Between the first and the second factor.
        (None, None) => Change::None,
    }
}

/// The page's account is gone: closes the page and starts again for the current session.
fn account_gone(state: &mut State, session: &SessionState) {
    let was_somebody = matches!(state.person, Some(Person::Account(_)));
    end_ceremony(state);
    close(state);
    if let Some(suspended) = state.suspended.take() {
        state.opening = suspended.opening;
        state.draft = suspended.draft;
        state.person = suspended.person;
    } else if !state.kind().needs_session() {
        forget_draft(state);
        state.effects.push(Effect::ForgetDrafts(None));
        if let (SessionState::Active(session), true) = (session, was_somebody) {
            state.remark = name_of(session).map(Remark::OtherPerson);
        }
    }
    // Keep the draft of settings: the same person may return after the session expired.
    state.opening = state.opening.fresh();
    load(state);
}

/// Somebody signed in on a page for signed-out visitors. Values typed before are not theirs.
pub(super) fn signed_in(state: &mut State, session: &SessionState) {
    forget_draft(state);
    let name = match session {
        SessionState::Active(session) => name_of(session),
        _ => None,
    };
    drop_flow(state);
    stopped(state, Stop::SignedIn(name));
    state.effects.push(Effect::ForgetDrafts(None));
}

/// Takes a flow that is done off the page, but keeps its `return_to`, which is still needed.
pub(super) fn drop_flow(state: &mut State) {
    state.carry_return_to();
    state.flow = None;
}

/// Another page is signing out: removes the account's data from the screen at once, and asks Kratos
/// until the sign-out is done.
pub(super) fn sign_out_announced(state: &mut State) {
    forget_owner(state);
    if !is_of_account(state) {
        return recheck_session(state);
    }
    close(state);
    end_ceremony(state);
    check(state, Check::SignOut(1));
}

/// Handles an answer while a sign-out is in progress.
pub(super) fn sign_out_answered(state: &mut State, tries: u8, session: &SessionState) {
    let now = Person::from_state(session);
    let is_out = now == Some(Person::Nobody);
    // Whoever had a page without a known owner may be the one who is still signed in.
    let is_known = state.person.as_ref().is_some_and(|person| *person != Person::Former);
    let is_other = now.is_some() && is_known && now != state.person;
    if !is_out && !is_other && tries < MOST_TRIES {
        state.phase = Phase::Checking(Check::SignOut(tries + 1));
        state.effects.push(Effect::Alarm(FIRST_PAUSE << tries));
        return;
    }
    if let Some(suspended) = state.suspended.take() {
        state.opening = suspended.opening;
    }
    state.opening = state.opening.fresh();
    if !is_out {
        // Settings identify their owner; other flows don't.
        if is_other && !state.opening.kind.needs_session() {
            forget_draft(state);
        }
        return load(state);
    }
    forget_draft(state);
    match state.opening.kind {
        kind if kind.needs_session() => stopped(state, Stop::SignedOut),
        _ => load(state),
    };
    state.effects.push(Effect::ForgetDrafts(None));
}

/// Removes the content from the screen.
fn close(state: &mut State) {
    state.flow = None;
    state.in_flight = None;
    state.replay = None;
    state.remark = None;
    state.background = None;
    // A headless caller must not repeat its last submit.
    state.steps = state.steps.wrapping_add(1);
}

/// Forgets the draft and its owner.
pub(super) fn forget_draft(state: &mut State) {
    state.draft = Draft::default();
    state.initial_values.clear();
    state.replay = None;
    state.address = None;
    state.onward = None;
    state.person = None;
}

fn name_of(session: &Session) -> Option<String> {
    session.identity.as_ref().map(|identity| identity.name().to_owned())
}
