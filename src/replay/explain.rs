//! The events that may have led to a request.
//!
//! A recording has requests, not presses. A press of the form is in what was posted; of everything else a
//! person or the browser can do, the machine itself says what it would ask for then.

use super::recording::{Asked, Began};
use crate::{
    flow::{draft::Fields, event::Event, state::State},
    kratos::{flow::FlowKind, node::Trigger, request::Request},
};

/// Lists of events, the likeliest first, of which one may have led to `asked`.
pub(super) fn events(state: &State, asked: &Asked) -> Vec<Vec<Event>> {
    if !asked.is_get {
        return submits(state, &asked.form).into_iter().map(|event| vec![event]).collect();
    }
    let typed = Fields::new();
    if asked.path == Request::whoami().url {
        return vec![
            vec![Event::Shown],
            vec![Event::SessionChanged],
            vec![Event::SigningOut { typed: typed.clone() }],
            vec![Event::Returned],
        ];
    }
    vec![
        vec![Event::Retried],
        vec![Event::StartedOver],
        vec![Event::GaveUp],
        vec![Event::DroppedReturnTo],
        vec![Event::Online],
        vec![Event::FlowAging { typed }],
        vec![Event::WentBack],
        vec![Event::Returned],
        vec![Event::Stayed, Event::Retried],
        vec![Event::Stayed, Event::StartedOver],
    ]
}

/// The presses that post these pairs: of each button that is among them, the last pair first, where the
/// machine puts it; or of none.
fn submits(state: &State, form: &Fields) -> Vec<Event> {
    let flow = state.flow.as_ref();
    let is_button = |pair: &&(String, String)| {
        flow.is_some_and(|flow| {
            flow.inputs().any(|input| {
                let value = input.value.as_deref().unwrap_or_default();
                input.is_submit() && input.name == pair.0 && value == pair.1
            })
        })
    };
    // Every method posts its name; another button's pair says more.
    let (methods, others): (Vec<_>, Vec<_>) =
        form.iter().rev().filter(is_button).cloned().partition(|(name, _)| name == "method");
    let pressed = others.into_iter().chain(methods).map(Some).chain([None]);
    pressed.map(|button| Event::Submitted { fields: form.clone(), button }).collect()
}

/// The triggers that may have started a ceremony.
pub(super) fn triggers(state: &State, began: Began) -> Vec<Trigger> {
    let creates = |trigger: &Trigger| crate::flow::ceremony::creates_credential(*trigger);
    let inputs = state.flow.iter().flat_map(|flow| flow.inputs());
    let triggers = inputs.filter_map(|input| input.on_click);
    triggers.filter(|trigger| creates(trigger) == began.creates).collect()
}

/// The kind of flow that a request loads, and the query of a page that sends it. `None` if it loads none.
pub(super) fn opened_by(asked: &Asked) -> Option<(FlowKind, Vec<(String, String)>)> {
    let (word, rest) = asked.path.strip_prefix("/self-service/")?.split_once('/')?;
    let kind = FlowKind::named(word).filter(|_| asked.is_get)?;
    let named = |(name, value): &(String, String)| {
        let name = if rest == "flows" && name == "id" { "flow" } else { name };
        (name.to_owned(), value.clone())
    };
    matches!(rest, "browser" | "flows").then(|| (kind, asked.query.iter().map(named).collect()))
}
