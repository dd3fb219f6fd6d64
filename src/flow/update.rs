//! The heart: state and event in, state and effects out.

use super::{
    ceremony,
    draft::Fields,
    effect::Effect,
    event::{Event, Unreached},
    outcome::Outcome,
    payload,
    state::{Phase, Press, Remark, State, Stop},
};
use crate::{
    kratos::{
        error::KratosError,
        flow::{Flow, FlowKind},
        node::{Attributes, InputKind, Trigger},
        request::Request,
        response::Response,
        text::Severity,
    },
    webauthn::error::CeremonyError,
};

/// How often a new flow is begun without the person's doing before they are asked.
const MAX_RESTARTS: u8 = 1;

/// Takes one event and returns what to do about it, in order.
///
/// An event that does not fit the phase, for example a second press while a submit is in flight,
/// changes nothing and has no effects.
pub fn update(state: &mut State, event: Event) -> Vec<Effect> {
    match event {
        Event::Started => load(state),
        Event::Answered { ticket, .. } if ticket != state.ticket => Vec::new(),
        Event::Answered { answer, typed, .. } => {
            keep(state, &typed);
            match answer {
                Ok(response) => answered(state, &response),
                Err(why) => unreached(state, why),
            }
        }
        Event::Submitted { fields, button } if state.is_ready() => {
            keep(state, &fields);
            let Some(flow) = &state.flow else { return Vec::new() };
            let body = payload::of_button(flow, &fields, button.as_ref());
            submit(state, Press::Button(button), &body)
        }
        Event::Triggered { trigger, fields } if state.is_ready() => {
            keep(state, &fields);
            triggered(state, trigger, &fields)
        }
        Event::CeremonyEnded { ticket, credential, fields } if ticket == state.ceremony_ticket => {
            keep(state, &fields);
            ceremony_ended(state, credential, &fields)
        }
        Event::Retried if matches!(state.phase, Phase::Stopped(_)) => {
            state.restarts = 0;
            load(state)
        }
        Event::StartedOver if state.phase != Phase::Leaving => start_over(state),
        Event::DroppedReturnTo => {
            state.opening.carried.retain(|(name, _)| name != "return_to");
            start_over(state)
        }
        Event::Submitted { .. }
        | Event::Triggered { .. }
        | Event::CeremonyEnded { .. }
        | Event::Retried
        | Event::StartedOver => Vec::new(),
    }
}

fn keep(state: &mut State, fields: &Fields) {
    if let Some(flow) = &state.flow {
        state.draft.keep(flow, fields);
    }
}

fn send(state: &mut State, request: Request) -> Vec<Effect> {
    state.ticket += 1;
    vec![Effect::Send { ticket: state.ticket, request }]
}

fn load(state: &mut State) -> Vec<Effect> {
    state.phase = Phase::Loading;
    let request = state.opening.request();
    send(state, request)
}

fn start_over(state: &mut State) -> Vec<Effect> {
    state.opening.flow = None;
    state.flow = None;
    state.remark = None;
    state.restarts = 0;
    state.waiting = None;
    let mut effects = vec![Effect::EndCeremony];
    effects.extend(load(state));
    effects
}

fn submit(state: &mut State, press: Press, body: &Fields) -> Vec<Effect> {
    let Some(flow) = &state.flow else { return Vec::new() };
    let request = Request::submit(state.kind(), &flow.id, body);
    state.phase = Phase::Submitting(press);
    state.remark = None;
    send(state, request)
}

fn triggered(state: &mut State, trigger: Trigger, fields: &Fields) -> Vec<Effect> {
    let Some(flow) = &state.flow else { return Vec::new() };
    match ceremony::ceremony(flow, trigger, fields) {
        Ok(ceremony) => {
            state.phase = Phase::InCeremony(trigger);
            state.remark = None;
            run(state, trigger, ceremony)
        }
        Err(_) => {
            state.remark = Some(Remark::Ceremony(trigger, CeremonyError::BadOptions));
            Vec::new()
        }
    }
}

fn run(state: &mut State, trigger: Trigger, ceremony: ceremony::Ceremony) -> Vec<Effect> {
    state.ceremony_ticket += 1;
    state.waiting = Some(trigger);
    vec![Effect::Run { ticket: state.ceremony_ticket, ceremony }]
}

/// Starts the autofill ceremony of the flow on screen, if it has one; an older one ends by it.
fn offer_autofill(state: &mut State) -> Vec<Effect> {
    match state.flow.as_ref().and_then(ceremony::autofill) {
        Some(ceremony) => run(state, Trigger::PasskeyAutofill, ceremony),
        None if state.waiting.take().is_some() => {
            state.ceremony_ticket += 1;
            vec![Effect::EndCeremony]
        }
        None => Vec::new(),
    }
}

fn ceremony_ended(
    state: &mut State,
    credential: Result<String, CeremonyError>,
    fields: &Fields,
) -> Vec<Effect> {
    let Some(trigger) = state.waiting.take() else { return Vec::new() };
    let is_autofill = trigger == Trigger::PasskeyAutofill;
    match credential {
        // A passkey picked from the suggestions while something else is in flight comes too late.
        Ok(_) if is_autofill && !state.is_ready() => Vec::new(),
        Ok(credential) => {
            let Some(flow) = &state.flow else { return Vec::new() };
            let body = payload::of_ceremony(flow, fields, trigger, credential);
            submit(state, Press::Ceremony(trigger), &body)
        }
        // Nobody asked for the suggestions, so their end is no news.
        Err(_) if is_autofill => Vec::new(),
        Err(error) => {
            state.phase = Phase::Ready;
            state.remark = Some(Remark::Ceremony(trigger, error));
            offer_autofill(state)
        }
    }
}

