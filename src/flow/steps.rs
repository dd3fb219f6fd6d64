//! What the steps of the machine share: to send, to load, to submit, to stop.

use super::{
    ceremony,
    effect::Effect,
    expiry, guard, payload,
    state::{Aside, Check, Phase, Press, State, Stop, Submission},
};
use crate::{
    diagnose,
    kratos::{flow::Flow, node::Trigger, request::Request},
    webauthn::error::CeremonyError,
};

/// Sends a request, if there were not too many already. An answer to an earlier one is not waited for
/// any more, nor to one aside.
pub(super) fn send(state: &mut State, request: Request) -> Vec<Effect> {
    if !guard::may_ask(state) {
        return stopped(state, Stop::Circle);
    }
    state.ticket += 1;
    // Asked again when the person's turn comes.
    state.is_doubted |= state.aside.take() == Some(Aside::Whoami);
    vec![Effect::Send { ticket: state.ticket, request }]
}

/// Sends a request while the flow stays on screen.
pub(super) fn ask(state: &mut State, aside: Aside, request: Request) -> Vec<Effect> {
    state.ticket += 1;
    state.aside = Some(aside);
    vec![Effect::Send { ticket: state.ticket, request }]
}

/// Asks who is signed in.
pub(super) fn check(state: &mut State, check: Check) -> Vec<Effect> {
    state.phase = Phase::Checking(check);
    send(state, Request::whoami())
}

/// Gets the flow of the opening.
pub(super) fn load(state: &mut State) -> Vec<Effect> {
    state.phase = Phase::Loading;
    state.in_flight = None;
    let request = state.opening.request();
    send(state, request)
}

pub(super) fn start_over(state: &mut State) -> Vec<Effect> {
    state.opening.flow = None;
    state.flow = None;
    if !state.is_saved() {
        state.remark = None;
    }
    state.restarts = 0;
    state.reloads = 0;
    state.replay = None;
    let mut effects = end_ceremony(state);
    effects.extend(load(state));
    effects
}

pub(super) fn submit(state: &mut State, submission: Submission) -> Vec<Effect> {
    let Some(flow) = &state.flow else { return Vec::new() };
    let body = payload::of(flow, &submission);
    let request = Request::submit_as(state.kind(), &flow.id, body);
    let is_autofill = matches!(submission.press, Press::Ceremony(Trigger::PasskeyAutofill, _));
    state.autofills = if is_autofill { state.autofills.saturating_add(1) } else { 0 };
    state.phase = Phase::Submitting;
    state.in_flight = Some(submission);
    state.remark = None;
    send(state, request)
}

/// Somebody may be signed in, or signed out, since the page was last sure.
pub(super) fn doubt(state: &mut State) -> Vec<Effect> {
    match state.phase {
        Phase::Ready | Phase::Stopped(_) => {
            state.is_doubted = false;
            let renewal = state.aside == Some(Aside::Renewal);
            let mut effects = ask(state, Aside::Whoami, Request::whoami());
            // A renewal that it takes the place of is tried again.
            effects.extend(renewal.then_some(Effect::Alarm(expiry::LEAST)));
            effects
        }
        Phase::Leaving => Vec::new(),
        _ => {
            state.is_doubted = true;
            Vec::new()
        }
    }
}

pub(super) fn run(
    state: &mut State,
    trigger: Trigger,
    ceremony: ceremony::Ceremony,
) -> Vec<Effect> {
    state.ceremony_ticket += 1;
    state.waiting = Some(trigger);
    vec![Effect::Run { ticket: state.ceremony_ticket, ceremony }]
}

/// Ends any ceremony; its late end is ignored.
pub(super) fn end_ceremony(state: &mut State) -> Vec<Effect> {
    state.waiting = None;
    state.ceremony_ticket += 1;
    vec![Effect::EndCeremony]
}

/// How many passkeys in a row autofill may give in vain. A password manager that picks one by itself
/// would go on for ever; a person still has the button.
const MAX_AUTOFILLS: u8 = 3;

/// Starts the autofill ceremony of the flow on screen, if it has one; an older one ends by it.
pub(super) fn start_autofill(state: &mut State) -> Vec<Effect> {
    let flow = state.flow.as_ref().filter(|_| state.autofills < MAX_AUTOFILLS);
    let is_offered = flow.is_some_and(ceremony::has_autofill);
    match state.offered.ceremony(Trigger::PasskeyAutofill, &Vec::new()) {
        Ok(ceremony) if is_offered => run(state, Trigger::PasskeyAutofill, ceremony),
        _ if state.waiting.is_some() => end_ceremony(state),
        _ => Vec::new(),
    }
}

pub(super) fn stopped(state: &mut State, stop: Stop) -> Vec<Effect> {
    state.phase = Phase::Stopped(stop);
    // It is said once there is a form again.
    if !state.is_saved() {
        state.remark = None;
    }
    state.replay = None;
    state.in_flight = None;
    state.aside = None;
    // The late answer to what was asked before changes nothing any more.
    state.ticket += 1;
    let mut effects = end_ceremony(state);
    if state.is_doubted {
        effects.extend(doubt(state));
    }
    effects
}

/// Tells the page's owner, once, why the ceremonies of the flow on screen can't work here; the person
/// reads it at the buttons and can't press them.
pub(super) fn blame(state: &mut State) -> Option<Effect> {
    let mut triggers = state.flow.iter().flat_map(Flow::inputs).filter_map(|input| input.on_click);
    let (trigger, obstacle) =
        triggers.find_map(|trigger| Some((trigger, state.obstacle(trigger)?)))?;
    if state.told.replace(obstacle) == Some(obstacle) {
        return None;
    }
    let error = CeremonyError::Impossible(obstacle);
    diagnose::of_ceremony(state, trigger, &error).map(Effect::Report)
}
