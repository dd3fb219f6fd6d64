//! What is wrong with a set-up, said to whoever runs it: the cause with its evidence, and the cure.
//!
//! The person at the form reads a sentence they can act on; this is for the developer's console and for
//! the `finding` of an error event.

use crate::{
    flow::state::{Press, State, Submission},
    kratos::{
        flow::Flow,
        node::{Input, Trigger},
        text::UiText,
    },
    webauthn::{ability::Obstacle, error::CeremonyError},
};

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its stable name.
    pub code: &'static str,
    /// What was seen.
    pub cause: String,
    /// What to change.
    pub remedy: String,
}

/// Kratos' words for a passkey or security key whose origin or signature it refuses.
const REFUSED: [i64; 2] = [4_000_008, 4_000_043];

fn finding(code: &'static str, cause: &[&str], remedy: &[&str]) -> Finding {
    Finding { code, cause: cause.concat(), remedy: remedy.concat() }
}

/// The Kratos method behind a trigger.
fn method(trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::WebauthnLogin | Trigger::WebauthnRegistration => "webauthn",
        _ => "passkey",
    }
}

/// What a failed ceremony says about the set-up; `None` when it only says something about the person.
pub fn of_ceremony(state: &State, trigger: Trigger, error: &CeremonyError) -> Option<Finding> {
    let page = &state.page;
    let rp_id = state.rp_id(trigger).unwrap_or_default();
    let method = method(trigger);
    Some(match error {
        CeremonyError::Impossible(Obstacle::InsecureContext) => finding(
            "insecure-context",
            &[
                "The page is ",
                &page.origin,
                "; browsers hide WebAuthn except on https and localhost.",
            ],
            &["Serve the page over https, or open it as http://localhost."],
        ),
        CeremonyError::Impossible(Obstacle::NoInterface) => finding(
            "no-webauthn",
            &["This browser has no PublicKeyCredential."],
            &["Offer another method; in-app browsers often lack it."],
        ),
        CeremonyError::Impossible(Obstacle::Policy) => finding(
            "permissions-policy",
            &["A Permissions-Policy, or the frame around the page, forbids WebAuthn."],
            &["Allow publickey-credentials-get and -create for ", &page.origin, " in both."],
        ),
        CeremonyError::Impossible(Obstacle::IpAddress) => finding(
            "ip-address",
            &["The page is on the IP address ", &page.host, "; a relying party is a domain."],
            &["Open the page under a host name."],
        ),
        CeremonyError::Impossible(Obstacle::OtherDomain) => finding(
            "rp-id-mismatch",
            &["Kratos' rp.id is ", &rp_id, ", the page is on ", &page.host, "."],
            &[
                "Set selfservice.methods.",
                method,
                ".config.rp.id to ",
                &page.host,
                " or its parent domain.",
            ],
        ),
        CeremonyError::BadOptions => finding(
            "no-options",
            &["The flow holds no readable options for ", method, "."],
            &["Check that no proxy changes Kratos' answers."],
        ),
        CeremonyError::Incapable | CeremonyError::Unsupported => finding(
            "unsupported-options",
            &["The authenticator or browser cannot do what Kratos demands."],
            &["Relax selfservice.methods.", method, ".config (user verification, attachment)."],
        ),
        _ => return None,
    })
}

/// What Kratos' refusal of a ceremony that went well says about the set-up.
pub fn of_refusal(state: &State, submission: &Submission, flow: &Flow) -> Option<Finding> {
    let Press::Ceremony(trigger, _) = &submission.press else { return None };
    let nodes = flow.nodes.iter().flat_map(|node| &node.messages);
    let said = flow.messages.iter().chain(nodes).find(|message| REFUSED.contains(&message.id))?;
    Some(bad_origin(state, *trigger, &[&said.id.to_string(), " ", &reason(said)]))
}

/// The same for a refusal without a form: Kratos answers 500 to a credential *made* for an origin it
/// does not know.
pub fn of_failure(state: &State, submission: &Submission, status: u16) -> Option<Finding> {
    match &submission.press {
        Press::Ceremony(trigger, _) if status == 500 => Some(bad_origin(state, *trigger, &["500"])),
        _ => None,
    }
}

fn bad_origin(state: &State, trigger: Trigger, evidence: &[&str]) -> Finding {
    let origin = &state.page.origin;
    finding(
        "origin-refused",
        &["The ceremony went well and Kratos refused its result: ", &evidence.concat(), "."],
        &[
            "selfservice.methods.",
            method(trigger),
            ".config.rp.origins must hold exactly ",
            origin,
            ", port included.",
        ],
    )
}

fn reason(message: &UiText) -> String {
    message.value("reason").unwrap_or(&message.text).to_owned()
}

/// What a page that shows passkeys only says about a flow that has none.
pub fn of_groups(state: &State, flow: &Flow) -> Option<Finding> {
    let wants = state.opening.groups.iter().any(|group| group == "passkey");
    let has = flow.nodes.iter().any(|node| node.group.as_str() == "passkey");
    let is_start = flow.state.as_deref() == Some("choose_method");
    // The first of two steps of a registration offers no method yet.
    let is_profile = |input: &Input| input.is_submit() && input.value.as_deref() == Some("profile");
    (wants && !has && is_start && !flow.inputs().any(is_profile)).then(|| {
        finding(
            "no-passkey-in-flow",
            &["The page shows passkeys, and Kratos' flow offers none."],
            &["Set selfservice.methods.passkey.enabled, and credentials.passkey.display_name on a trait."],
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{flow::opening::Opening, kratos::flow::FlowKind, webauthn::ability::Observation};

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
    fn what_a_person_did_is_no_finding() {
        let of = |error| of_ceremony(&state(), Trigger::PasskeyLogin, &error);
        assert_eq!(of(CeremonyError::Cancelled), None);
        assert_eq!(of(CeremonyError::TimedOut), None);
        assert!(of(CeremonyError::Impossible(Obstacle::Policy)).is_some());
    }
}
