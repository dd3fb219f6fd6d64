//! Handles one event: state and event in, state and effects out.

use std::mem;

use super::{
    departure,
    draft::Fields,
    effect::Effect,
    event::Event,
    expiry, guard, headless, kept, offer, on_answer, renewal, session_change,
    state::{Background, Check, Phase, Press, Remark, State, Stop, Submission},
    steps::{
        load, recheck_session, report_obstacle, run, send, start_autofill, start_over, submit,
    },
    suspension::give_up,
};
use crate::{
    kratos::{flow::FlowKind, node::Trigger, request::Request, response::Unreached},
    webauthn::error::CeremonyError,
};

/// Handles one event and returns its effects, in order.
///
/// An event that does not fit the phase, for example a second press during a submit, changes
/// nothing and has no effects.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    guard::observe(state, &event);
    handle(state, event);
    mem::take(&mut state.effects)
}

fn handle(state: &mut State, event: Event) {
    match event {
        // Once navigating away, ignore all events until the page is restored.
        Event::Stayed if state.is_leaving() => departure::stayed(state),
        Event::Answered { ticket, answer, .. } if ticket != state.ticket || state.is_leaving() => {
            on_answer::too_late(state, answer)
        }
        Event::Returned => session_change::returned(state),
        _ if state.is_leaving() => {}
        Event::Started { kept, page, hops } => {
            state.page = page;
            state.hops = hops;
            state.place = state.opening.flow.clone().map(|flow| (state.opening.kind, flow));
            if let Some(text) = kept {
                kept::restore(state, &text);
            }
            load(state)
        }
        Event::Capable(names) => {
            state.page.capabilities = Some(names);
            report_obstacle(state);
            offer::ask_silently(state);
        }
        Event::Answered { answer, typed, now, .. } => {
            // The saved values are still in the form until the new flow is shown.
            if !(state.is_saved() && matches!(state.phase, Phase::Loading)) {
                keep(state, &typed);
            }
            match state.background.take() {
                Some(Background::Renewal) => renewal::answered(state, answer, now),
                Some(Background::Whoami) => session_change::answered(state, answer),
                None => on_answer::answered(state, answer, now),
            }
        }
        Event::Submitted { fields, button } if state.is_ready() => {
            keep(state, &fields);
            submit(state, Submission { press: Press::Button(button), fields })
        }
        Event::Triggered { trigger, fields } if state.is_ready() => {
            keep(state, &fields);
            triggered(state, trigger, &fields)
        }
        Event::CeremonyEnded { ticket, credential, fields } if ticket == state.ceremony_ticket => {
            keep(state, &fields);
            ceremony_ended(state, credential, fields)
        }
        Event::FlowAging { typed } if state.is_ready() => {
            keep(state, &typed);
            renewal::begin(state)
        }
        Event::FlowAging { .. } if matches!(state.phase, Phase::Checking(Check::SignOut(_))) => {
            send(state, Request::whoami())
        }
        // Don't replace the form while a request or ceremony runs; it may continue afterwards.
        Event::FlowAging { .. } if is_busy(&state.phase) => {
            state.effects.push(Effect::Alarm(expiry::LEAST));
        }
        Event::Hidden { typed } => {
            keep(state, &typed);
            // Before the flow is loaded, its stored draft is still needed.
            if state.flow.is_none() {
                return;
            }
            let kept = Effect::Keep(state.kind(), kept::to_text(state));
            state.effects.push(kept);
        }
        Event::FlowAging { .. }
            if matches!(state.phase, Phase::Stopped(Stop::Unreached(Unreached::TooMany(_)))) =>
        {
            load(state)
        }
        Event::Online if matches!(state.phase, Phase::Stopped(Stop::Unreached(_))) => load(state),
        Event::SessionChanged => session_change::announced(state),
        Event::Shown if session_change::is_of_account(state) => recheck_session(state),
        Event::WentBack => {
            if let Ok(event) = headless::back(state) {
                handle(state, event);
            }
        }
        Event::SigningOut { typed } => {
            keep(state, &typed);
            session_change::sign_out_announced(state)
        }
        Event::Retried if matches!(state.phase, Phase::Stopped(_)) => {
            state.restarts = 0;
            state.reloads = 0;
            load(state)
        }
        // The session is being checked.
        Event::StartedOver | Event::GaveUp | Event::DroppedReturnTo | Event::DeclinedOffer
            if matches!(state.phase, Phase::Checking(Check::SignOut(_) | Check::Person(..))) => {}
        Event::StartedOver => match answer_anew(state) {
            Some(url) => departure::leave(state, url),
            None => start_over(state),
        },
        Event::GaveUp => give_up(state),
        Event::DeclinedOffer => {
            state.effects.push(Effect::SnoozeOffer);
            offer::go_on(state);
        }
        Event::DroppedReturnTo => {
            state.opening.carried.retain(|(name, _)| name != "return_to");
            start_over(state)
        }
        Event::Submitted { .. }
        | Event::Triggered { .. }
        | Event::CeremonyEnded { .. }
        | Event::FlowAging { .. }
        | Event::Online
        | Event::Shown
        | Event::Stayed
        | Event::Retried => {}
    }
}

