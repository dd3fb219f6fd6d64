//! Putting a flow on screen.

use std::mem;

use super::{
    draft::{self, Draft},
    effect::Effect,
    expiry,
    person::Person,
    repair,
    state::{Phase, Press, Remark, State, Submission},
    steps::{recheck_session, report_obstacle, start_autofill, submit},
};
use crate::kratos::{
    flow::{Flow, FlowKind},
    message,
    node::requests_code,
};

/// Puts a flow on screen.
pub(super) fn show(state: &mut State, mut flow: Flow, submission: Option<&Submission>, now: i64) {
    state.is_renewed = false;
    state.reloads = 0;
    let before = state.person.clone();
    let remark = identify_owner(state, &flow);
    let has_changed = before != state.person && state.person != Some(Person::Nobody);
    if let Some(submission) = submission {
        state.steps = state.steps.wrapping_add(1);
        state.restarts = 0;
        state.sign_ins = 0;
        let is_resend = matches!(&submission.press,
            Press::Button(Some((name, _))) if requests_code(name));
        let resent = is_resend && asks_for_code(&flow) && !flow.is_refused();
        state.remark = resent.then_some(Remark::CodeSentAgain);
        repair::forgive_empty_code(&mut flow, &submission.fields);
    }
    repair::repair(&mut flow, state.flow.as_ref(), state.address.as_deref());
    let hint = state.opening.login_hint.clone().or_else(|| flow.login_hint.clone());
    repair::fill_hint(&mut flow, hint.as_deref());
    state.left_out = repair::narrow(&mut flow, &state.opening.groups);
    store_initial_values(state, &flow, submission.is_some());
    let is_others = state.draft.put_back(&mut flow, state.person.as_ref());
    let name = flow.identity.as_ref().filter(|_| is_others);
    let remark = remark.or(name.map(|identity| Remark::OtherPerson(identity.name().to_owned())));
    state.remark = remark.or(state.remark.take());
    // The other pages of a sign-in for an OAuth2 client must not lose it.
    if let Some(challenge) = &flow.login_challenge {
        state.opening.set("login_challenge", challenge);
    }
    let kind = flow.kind.unwrap_or(state.opening.kind);
    let place = Some((kind, flow.id.clone()));
    let left = mem::replace(&mut state.place, place.clone());
    let moved = left != place;
    let left_kind = left.map_or(state.opening.kind, |(kind, _)| kind);
    let is_new = state.opening.flow.is_none();
    state.opening.kind = kind;
    state.opening.flow = Some(flow.id.clone());
    let alarm = expiry::due_in(&flow, is_new, now);
    let is_link_used = message::ALREADY_RECOVERED.iter().any(|id| flow.says(*id));
    let id = flow.id.clone();
    let is_step = !moved && submission.is_some_and(|sent| is_next_step(state, sent, &flow));
    state.put(flow);
    state.phase = Phase::Ready;
    if has_changed || is_others {
        state.effects.push(Effect::ForgetDrafts(state.person.clone()));
    }
    if (moved || is_step) && !kind.is_oauth2() {
        state.effects.push(Effect::Remember { kind, flow: id, is_step });
    }
    if left_kind != kind {
        state.effects.push(Effect::Keep(left_kind, None));
    }
    state.effects.extend(alarm.map(Effect::Alarm));
    report_obstacle(state);
    if let Some(submission) = state.replay.take() {
        submit(state, submission);
        return;
    }
    start_autofill(state);
    // Kratos gives a verification to anybody, and does not say whose it is. And whoever opens a link for a
    // second time may be signed in by it already.
    let is_unknown = state.person.is_none() && state.kind() == FlowKind::Verification;
    if state.is_session_stale || is_unknown || is_link_used {
        recheck_session(state);
    }
}

/// Finds the owner of `flow`. Another owner's draft and pending submit are dropped, and a remark
/// names the new account.
fn identify_owner(state: &mut State, flow: &Flow) -> Option<Remark> {
    let kind = flow.kind.unwrap_or(state.opening.kind);
    if kind.needs_session()
        && let Some(suspended) = state.suspended.take()
    {
        // The suspended page is already on screen.
        state.draft = suspended.draft;
        state.person = suspended.person;
    }
    let now = Person::from_flow(flow, kind)?;
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

/// Stores the field values of `flow` from before anything was typed. Values returned by a refused
/// submit were typed, so only new fields are stored then.
fn store_initial_values(state: &mut State, flow: &Flow, is_step: bool) {
    let initial_values = draft::initial_values(flow);
    if !is_step {
        state.initial_values = initial_values;
        return;
    }
    for (name, value) in initial_values {
        if !state.initial_values.iter().any(|(known, _)| *known == name) {
            state.initial_values.push((name, value));
        }
    }
}

/// Whether `flow` asks for something else than the form on screen, whose submit it answers.
fn is_next_step(state: &State, submission: &Submission, flow: &Flow) -> bool {
    let asked = |flow: &Flow| -> Vec<String> {
        let inputs = flow.inputs().filter(|input| input.is_field());
        inputs.map(|input| input.name.clone()).collect()
    };
    let is_back = matches!(&submission.press, Press::Button(Some((name, _))) if name == "screen");
    !is_back
        && flow.kind != Some(FlowKind::Settings)
        && !flow.is_refused()
        && state.suspended().is_none()
        && state.flow.as_ref().is_some_and(|before| asked(before) != asked(flow))
}

fn asks_for_code(flow: &Flow) -> bool {
    flow.inputs().any(|input| input.name == "code" && !input.is_submit())
}