fn unreached(state: &mut State, why: Unreached) -> Vec<Effect> {
    back_to_form(state, Remark::Unreached(why), Stop::Unreached(why))
}

/// Without an answer to a submit the form stays as it is, with a remark; without a form there is
/// only the reason and a way on.
fn back_to_form(state: &mut State, remark: Remark, stop: Stop) -> Vec<Effect> {
    if matches!(state.phase, Phase::Submitting(_)) {
        state.phase = Phase::Ready;
        state.remark = Some(remark);
        return if state.waiting.is_none() { offer_autofill(state) } else { Vec::new() };
    }
    stopped(state, stop)
}

fn stopped(state: &mut State, stop: Stop) -> Vec<Effect> {
    state.phase = Phase::Stopped(stop);
    state.remark = None;
    state.waiting = None;
    vec![Effect::EndCeremony]
}

fn answered(state: &mut State, response: &Response) -> Vec<Effect> {
    let current = state.flow.as_ref().map(|flow| flow.id.as_str());
    match Outcome::of(response.read(), current) {
        Outcome::Show(flow) => show(state, *flow),
        Outcome::Fetch { id, replaced } => {
            state.opening.flow = Some(id);
            state.restarts += u8::from(replaced);
            load(state)
        }
        Outcome::StartAgain(error) => start_again(state, *error),
        Outcome::Finished(url) => leave(state, url.unwrap_or_else(|| "/".to_owned())),
        Outcome::Leave(url) => leave(state, url),
        Outcome::AccountMade => stopped(state, Stop::AccountMade),
        Outcome::SignedIn => stopped(state, Stop::SignedIn),
        Outcome::ReturnToForbidden(error) => stopped(state, Stop::ReturnToForbidden(*error)),
        Outcome::SwitchedOff => stopped(state, Stop::SwitchedOff),
        Outcome::Refused(error) => {
            back_to_form(state, Remark::Refused((*error).clone()), Stop::Refused(*error))
        }
        Outcome::NotKratos(status) => {
            back_to_form(state, Remark::NotKratos(status), Stop::NotKratos(status))
        }
    }
}

fn leave(state: &mut State, url: String) -> Vec<Effect> {
    state.phase = Phase::Leaving;
    state.waiting = None;
    vec![Effect::EndCeremony, Effect::Navigate(url)]
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

fn show(state: &mut State, mut flow: Flow) -> Vec<Effect> {
    if let Phase::Submitting(press) = &state.phase {
        state.restarts = 0;
        let resent = matches!(press, Press::Button(Some((name, _))) if name == "resend");
        let refused = flow.messages.iter().any(|message| message.severity == Severity::Error);
        state.remark = (resent && !refused).then_some(Remark::CodeSentAgain);
    }
    put_identifier_back(&mut flow, state.flow.as_ref());
    state.draft.put_back(&mut flow);
    let known = state.opening.flow.as_deref() == Some(flow.id.as_str());
    let kind = flow.kind.unwrap_or(state.opening.kind);
    let moved = !known || kind != state.opening.kind;
    state.opening.kind = kind;
    state.opening.flow = Some(flow.id.clone());
    state.flow = Some(flow);
    state.phase = Phase::Ready;
    let mut effects = Vec::new();
    if moved {
        let flow = state.opening.flow.clone().unwrap_or_default();
        effects.push(Effect::Remember { kind, flow });
    }
    effects.extend(offer_autofill(state));
    effects
}

/// Shows the identifier again that Kratos 1.3.1 hides when it knows no account for a code.
///
/// Its answer (4000035) turns the input hidden although the person has to correct it, and drops its
/// label; the input of the flow before takes its place.
fn put_identifier_back(flow: &mut Flow, before: Option<&Flow>) {
    const NO_CODE_ACCOUNT: i64 = 4_000_035;
    if flow.kind != Some(FlowKind::Login)
        || !flow.messages.iter().any(|message| message.id == NO_CODE_ACCOUNT)
    {
        return;
    }
    let is_identifier = |attributes: &Attributes, hidden: bool| {
        matches!(attributes, Attributes::Input(input)
            if input.name == "identifier" && (input.kind == InputKind::Hidden) == hidden)
    };
    let shown = before
        .and_then(|flow| flow.nodes.iter().find(|node| is_identifier(&node.attributes, false)));
    let Some(node) = flow.nodes.iter_mut().find(|node| is_identifier(&node.attributes, true))
    else {
        return;
    };
    let Attributes::Input(input) = &mut node.attributes else { return };
    input.kind = InputKind::Text;
    input.required = true;
    if let Some(Attributes::Input(old)) = shown.map(|node| &node.attributes) {
        input.kind = old.kind.clone();
        input.autocomplete = old.autocomplete.clone();
    }
    node.label = node.label.take().or_else(|| shown.and_then(|node| node.label.clone()));
}
