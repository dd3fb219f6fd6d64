//! What an answer does to the machine.

use std::mem;

use super::{
    departure::leave_aside,
    done,
    draft::{self, Draft},
    effect::Effect,
    event::Unreached,
    offer,
    opening::Opening,
    outcome::Outcome,
    payload,
    person::Person,
    renewal, repair,
    state::{Check, Phase, Press, Proof, Remark, State, Stop, Submission, Suspended},
    traits,
    update::{blame, end_ceremony, load, offer_autofill, stopped, submit},
    whose,
};
use crate::{
    diagnose,
    kratos::{
        error::{ErrorId, KratosError},
        flow::{Flow, FlowKind},
        response::{Answer, Response},
    },
    session::SessionState,
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
    match mem::replace(&mut state.phase, Phase::Loading) {
        Phase::Checking(check) => return done::checked(state, check, answer, now),
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

/// Takes an answer that nobody waits for any more. A sign-in counts all the same: the browser has its
/// cookie.
pub(super) fn too_late(state: &mut State, answer: Result<Response, Unreached>) -> Vec<Effect> {
    let is_sign_in = matches!(answer.map(|response| response.read()),
        Ok(Answer::Done(done)) if done.signed_in);
    if !is_sign_in {
        return Vec::new();
    }
    let mut effects = vec![Effect::SessionChanged];
    effects.extend(whose::doubt(state));
    effects
}

fn judged(
    state: &mut State,
    response: &Response,
    submission: Option<Submission>,
    now: i64,
) -> Vec<Effect> {
    let current = state.flow.as_ref().map(|flow| flow.id.as_str());
    match Outcome::of(response.read(), &state.opening, current) {
        Outcome::Show(flow) if done::is_saved(&flow, submission.as_ref()) => {
            done::saved(state, &flow, submission.as_ref())
        }
        // No fault of the person's; the same goes out once more as Kratos can read it.
        Outcome::Show(flow) if is_misread(state, &flow) && submission.is_some() => {
            state.flow = Some(*flow);
            submission.map(|submission| submit(state, submission)).unwrap_or_default()
        }
        Outcome::Show(flow) if submission.is_some() && has_passed(&flow) => passed(state),
        Outcome::Show(flow) if flow.kind == Some(FlowKind::Recovery) && leads_on(&flow) => {
            done::recovered(state, &flow.continue_with)
        }
        Outcome::Show(flow) if whose::must_ask_first(state, &flow) => {
            state.is_doubted = false;
            done::check(state, Check::Person(flow, submission))
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
            if replaced && begins_again(state, submission.is_some()) >= MAX_RESTARTS {
                return start_over_by_hand(state);
            }
            state.opening.flow = Some(id);
            load(state)
        }
        Outcome::Switch(kind, flow) => {
            if kind == FlowKind::Verification && state.kind() == FlowKind::Login {
                state.remark = Some(Remark::VerifyFirst);
            }
            done::open(state, kind, flow)
        }
        Outcome::StartAgain(error) => start_again(state, *error, submission.is_some()),
        Outcome::SignIn(proof, opening) => sign_in_first(state, proof, opening, submission),
        Outcome::Finished(finished) => done::finished(state, finished, submission.as_ref()),
        Outcome::Leave(url) => leave_aside(state, url),
        Outcome::SignedIn if state.suspended().is_some() => done::check(state, Check::Resume),
        Outcome::SignedIn => whose::signed_in(state, &SessionState::Unknown),
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

/// The state of a flow whose code was right.
const PASSED: &str = "passed_challenge";
/// `4010002`, `4010003`: no method took the submit.
const NO_METHOD: [i64; 2] = [4_010_002, 4_010_003];

/// Whether Kratos took the code of `flow` before, so that it takes nothing more.
fn has_passed(flow: &Flow) -> bool {
    flow.state.as_deref() == Some(PASSED)
        && NO_METHOD.iter().any(|id| flow.says(*id))
        && !flow.nodes.iter().any(|node| !node.messages.is_empty())
}

/// Goes on after a code that Kratos took before: a sign-in begins anew, and an account has been made,
/// unless Kratos said already why not.
fn passed(state: &mut State) -> Vec<Effect> {
    let was_heard = state.flow.as_ref().is_some_and(|flow| flow.state.as_deref() == Some(PASSED));
    if state.kind() != FlowKind::Registration || was_heard {
        return start_over_by_hand(state);
    }
    whose::forget(state);
    let mut effects = vec![Effect::ForgetDrafts(None)];
    effects.extend(stopped(state, Stop::AccountMade));
    effects
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

/// Counts a new start, after a submit or before there was a form; how many there were before.
fn begins_again(state: &mut State, was_submitted: bool) -> u8 {
    let count = if was_submitted { &mut state.restarts } else { &mut state.reloads };
    mem::replace(count, count.saturating_add(1))
}

/// Begins a new flow in place of one that ended; what was typed stays in the draft.
fn start_again(state: &mut State, error: KratosError, was_submitted: bool) -> Vec<Effect> {
    // Whoever tries again wants one that has not ended.
    state.opening.flow = None;
    if begins_again(state, was_submitted) >= MAX_RESTARTS {
        return stopped(state, Stop::Loop(error));
    }
    // The token rotates when somebody signs in or out, and a verification says nothing about it.
    let has_rotated = error.id == Some(ErrorId::CsrfViolation);
    if has_rotated && state.kind() == FlowKind::Verification {
        whose::lose_sight(state);
        state.is_doubted = true;
    }
    if state.flow.is_some() && !state.is_saved() {
        state.remark = Some(Remark::StartedAgain);
    }
    load(state)
}

/// Begins a new flow where no submit went through, and none will go out before the next press.
fn start_over_by_hand(state: &mut State) -> Vec<Effect> {
    state.opening.flow = None;
    state.restarts = 0;
    state.reloads = 0;
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

/// Puts a flow on screen.
pub(super) fn show(
    state: &mut State,
    mut flow: Flow,
    submission: Option<&Submission>,
    now: i64,
) -> Vec<Effect> {
    state.is_renewed = false;
    state.reloads = 0;
    let before = state.person.clone();
    let remark = recognise(state, &flow);
    let has_changed = before != state.person && state.person != Some(Person::Nobody);
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
    note_given(state, &flow, submission.is_some());
    let is_others = state.draft.put_back(&mut flow, state.person.as_ref());
    let name = flow.identity.as_ref().filter(|_| is_others);
    let remark = remark.or(name.map(|identity| Remark::OtherPerson(identity.name().to_owned())));
    state.remark = remark.or(state.remark.take());
    let known = state.opening.flow.as_deref() == Some(flow.id.as_str());
    let kind = flow.kind.unwrap_or(state.opening.kind);
    let left = state.opening.kind;
    let moved = !known || kind != state.opening.kind;
    let is_new = state.opening.flow.is_none();
    state.opening.kind = kind;
    state.opening.flow = Some(flow.id.clone());
    let alarm = renewal::due_in(&flow, is_new, now);
    let id = flow.id.clone();
    state.flow = Some(flow);
    state.phase = Phase::Ready;
    let mut effects = Vec::new();
    if has_changed || is_others {
        effects.push(Effect::ForgetDrafts(state.person.clone()));
    }
    if moved {
        effects.push(Effect::Remember { kind, flow: id });
    }
    if kind != left {
        effects.push(Effect::Keep(left, None));
    }
    effects.extend(alarm.map(Effect::Alarm));
    effects.extend(blame(state));
    if let Some(submission) = state.replay.take() {
        effects.extend(submit(state, submission));
        return effects;
    }
    effects.extend(offer_autofill(state));
    // Kratos gives a verification to anybody, and does not say to whom.
    let is_unknown = state.person.is_none() && state.kind() == FlowKind::Verification;
    if state.is_doubted || is_unknown {
        effects.extend(whose::doubt(state));
    }
    effects
}

/// Finds out who `flow` is for. What was typed and promised for somebody else is forgotten, and the
/// person is told whose page it is now.
fn recognise(state: &mut State, flow: &Flow) -> Option<Remark> {
    let kind = flow.kind.unwrap_or(state.opening.kind);
    if kind == FlowKind::Settings
        && let Some(suspended) = state.suspended.take()
    {
        // The page that waited is there already.
        state.draft = suspended.draft;
        state.person = suspended.person;
    }
    let now = Person::of_flow(flow, kind)?;
    let before = state.person.replace(now.clone())?;
    if before == now {
        return None;
    }
    state.draft = Draft::default();
    state.replay = None;
    state.steps = state.steps.wrapping_add(1);
    let name = flow.identity.as_ref().filter(|_| before != Person::Nobody)?.name();
    Some(Remark::OtherPerson(name.to_owned()))
}

/// Notes what stands in the fields of `flow` before anybody types. What a refused submit brought along
/// is no gift: only the fields that are new count then.
fn note_given(state: &mut State, flow: &Flow, is_step: bool) {
    let given = draft::given(flow);
    if !is_step {
        state.given = given;
        return;
    }
    for (name, value) in given {
        if !state.given.iter().any(|(known, _)| *known == name) {
            state.given.push((name, value));
        }
    }
}

fn asks_for_code(flow: &Flow) -> bool {
    flow.inputs().any(|input| input.name == "code" && !input.is_submit())
}
