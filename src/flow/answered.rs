//! What an answer does to the machine.

use std::mem;

use super::{
    done,
    effect::Effect,
    event::Unreached,
    offer,
    opening::Opening,
    outcome::Outcome,
    renewal, repair,
    state::{Phase, Press, Proof, Remark, State, Stop, Submission, Suspended},
    traits,
    update::{blame, end_ceremony, leave, load, offer_autofill, stopped, submit},
};
use crate::{
    HAS_ACCOUNT, diagnose,
    kratos::{
        error::KratosError,
        flow::{Flow, FlowKind},
        response::Response,
    },
};

/// How often a new flow is begun without the person's doing before they are asked.
const MAX_RESTARTS: u8 = 1;
/// How often the person is asked to sign in for one page before we say that it leads nowhere.
const MAX_SIGN_INS: u8 = 2;

/// Takes the answer to the last request.
pub(super) fn take(
    state: &mut State,
    answer: Result<Response, Unreached>,
    now: i64,
) -> Vec<Effect> {
    if state.is_renewing {
        return renewal::answered(state, answer, now);
    }
    match mem::replace(&mut state.phase, Phase::Loading) {
        Phase::Checking(check) => return done::checked(state, check, answer),
        phase => state.phase = phase,
    }
    let submission = state.in_flight.take();
    if state.opening.is_offer() {
        return offer::answered(state, answer, submission.as_ref());
    }
    match answer {
        Ok(response) => judged(state, &response, submission, now),
        Err(why) => back_to_form(state, submission.as_ref(), Stop::Unreached(why)),
    }
}

fn judged(
    state: &mut State,
    response: &Response,
    submission: Option<Submission>,
    now: i64,
) -> Vec<Effect> {
    let current = state.flow.as_ref().map(|flow| flow.id.as_str());
    match Outcome::of(response.read(), &state.opening, current) {
        Outcome::Show(flow) if HAS_ACCOUNT && done::is_saved(&flow, submission.as_ref()) => {
            done::saved(state, &flow, submission.as_ref())
        }
        // No fault of the person's; the same goes out once more as Kratos can read it.
        Outcome::Show(flow) if HAS_ACCOUNT && is_misread(state, &flow) && submission.is_some() => {
            state.flow = Some(*flow);
            submission.map(|submission| submit(state, submission)).unwrap_or_default()
        }
        Outcome::Show(flow) if flow.kind == Some(FlowKind::Recovery) && leads_on(&flow) => {
            done::follow(state, &flow.continue_with)
        }
        Outcome::Show(flow) => {
            let blame = submission.as_ref();
            let blame = blame.and_then(|submission| diagnose::of_refusal(state, submission, &flow));
            let blame = blame.or_else(|| diagnose::of_groups(state, &flow));
            let gone = submission.as_ref();
            let gone = gone.and_then(|submission| offer::unknown(state, submission, &flow));
            let mut effects = show(state, *flow, submission.as_ref(), now);
            effects.extend(gone);
            effects.extend(blame.map(Effect::Report));
            effects
        }
        Outcome::Fetch { id, replaced } => {
            if replaced && state.restarts >= MAX_RESTARTS {
                return start_over_by_hand(state);
            }
            state.opening.flow = Some(id);
            state.restarts += u8::from(replaced);
            load(state)
        }
        Outcome::Switch(kind, flow) => {
            if kind == FlowKind::Verification && state.kind() == FlowKind::Login {
                state.remark = Some(Remark::VerifyFirst);
            }
            done::open(state, kind, flow)
        }
        Outcome::StartAgain(error) => start_again(state, *error),
        Outcome::SignIn(proof, opening) => sign_in_first(state, proof, opening, submission),
        Outcome::Finished(finished) => done::finished(state, finished, submission.as_ref()),
        Outcome::Leave(url) => leave(state, url),
        Outcome::SignedIn if state.suspended().is_some() => done::resume(state, None),
        Outcome::SignedIn => stopped(state, Stop::SignedIn),
        Outcome::ReturnToForbidden(error) => stopped(state, Stop::ReturnToForbidden(*error)),
        Outcome::SwitchedOff => stopped(state, Stop::SwitchedOff),
        Outcome::Refused(error) => {
            let blame = submission.as_ref();
            let blame =
                blame.and_then(|submission| diagnose::of_failure(state, submission, error.status));
            let mut effects = back_to_form(state, submission.as_ref(), Stop::Refused(*error));
            effects.extend(blame.map(Effect::Report));
            effects
        }
        Outcome::NotKratos(status) => {
            back_to_form(state, submission.as_ref(), Stop::NotKratos(status))
        }
    }
}

