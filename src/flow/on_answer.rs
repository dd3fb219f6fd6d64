//! Handles answers.

use std::mem;

use super::{
    after_success,
    departure::leave_mid_flow,
    effect::Effect,
    last_method, offer,
    opening::Opening,
    outcome::{Outcome, is_saved},
    person::Person,
    session_change,
    show::show,
    state::{Check, Phase, Press, Remark, State, Stop, Submission},
    steps::{check, load, recheck_session, reload, start_autofill, stopped, submit},
    suspension::{resume, suspend},
    traits,
};
use crate::{
    kratos::{
        continue_with::ContinueWith,
        error::{ErrorId, KratosError},
        flow::{Flow, FlowKind},
        message,
        node::Trigger,
        request::onward_url,
        response::{Answer, Done, Unreached},
    },
    session::SessionState,
};

/// How often a new flow is started without user action before the person is asked.
const MAX_RESTARTS: u8 = 1;

/// Handles the answer to the last request.
pub(super) fn answered(state: &mut State, answer: Result<Answer, Unreached>, now: i64) {
    match mem::replace(&mut state.phase, Phase::Loading) {
        Phase::Checking(check) => return checked(state, check, answer, now),
        phase => state.phase = phase,
    }
    let submission = state.in_flight.take();
    if state.opening.is_offer() {
        return offer::answered(state, answer, submission.as_ref());
    }
    match answer {
        Ok(answer) => handle(state, answer, submission, now),
        Err(why) => back_to_form(state, submission.as_ref(), Stop::Unreached(why)),
    }
}

/// Handles an answer that is out of date. A sign-in still counts: the browser has stored its
/// cookie.
pub(super) fn too_late(state: &mut State, answer: Result<Answer, Unreached>) {
    let is_sign_in = matches!(answer, Ok(Answer::Done(done)) if done.signed_in);
    if !is_sign_in {
        return;
    }
    state.effects.push(Effect::SessionChanged);
    recheck_session(state);
}

fn handle(state: &mut State, answer: Answer, submission: Option<Submission>, now: i64) {
    let current = state.flow.as_ref().map(|flow| flow.id.as_str());
    match Outcome::from_answer(answer, &state.opening, current) {
        Outcome::Show(flow) if is_saved(&flow, submission.as_ref()) => {
            after_success::saved(state, &flow, submission.as_ref())
        }
        // Not the person's error; the same values are sent once more in a form that Kratos parses.
        Outcome::Show(flow) if is_misread(state, &flow) && submission.is_some() => {
            state.put(*flow);
            if let Some(submission) = submission {
                submit(state, submission);
            }
        }
        Outcome::Show(flow) if submission.is_some() && accepts_nothing(&flow) => {
            accepted_before(state)
        }
        Outcome::Show(flow) if flow.kind == Some(FlowKind::Recovery) && leads_on(&flow) => {
            after_success::recovered(state, &flow.continue_with)
        }
        Outcome::Show(flow) if session_change::needs_check_first(state, &flow) => {
            state.is_session_stale = false;
            check(state, Check::Person(flow, submission))
        }
        Outcome::Show(flow) => {
            let ceremony = submission.as_ref().and_then(Submission::ceremony);
            let finding = ceremony.and_then(|trigger| state.subject(trigger).refused(&flow));
            let finding = finding.or_else(|| {
                state.subject(Trigger::PasskeyLogin).missing(&state.opening.groups, &flow)
            });
            let gone = submission.as_ref();
            let gone = gone.and_then(|submission| offer::unknown(state, submission, &flow));
            show(state, *flow, submission.as_ref(), now);
            state.effects.extend(gone);
            state.effects.extend(finding.map(Effect::Report));
        }
        Outcome::Fetch { id, replaced } => {
            if replaced && count_restart(state, submission.is_some()) >= MAX_RESTARTS {
                return start_over_after_failure(state);
            }
            state.opening.flow = Some(id);
            load(state)
        }
        Outcome::Switch(kind, flow) => {
            if kind == FlowKind::Verification && state.kind() == FlowKind::Login {
                state.remark = Some(Remark::VerifyFirst);
            }
            after_success::open(state, kind, flow)
        }
        Outcome::StartAgain(error) => start_again(state, *error, submission.is_some()),
        Outcome::SignIn(proof, opening) => suspend(state, proof, opening, submission),
        Outcome::Finished(finished) => {
            after_success::finished(state, finished, submission.as_ref())
        }
        Outcome::Leave(url) => {
            // A provider answers to Kratos, not to this page.
            last_method::note(state, submission.as_ref().map(|submission| &submission.press));
            leave_mid_flow(state, url);
        }
        Outcome::SignedIn if state.suspended().is_some() => check(state, Check::Resume),
        Outcome::SignedIn if state.opening.goes_on && submission.is_none() => {
            // Where this leads to may want the second factor that the session lacks.
            let onward = ContinueWith::RedirectBrowserTo(onward_url(state.return_to()));
            let done = Done { signed_in: true, continue_with: vec![onward], session_token: None };
            check(state, Check::SignedIn(done, None))
        }
        Outcome::SignedIn => session_change::signed_in(state, &SessionState::Unknown),
        Outcome::ReturnToForbidden(error) => stopped(state, Stop::ReturnToForbidden(*error)),
        Outcome::SwitchedOff => stopped(state, Stop::SwitchedOff),
        Outcome::Refused(error) => {
            let ceremony = submission.as_ref().and_then(Submission::ceremony);
            let finding =
                ceremony.and_then(|trigger| state.subject(trigger).refused_with(error.status));
            match submission {
                Some(Submission { press: Press::Ceremony(..), .. })
                    if state.kind() == FlowKind::Settings =>
                {
                    // Kratos accepts a challenge once; a new flow has another, and shows what was
                    // saved.
                    state.remark = Some(Remark::Refused(*error));
                    state.opening.flow = None;
                    load(state)
                }
                // What was asked is over.
                _ if state.kind().is_oauth2() && error.status < 500 => {
                    stopped(state, Stop::Refused(*error))
                }
                submission => back_to_form(state, submission.as_ref(), Stop::Refused(*error)),
            };
            state.effects.extend(finding.map(Effect::Report));
        }
        Outcome::NotKratos(status) => {
            back_to_form(state, submission.as_ref(), Stop::NotKratos(status))
        }
    }
}

