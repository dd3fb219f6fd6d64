//! The heart: state and event in, state and effects out.

use super::{
    departure,
    draft::{Draft, Fields},
    effect::Effect,
    event::Event,
    expiry, guard, offer, on_answer, renewal,
    state::{Aside, Check, Phase, Press, Remark, State, Stop, Submission},
    steps::{blame, doubt, load, run, send, start_autofill, start_over, submit},
    suspension::give_up,
    whose,
};
use crate::{
    diagnose,
    kratos::{node::Trigger, request::Request},
    webauthn::error::CeremonyError,
};

/// Takes one event and returns what to do about it, in order.
///
/// An event that does not fit the phase, for example a second press while a submit is in flight,
/// changes nothing and has no effects.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    guard::observe(state, &event);
    match event {
        // A page that is being left wants nothing more, until the browser brings it back.
        Event::Stayed if state.is_leaving() => departure::stayed(state),
        Event::Answered { ticket, answer, .. } if ticket != state.ticket || state.is_leaving() => {
            on_answer::too_late(state, answer)
        }
        Event::Returned => whose::returned(state),
        _ if state.is_leaving() => Vec::new(),
        Event::Started { kept, page, hops } => {
            state.page = page;
            state.hops = hops;
            if let (Some(text), Some(id)) = (kept, &state.opening.flow) {
                state.draft = Draft::of_text(&text, id);
            }
            load(state)
        }
        Event::Capable(names) => {
            state.page.capabilities = Some(names);
            let mut effects: Vec<Effect> = blame(state).into_iter().collect();
            effects.extend(offer::ask_silently(state));
            effects
        }
        Event::Answered { answer, typed, now, .. } => {
            // What was saved stands in the form until the next one is there.
            if !(state.is_saved() && matches!(state.phase, Phase::Loading)) {
                keep(state, &typed);
            }
            match state.aside.take() {
                Some(Aside::Renewal) => renewal::answered(state, answer, now),
                Some(Aside::Whoami) => whose::answered(state, answer),
                None => on_answer::take(state, answer, now),
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
        // Not under the person's hands; they may come back to the same form.
        Event::FlowAging { .. } if is_busy(&state.phase) => vec![Effect::Alarm(expiry::LEAST)],
        Event::Hidden { typed } => {
            keep(state, &typed);
            // Before there is a flow, what was kept for it is still wanted.
            let Some(flow) = &state.flow else { return Vec::new() };
            vec![Effect::Keep(state.kind(), state.draft.to_text(&flow.id))]
        }
        Event::Online if matches!(state.phase, Phase::Stopped(Stop::Unreached(_))) => load(state),
        Event::SessionMoved => whose::moved(state),
        Event::Shown if whose::is_of_account(state) => doubt(state),
        Event::SignedOut { typed } => {
            keep(state, &typed);
            whose::sign_out_announced(state)
        }
        Event::Retried if matches!(state.phase, Phase::Stopped(_)) => {
            state.restarts = 0;
            state.reloads = 0;
            load(state)
        }
        // Who is there is not known at the moment.
        Event::StartedOver | Event::GaveUp | Event::DroppedReturnTo | Event::DeclinedOffer
            if matches!(state.phase, Phase::Checking(Check::SignOut(_) | Check::Person(..))) =>
        {
            Vec::new()
        }
        Event::StartedOver => start_over(state),
        Event::GaveUp => give_up(state),
        Event::DeclinedOffer => {
            let mut effects = vec![Effect::SnoozeOffer];
            effects.extend(offer::go_on(state));
            effects
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
        | Event::Retried => Vec::new(),
    }
}

fn keep(state: &mut State, fields: &Fields) {
    // The form may still be on screen when its flow is done, and nothing in it is wanted any more.
    let is_done = matches!(state.phase, Phase::Checking(Check::SignedIn(..) | Check::SignOut(_)));
    if let Some(flow) = state.flow.as_ref().filter(|_| !is_done) {
        state.draft.keep(flow, state.person.as_ref(), &state.given, fields);
    }
}

/// Whether the form on screen waits for Kratos or the browser.
fn is_busy(phase: &Phase) -> bool {
    matches!(phase, Phase::InCeremony(_) | Phase::Submitting | Phase::Checking(_))
}

fn triggered(state: &mut State, trigger: Trigger, fields: &Fields) -> Vec<Effect> {
    if let Some(obstacle) = state.obstacle(trigger) {
        return failed(state, trigger, CeremonyError::Impossible(obstacle));
    }
    match state.offered.ceremony(trigger, fields) {
        Ok(ceremony) => {
            state.phase = Phase::InCeremony(trigger);
            state.remark = None;
            state.asked = true;
            run(state, trigger, ceremony)
        }
        Err(_) => failed(state, trigger, CeremonyError::BadOptions),
    }
}

/// Says why a ceremony gave nothing: to the person, and where the set-up is to blame to its owner.
fn failed(state: &mut State, trigger: Trigger, error: CeremonyError) -> Vec<Effect> {
    let finding = diagnose::of_ceremony(state, trigger, &error);
    state.phase = Phase::Ready;
    state.remark = Some(Remark::Ceremony(trigger, error));
    finding.into_iter().map(Effect::Report).collect()
}

fn ceremony_ended(
    state: &mut State,
    credential: Result<String, CeremonyError>,
    fields: Fields,
) -> Vec<Effect> {
    let Some(trigger) = state.waiting.take() else { return Vec::new() };
    let is_autofill = trigger == Trigger::PasskeyAutofill;
    let silently = state.opening.is_offer() && state.remark.is_none() && !state.asked;
    match credential {
        // A passkey picked from the suggestions while something else is in flight comes too late.
        Ok(_) if is_autofill && !state.is_ready() => Vec::new(),
        Ok(credential) => match offer::unusable(state, &credential) {
            Some(signal) => {
                state.phase = Phase::Ready;
                vec![signal]
            }
            None => {
                submit(state, Submission { press: Press::Ceremony(trigger, credential), fields })
            }
        },
        // Nobody asked for the suggestions, so their end is no news; nor for what was tried silently.
        Err(_) if is_autofill => Vec::new(),
        Err(_) if silently => {
            state.phase = Phase::Ready;
            Vec::new()
        }
        Err(error) => {
            let mut effects = failed(state, trigger, error);
            effects.extend(start_autofill(state));
            effects
        }
    }
}
