//! Detects configuration problems: the cause with its evidence, and the remedy.
//!
//! For the developer's console and the `finding` of an error event. The person at the form gets a
//! separate text.

mod finding;

pub use finding::Finding;

use crate::{
    decimal::digits,
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

/// The ceremony that a finding is about.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The page that runs it.
    pub page: &'a Observation,
    /// What starts it.
    pub trigger: Trigger,
    /// Its relying party, if the flow says it.
    pub rp_id: Option<&'a str>,
}

impl Subject<'_> {
    /// A finding about it; `evidence` is Kratos' text.
    fn finding(&self, code: &'static str, evidence: &str) -> Finding {
        let Observation { origin, host, .. } = self.page;
        let method = match self.trigger {
            Trigger::WebauthnLogin | Trigger::WebauthnRegistration => "webauthn",
            _ => "passkey",
        };
        let values = [
            ("origin", origin.as_str()),
            ("host", host),
            ("rp_id", self.rp_id.unwrap_or_default()),
            ("method", method),
            ("evidence", evidence),
        ];
        let text = i18n::table::find(TEXTS, code).unwrap_or_default();
        let (cause, remedy) = text.split_once('|').unwrap_or((text, ""));
        Finding { code, cause: i18n::fill(cause, &values), remedy: i18n::fill(remedy, &values) }
    }

    /// The configuration problem behind its failure; `None` if the person or device caused it.
    pub fn failed(&self, error: &CeremonyError) -> Option<Finding> {
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
        Some(self.finding(code, ""))
    }

    /// The configuration problem behind Kratos' refusal of its credential, in `flow`.
    pub fn refused(&self, flow: &Flow) -> Option<Finding> {
        let nodes = flow.nodes.iter().flat_map(|node| &node.messages);
        let said = flow
            .messages
            .iter()
            .chain(nodes)
            .find(|message| message::UNVERIFIED_CREDENTIAL.contains(&message.id))?;
        let reason = said.value("reason").unwrap_or(&said.text);
        let evidence = [&digits(said.id), " ", reason].concat();
        Some(self.finding("origin-refused", &evidence))
    }

    /// The same for an error without a form: Kratos answers 500 to a *new* credential from an
    /// unknown origin.
    pub fn refused_with(&self, status: u16) -> Option<Finding> {
        (status == 500).then(|| self.finding("origin-refused", "500"))
    }

    /// The configuration problem of a page restricted to `groups` that include passkeys, if `flow`
    /// has none.
    pub fn missing(&self, groups: &[String], flow: &Flow) -> Option<Finding> {
        let wants = groups.iter().any(|group| group == "passkey");
        let has = flow.nodes.iter().any(|node| node.group.as_str() == "passkey");
        let is_start = flow.state.as_deref() == Some("choose_method");
        // The first of two registration steps has no method yet.
        let is_profile =
            |input: &Input| input.is_submit() && input.value.as_deref() == Some("profile");
        (wants && !has && is_start && !flow.inputs().any(is_profile))
            .then(|| self.finding("no-passkey-in-flow", ""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Observation {
        Observation {
            origin: "http://localhost:4456".to_owned(),
            host: "localhost".to_owned(),
            ..Observation::default()
        }
    }

    fn subject(page: &Observation) -> Subject<'_> {
        Subject { page, trigger: Trigger::PasskeyLogin, rp_id: None }
    }

    #[test]
    fn a_refused_origin_names_the_setting_and_the_port_that_is_missing() {
        let flow = |id: i64| {
            let body = serde_json::json!({"id": "f", "ui": {"action": "/self-service/login",
                "nodes": [], "messages": [{"id": id, "type": "error", "text": "invalid"}]}});
            Flow::read(&body.into()).unwrap()
        };
        let page = page();
        let found = subject(&page).refused(&flow(4_000_008)).unwrap();
        assert_eq!(found.code, "origin-refused");
        assert!(found.cause.contains("4000008 invalid"), "{}", found.cause);
        assert!(
            found
                .remedy
                .contains("passkey.config.rp.origins must hold exactly http://localhost:4456")
        );
        assert_eq!(subject(&page).refused(&flow(4_000_006)), None);
    }

    #[test]
    fn every_text_has_a_cause_and_a_remedy_and_only_values_that_are_there() {
        for line in TEXTS.lines() {
            let (code, _) = line.split_once('=').unwrap();
            let found = subject(&page()).finding(code, "");
            assert!(!found.cause.is_empty() && !found.remedy.is_empty(), "{code}");
            assert!(!(found.cause + &found.remedy).contains(['{', '|']), "{code}");
        }
    }

    #[test]
    fn cancelling_or_waiting_is_not_a_finding() {
        let page = page();
        assert_eq!(subject(&page).failed(&CeremonyError::Cancelled), None);
        assert_eq!(subject(&page).failed(&CeremonyError::TimedOut), None);
        assert!(subject(&page).failed(&CeremonyError::Impossible(Obstacle::Policy)).is_some());
    }
}
