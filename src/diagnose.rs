//! What is wrong with a set-up, said to whoever runs it: the cause with its evidence, and the cure.
//!
//! The person at the form reads a sentence they can act on; this is for the developer's console and for
//! the `finding` of an error event.

mod finding;

pub use finding::Finding;

use crate::{
    decimal::digits,
    flow::state::{Press, State, Submission},
    i18n,
    kratos::{
        flow::Flow,
        message,
        node::{Input, Trigger},
    },
    webauthn::{
        ability::{Observation, Obstacle},
        error::CeremonyError,
    },
};

/// The texts by code: the cause, a bar, the remedy.
const TEXTS: &str = include_str!("diagnose/findings.txt");

/// A finding about a ceremony of `trigger`, with what Kratos said of it as `evidence`.
fn finding(code: &'static str, state: &State, trigger: Trigger, evidence: &str) -> Finding {
    let Observation { origin, host, .. } = &state.page;
    let rp_id = state.rp_id(trigger).unwrap_or_default();
    let method = match trigger {
        Trigger::WebauthnLogin | Trigger::WebauthnRegistration => "webauthn",
        _ => "passkey",
    };
    let values = [
        ("origin", origin.as_str()),
        ("host", host),
        ("rp_id", rp_id),
        ("method", method),
        ("evidence", evidence),
    ];
    let text = i18n::find(TEXTS, code).unwrap_or_default();
    let (cause, remedy) = text.split_once('|').unwrap_or((text, ""));
    Finding { code, cause: i18n::fill(cause, &values), remedy: i18n::fill(remedy, &values) }
}

/// What a failed ceremony says about the set-up; `None` when it only says something about the person.
pub fn of_ceremony(state: &State, trigger: Trigger, error: &CeremonyError) -> Option<Finding> {
    let code = match error {
        CeremonyError::Impossible(Obstacle::InsecureContext) => "insecure-context",
        CeremonyError::Impossible(Obstacle::NoInterface) => "no-webauthn",
        CeremonyError::Impossible(Obstacle::Policy) => "permissions-policy",
        CeremonyError::Impossible(Obstacle::IpAddress) => "ip-address",
        CeremonyError::Impossible(Obstacle::OtherDomain) => "rp-id-mismatch",
        CeremonyError::BadOptions => "no-options",
        CeremonyError::Incapable | CeremonyError::Unsupported => "unsupported-options",
        _ => return None,
    };
    Some(finding(code, state, trigger, ""))
}

/// What Kratos' refusal of a ceremony that went well says about the set-up.
pub fn of_refusal(state: &State, submission: &Submission, flow: &Flow) -> Option<Finding> {
    let Press::Ceremony(trigger, _) = &submission.press else { return None };
    let nodes = flow.nodes.iter().flat_map(|node| &node.messages);
    let said = flow
        .messages
        .iter()
        .chain(nodes)
        .find(|message| message::UNVERIFIED_CREDENTIAL.contains(&message.id))?;
    let reason = said.value("reason").unwrap_or(&said.text);
    let evidence = [&digits(said.id), " ", reason].concat();
    Some(finding("origin-refused", state, *trigger, &evidence))
}

/// The same for a refusal without a form: Kratos answers 500 to a credential *made* for an origin it
/// does not know.
pub fn of_failure(state: &State, submission: &Submission, status: u16) -> Option<Finding> {
    match &submission.press {
        Press::Ceremony(trigger, _) if status == 500 => {
            Some(finding("origin-refused", state, *trigger, "500"))
        }
        _ => None,
    }
}

/// What a page that shows passkeys only says about a flow that has none.
pub fn of_groups(state: &State, flow: &Flow) -> Option<Finding> {
    let wants = state.opening.groups.iter().any(|group| group == "passkey");
    let has = flow.nodes.iter().any(|node| node.group.as_str() == "passkey");
    let is_start = flow.state.as_deref() == Some("choose_method");
    // The first of two steps of a registration offers no method yet.
    let is_profile = |input: &Input| input.is_submit() && input.value.as_deref() == Some("profile");
    (wants && !has && is_start && !flow.inputs().any(is_profile))
        .then(|| finding("no-passkey-in-flow", state, Trigger::PasskeyLogin, ""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{flow::opening::Opening, kratos::flow::FlowKind};

    fn state() -> State {
        let mut state = State::new(Opening::read(FlowKind::Login, ""));
        state.page = Observation {
            origin: "http://localhost:4456".to_owned(),
            host: "localhost".to_owned(),
            ..Observation::default()
        };
        state
    }

    #[test]
    fn a_refused_origin_names_the_setting_and_the_port_that_is_missing() {
        let body = serde_json::json!({"id": "f", "ui": {"action": "/self-service/login", "nodes": [],
            "messages": [{"id": 4000008, "type": "error", "text": "invalid"}]}});
        let flow = Flow::read(&body.into()).unwrap();
        let press = Press::Ceremony(Trigger::PasskeyLogin, "{}".to_owned());
        let submission = Submission { press, fields: Vec::new() };
        let found = of_refusal(&state(), &submission, &flow).unwrap();
        assert_eq!(found.code, "origin-refused");
        assert!(found.cause.contains("4000008 invalid"), "{}", found.cause);
        assert!(
            found
                .remedy
                .contains("passkey.config.rp.origins must hold exactly http://localhost:4456")
        );
        let typed = Submission { press: Press::Button(None), fields: Vec::new() };
        assert_eq!(of_refusal(&state(), &typed, &flow), None);
    }

    #[test]
    fn every_text_has_a_cause_and_a_remedy_and_only_values_that_are_there() {
        for line in TEXTS.lines() {
            let (code, _) = line.split_once('=').unwrap();
            let found = finding(code, &state(), Trigger::PasskeyLogin, "");
            assert!(!found.cause.is_empty() && !found.remedy.is_empty(), "{code}");
            assert!(!(found.cause + &found.remedy).contains(['{', '|']), "{code}");
        }
    }

    #[test]
    fn what_a_person_did_is_no_finding() {
        let of = |error| of_ceremony(&state(), Trigger::PasskeyLogin, &error);
        assert_eq!(of(CeremonyError::Cancelled), None);
        assert_eq!(of(CeremonyError::TimedOut), None);
        assert!(of(CeremonyError::Impossible(Obstacle::Policy)).is_some());
    }
}
