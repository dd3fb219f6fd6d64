//! Detects configuration problems: the cause with its evidence, and the remedy.
//!
//! For the developer's console and the `finding` of an error event. The person at the form gets a
//! separate text.

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

/// The texts by code: cause, `|`, remedy.
const TEXTS: &str = include_str!("diagnose/findings.txt");

/// A finding about a ceremony of `trigger`; `evidence` is Kratos' text.
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

/// The configuration problem behind a failed ceremony; `None` if the person or device caused it.
pub fn for_ceremony(state: &State, trigger: Trigger, error: &CeremonyError) -> Option<Finding> {
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

/// The configuration problem behind Kratos' refusal of a successful ceremony.
pub fn for_refusal(state: &State, submission: &Submission, flow: &Flow) -> Option<Finding> {
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

/// The same for an error without a form: Kratos answers 500 to a *new* credential from an unknown
/// origin.
pub fn for_failure(state: &State, submission: &Submission, status: u16) -> Option<Finding> {
    match &submission.press {
        Press::Ceremony(trigger, _) if status == 500 => {
            Some(finding("origin-refused", state, *trigger, "500"))
        }
        _ => None,
    }
}

/// The configuration problem of a page restricted to passkeys whose flow has none.
pub fn for_groups(state: &State, flow: &Flow) -> Option<Finding> {
    let wants = state.opening.groups.iter().any(|group| group == "passkey");
    let has = flow.nodes.iter().any(|node| node.group.as_str() == "passkey");
    let is_start = flow.state.as_deref() == Some("choose_method");
    // The first of two registration steps has no method yet.
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
        let found = for_refusal(&state(), &submission, &flow).unwrap();
        assert_eq!(found.code, "origin-refused");
        assert!(found.cause.contains("4000008 invalid"), "{}", found.cause);
        assert!(
            found
                .remedy
                .contains("passkey.config.rp.origins must hold exactly http://localhost:4456")
        );
        let typed = Submission { press: Press::Button(None), fields: Vec::new() };
        assert_eq!(for_refusal(&state(), &typed, &flow), None);
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
    fn cancelling_or_waiting_is_not_a_finding() {
        let finding_of = |error| for_ceremony(&state(), Trigger::PasskeyLogin, &error);
        assert_eq!(finding_of(CeremonyError::Cancelled), None);
        assert_eq!(finding_of(CeremonyError::TimedOut), None);
        assert!(finding_of(CeremonyError::Impossible(Obstacle::Policy)).is_some());
    }
}