/// Whether Kratos misread the body of a settings submit, for the first time.
fn is_misread(state: &State, flow: &Flow) -> bool {
    let before = state.flow.as_ref();
    flow.kind == Some(FlowKind::Settings)
        && traits::wants_json(flow)
        && !before.is_some_and(traits::wants_json)
}

/// Whether Kratos accepted the code of `flow` before, so that the flow accepts nothing more.
fn accepts_nothing(flow: &Flow) -> bool {
    flow.has_passed()
        && flow.messages.iter().any(|said| message::NO_METHOD.contains(&said.id))
        && !flow.nodes.iter().any(|node| !node.messages.is_empty())
}

/// Goes on after a code that was accepted before: a sign-in starts again, and a sign-up has created
/// the account, unless Kratos gave a reason against it.
fn accepted_before(state: &mut State) {
    let was_shown = state.flow.as_ref().is_some_and(Flow::has_passed);
    if state.kind() != FlowKind::Registration || was_shown {
        return start_over_after_failure(state);
    }
    session_change::forget_draft(state);
    state.effects.push(Effect::ForgetDrafts(None));
    stopped(state, Stop::AccountMade);
}

fn leads_on(flow: &Flow) -> bool {
    !flow.continue_with.is_empty()
}

/// A submit without an answer leaves the form as it is, with a remark. Without a form, shows the
/// reason and a way on.
fn back_to_form(state: &mut State, submission: Option<&Submission>, stop: Stop) {
    let remark = match stop {
        Stop::Unreached(why) if submission.is_some() => Remark::Unreached(why),
        Stop::NotKratos(status) if submission.is_some() => Remark::NotKratos(status),
        Stop::Refused(error) if submission.is_some() => Remark::Refused(error),
        stop => return stopped(state, stop),
    };
    state.phase = Phase::Ready;
    state.remark = Some(remark);
    if state.running.is_none() {
        start_autofill(state)
    }
}

/// Counts a restart, after a submit or before there was a form. Returns how many there were before.
fn count_restart(state: &mut State, was_submitted: bool) -> u8 {
    let count = if was_submitted { &mut state.restarts } else { &mut state.reloads };
    mem::replace(count, count.saturating_add(1))
}

/// Starts a new flow in place of one that ended. Typed values stay in the draft.
fn start_again(state: &mut State, error: KratosError, was_submitted: bool) {
    // A retry must load a new flow, not the ended one.
    state.opening.flow = None;
    if count_restart(state, was_submitted) >= MAX_RESTARTS {
        return stopped(state, Stop::FlowLoop(error));
    }
    // The token rotates when somebody signs in or out. A verification does not reveal whose it is.
    let has_rotated = error.id == Some(ErrorId::CsrfViolation);
    if has_rotated && state.kind() == FlowKind::Verification {
        session_change::forget_owner(state);
        state.is_session_stale = true;
    }
    if state.flow.is_some() && !state.is_saved() {
        state.remark = Some(Remark::StartedAgain);
    }
    load(state)
}

/// Starts a new flow when no submit succeeded; none is sent before the next press.
fn start_over_after_failure(state: &mut State) {
    state.opening.flow = None;
    state.restarts = 0;
    state.reloads = 0;
    state.remark = Some(Remark::StartedAgain);
    load(state)
}

/// Handles the answer to `whoami`.
fn checked(state: &mut State, check: Check, answer: Result<Answer, Unreached>, now: i64) {
    let session = SessionState::read(answer);
    match (check, session) {
        (Check::SignOut(tries), session) => {
            session_change::sign_out_answered(state, tries, &session)
        }
        (Check::Resume, session) => resume(state, &session),
        (Check::Person(flow, submission), session) => {
            if state.person.is_none() {
                // It was typed before the account was known, and may be somebody else's by now.
                session_change::forget_draft(state);
            }
            if session_change::apply(state, &session) {
                show(state, *flow, submission.as_ref(), now);
            }
        }
        (Check::SignedIn(done, offer), session @ SessionState::Active(_)) => {
            state.person = Person::from_state(&session);
            after_success::through(state, &done, offer, &session)
        }
        (Check::SignedIn(..), SessionState::None) => {
            session_change::drop_flow(state);
            state.opening.flow = None;
            stopped(state, Stop::CookieLost)
        }
        (Check::SignedIn(..), SessionState::NeedsSecondFactor { redirect_browser_to }) => {
            let query = redirect_browser_to.as_deref().and_then(|url| url.split_once('?'));
            let mut opening = Opening::read(FlowKind::Login, query.map_or("", |(_, query)| query));
            opening.set("aal", "aal2");
            opening.flow = None;
            if let Some(return_to) = state.return_to() {
                let return_to = return_to.to_owned();
                opening.set("return_to", &return_to);
            }
            state.opening = opening;
            state.person = None;
            reload(state);
        }
        // The sign-in itself succeeded; the next page will report whatever is wrong now.
        (Check::SignedIn(done, _), session) => after_success::through(state, &done, None, &session),
    }
}