/// Where somebody else may answer what is asked: whoever signed in for an OAuth2 client is asked about it, so
/// that another person signs in first.
fn answer_anew(state: &State) -> Option<String> {
    let flow = state.flow.as_ref().filter(|_| state.kind() == FlowKind::Consent)?;
    flow.return_to.clone()
}

fn keep(state: &mut State, fields: &Fields) {
    // A form whose flow is done may still be on screen; its values are not kept.
    let is_done = matches!(state.phase, Phase::Checking(Check::SignedIn(..) | Check::SignOut(_)));
    if let Some(flow) = state.flow.as_ref().filter(|_| !is_done) {
        state.draft.keep(flow, state.person.as_ref(), &state.initial_values, fields);
    }
}

/// Whether the form on screen has a request or ceremony in progress.
fn is_busy(phase: &Phase) -> bool {
    matches!(phase, Phase::InCeremony(_) | Phase::Submitting | Phase::Checking(_))
}

fn triggered(state: &mut State, trigger: Trigger, fields: &Fields) {
    if let Some(obstacle) = state.obstacle(trigger) {
        return failed(state, trigger, CeremonyError::Impossible(obstacle));
    }
    match state.offered.ceremony(trigger, fields) {
        Ok(ceremony) => {
            state.phase = Phase::InCeremony(trigger);
            state.remark = None;
            state.is_by_person = true;
            run(state, trigger, ceremony)
        }
        Err(_) => failed(state, trigger, CeremonyError::BadOptions),
    }
}

/// Reports why a ceremony failed: to the person, and to the integrator if the configuration is
/// wrong.
fn failed(state: &mut State, trigger: Trigger, error: CeremonyError) {
    let finding = state.subject(trigger).failed(&error);
    state.phase = Phase::Ready;
    state.remark = Some(Remark::Ceremony(trigger, error));
    state.effects.extend(finding.map(Effect::Report));
}

fn ceremony_ended(state: &mut State, credential: Result<String, CeremonyError>, fields: Fields) {
    let Some(trigger) = state.running.take() else { return };
    let is_autofill = trigger == Trigger::PasskeyAutofill;
    let silently = state.opening.is_offer() && state.remark.is_none() && !state.is_by_person;
    match credential {
        // Too late: another request or ceremony has started since.
        Ok(_) if is_autofill && !state.is_ready() => {}
        Ok(credential) => match offer::unusable(state, &credential) {
            Some(signal) => {
                state.phase = Phase::Ready;
                state.effects.push(signal);
            }
            None => {
                submit(state, Submission { press: Press::Ceremony(trigger, credential), fields })
            }
        },
        // A conditional or silent ceremony was not started by the person, so its failure is not
        // shown.
        Err(_) if is_autofill => {}
        Err(_) if silently => {
            state.phase = Phase::Ready;
        }
        Err(error) => {
            failed(state, trigger, error);
            start_autofill(state);
        }
    }
}
