//! Steps shared by the machine's handlers: send, load, submit, stop.

use super::{
    ceremony,
    effect::Effect,
    expiry, guard, payload,
    state::{Background, Check, Phase, Press, State, Stop, Submission},
};
use crate::{
    kratos::{flow::Flow, node::Trigger, request::Request},
    webauthn::error::CeremonyError,
};

/// Sends a request, within the limit. Answers to earlier requests, including background ones, are
/// ignored from now on.
pub(super) fn send(state: &mut State, request: Request) {
    if !guard::may_request(state) {
        return stopped(state, Stop::RequestLoop);
    }
    state.ticket += 1;
    // Checked again once the form is ready.
    state.is_session_stale |= state.background.take() == Some(Background::Whoami);
    state.effects.push(Effect::Send { ticket: state.ticket, request });
}

/// Sends a background request while the flow stays on screen.
pub(super) fn send_in_background(state: &mut State, background: Background, request: Request) {
    state.ticket += 1;
    state.background = Some(background);
    state.effects.push(Effect::Send { ticket: state.ticket, request });
}

/// Requests the session.
pub(super) fn check(state: &mut State, check: Check) {
    state.phase = Phase::Checking(check);
    send(state, Request::whoami())
}

/// Loads the flow of the opening.
pub(super) fn load(state: &mut State) {
    state.phase = Phase::Loading;
    state.in_flight = None;
    let request = state.opening.request();
    send(state, request)
}

/// Takes the flow off the screen and loads that of the opening.
pub(super) fn reload(state: &mut State) {
    state.flow = None;
    end_ceremony(state);
    load(state);
}

pub(super) fn start_over(state: &mut State) {
    state.opening.flow = None;
    if !state.is_saved() {
        state.remark = None;
    }
    state.restarts = 0;
    state.reloads = 0;
    state.replay = None;
    reload(state);
}

pub(super) fn submit(state: &mut State, submission: Submission) {
    let Some(flow) = &state.flow else { return };
    let body = payload::body(flow, &submission);
    let request = Request::submit_as(state.kind(), &flow.id, body);
    let is_autofill = matches!(submission.press, Press::Ceremony(Trigger::PasskeyAutofill, _));
    state.autofills = if is_autofill { state.autofills.saturating_add(1) } else { 0 };
    state.phase = Phase::Submitting;
    state.in_flight = Some(submission);
    state.remark = None;
    send(state, request)
}

/// The session may have changed since it was last checked.
pub(super) fn recheck_session(state: &mut State) {
    match state.phase {
        Phase::Ready | Phase::Stopped(_) => {
            state.is_session_stale = false;
            let renewal = state.background == Some(Background::Renewal);
            send_in_background(state, Background::Whoami, Request::whoami());
            // The renewal that this request replaces is tried again.
            state.effects.extend(renewal.then_some(Effect::Alarm(expiry::LEAST)));
        }
        Phase::Leaving => {}
        _ => {
            state.is_session_stale = true;
        }
    }
}

pub(super) fn run(state: &mut State, trigger: Trigger, ceremony: ceremony::Ceremony) {
    state.ceremony_ticket += 1;
    state.running = Some(trigger);
    state.effects.push(Effect::Run { ticket: state.ceremony_ticket, ceremony });
}

/// Aborts any ceremony; a late result is ignored.
pub(super) fn end_ceremony(state: &mut State) {
    state.running = None;
    state.ceremony_ticket += 1;
    state.effects.push(Effect::EndCeremony);
}

/// How many passkeys in a row from autofill may be refused. A password manager that answers by
/// itself would go on for ever. The button still works.
const MAX_AUTOFILLS: u8 = 3;

/// Starts the conditional request of the flow on screen, if it has one. An older one is aborted.
pub(super) fn start_autofill(state: &mut State) {
    let may = state.opening.autofills && state.autofills < MAX_AUTOFILLS;
    let flow = state.flow.as_ref().filter(|_| may);
    let is_offered = flow.is_some_and(ceremony::has_autofill);
    match state.offered.ceremony(Trigger::PasskeyAutofill, &Vec::new()) {
        Ok(ceremony) if is_offered => run(state, Trigger::PasskeyAutofill, ceremony),
        _ if state.running.is_some() => end_ceremony(state),
        _ => {}
    }
}

pub(super) fn stopped(state: &mut State, stop: Stop) {
    state.phase = Phase::Stopped(stop);
    // "Saved" is shown once the form is loaded.
    if !state.is_saved() {
        state.remark = None;
    }
    state.replay = None;
    state.in_flight = None;
    state.background = None;
    // Ignore late answers to earlier requests.
    state.ticket += 1;
    end_ceremony(state);
    // The page loads by itself after the wait.
    let wait = state.wait().map(|seconds| Effect::Alarm(i64::from(seconds) * 1000));
    state.effects.extend(wait);
    if state.is_session_stale {
        recheck_session(state);
    }
}

/// Reports to the integrator, once, why the ceremonies of this flow can't work here. The person
/// sees disabled buttons with the reason.
pub(super) fn report_obstacle(state: &mut State) {
    let mut triggers = state.flow.iter().flat_map(Flow::inputs).filter_map(|input| input.on_click);
    let found = triggers.find_map(|trigger| Some((trigger, state.obstacle(trigger)?)));
    let Some((trigger, obstacle)) = found else { return };
    if state.reported_obstacle.replace(obstacle) == Some(obstacle) {
        return;
    }
    let error = CeremonyError::Impossible(obstacle);
    let finding = state.subject(trigger).failed(&error);
    state.effects.extend(finding.map(Effect::Report));
}