/// Whether Kratos misread the form of a settings submit, for the first time.
fn is_misread(state: &State, flow: &Flow) -> bool {
    let before = state.flow.as_ref();
    flow.kind == Some(FlowKind::Settings)
        && traits::wants_json(flow)
        && !before.is_some_and(traits::wants_json)
}

fn leads_on(flow: &Flow) -> bool {
    !flow.continue_with.is_empty()
}

/// Without an answer to a submit the form stays as it is, with a remark; without a form there is
/// only the reason and a way on.
fn back_to_form(state: &mut State, submission: Option<&Submission>, stop: Stop) -> Vec<Effect> {
    let remark = match stop {
        Stop::Unreached(why) if submission.is_some() => Remark::Unreached(why),
        Stop::NotKratos(status) if submission.is_some() => Remark::NotKratos(status),
        Stop::Refused(error) if submission.is_some() => Remark::Refused(error),
        stop => return stopped(state, stop),
    };
    state.phase = Phase::Ready;
    state.remark = Some(remark);
    if state.waiting.is_none() { offer_autofill(state) } else { Vec::new() }
}

/// Begins a new flow in place of one that ended; what was typed stays in the draft.
fn start_again(state: &mut State, error: KratosError) -> Vec<Effect> {
    if state.restarts >= MAX_RESTARTS {
        return stopped(state, Stop::Loop(error));
    }
    state.restarts += 1;
    if state.flow.is_some() {
        state.remark = Some(Remark::StartedAgain);
    }
    state.opening.flow = None;
    load(state)
}

/// Kratos replaced the replacement as well.
fn start_over_by_hand(state: &mut State) -> Vec<Effect> {
    state.opening.flow = None;
    state.restarts = 0;
    state.remark = Some(Remark::StartedAgain);
    load(state)
}

/// Puts a sign-in in front of the page, which waits with what it was about to do.
fn sign_in_first(
    state: &mut State,
    proof: Proof,
    opening: Opening,
    submission: Option<Submission>,
) -> Vec<Effect> {
    if HAS_ACCOUNT && state.opening.kind == FlowKind::Settings {
        if state.sign_ins >= MAX_SIGN_INS {
            return stopped(state, Stop::Endless(proof));
        }
        state.sign_ins += 1;
        let identity = state.flow.as_ref().and_then(|flow| flow.identity.as_ref());
        state.suspended = Some(Suspended {
            proof,
            opening: state.opening.clone(),
            submission,
            identity: identity.map(|identity| identity.id.clone()),
        });
        state.remark = Some(Remark::SignInFirst(proof));
    }
    state.opening = opening;
    state.flow = None;
    let mut effects = end_ceremony(state);
    effects.extend(load(state));
    effects
}

/// Puts a flow on screen.
pub(super) fn show(
    state: &mut State,
    mut flow: Flow,
    submission: Option<&Submission>,
    now: i64,
) -> Vec<Effect> {
    state.is_renewed = false;
    if let Some(submission) = submission {
        state.steps = state.steps.wrapping_add(1);
        state.restarts = 0;
        state.sign_ins = 0;
        let is_resend = matches!(&submission.press, Press::Button(Some((name, _)))
            if matches!(name.as_str(), "resend" | "email" | "sms" | "recovery_confirm_address"));
        let resent = is_resend && asks_for_code(&flow) && !flow.is_refused();
        state.remark = resent.then_some(Remark::CodeSentAgain);
    }
    repair::repair(&mut flow, state.flow.as_ref(), state.address.as_deref());
    state.left_out = repair::narrow(&mut flow, &state.opening.groups);
    state.draft.put_back(&mut flow);
    let known = state.opening.flow.as_deref() == Some(flow.id.as_str());
    let kind = flow.kind.unwrap_or(state.opening.kind);
    let moved = !known || kind != state.opening.kind;
    let is_new = state.opening.flow.is_none();
    state.opening.kind = kind;
    state.opening.flow = Some(flow.id.clone());
    let alarm = renewal::due_in(&flow, is_new, now);
    let id = flow.id.clone();
    state.flow = Some(flow);
    state.phase = Phase::Ready;
    let mut effects = Vec::new();
    if moved {
        effects.push(Effect::Remember { kind, flow: id });
    }
    effects.extend(alarm.map(Effect::Alarm));
    effects.extend(blame(state));
    if HAS_ACCOUNT && let Some(submission) = state.replay.take() {
        effects.extend(submit(state, submission));
        return effects;
    }
    effects.extend(offer_autofill(state));
    effects
}

fn asks_for_code(flow: &Flow) -> bool {
    flow.inputs().any(|input| input.name == "code" && !input.is_submit())
}
