//! Maps a trigger to its ceremony, and the result to the fields to post.

use super::draft::Fields;
use crate::{
    kratos::{
        flow::Flow,
        node::{Group, Trigger},
    },
    webauthn::options::{BadOptions, Creation, Options},
};

/// A ceremony to run.
///
/// See <https://www.w3.org/TR/webauthn-3/#sctn-createCredential> and
/// <https://www.w3.org/TR/webauthn-3/#sctn-getAssertion>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ceremony {
    /// `navigator.credentials.get`, as a modal dialog.
    Get(Options),
    /// `navigator.credentials.get` with conditional mediation: passkeys in the autofill
    /// suggestions.
    Autofill(Options),
    /// `navigator.credentials.create`.
    Create(Options),
    /// `navigator.credentials.create` with conditional mediation: without a dialog.
    CreateSilently(Options),
}

/// The method and the field that post a trigger's result (see docs/kratos.md#fields-of-each-method).
pub(crate) fn destination(trigger: Trigger) -> (Group, &'static str) {
    match trigger {
        Trigger::PasskeyLogin | Trigger::PasskeyAutofill => (Group::Passkey, "passkey_login"),
        Trigger::PasskeyRegistration => (Group::Passkey, "passkey_register"),
        Trigger::PasskeySettings => (Group::Passkey, "passkey_settings_register"),
        Trigger::WebauthnLogin => (Group::Webauthn, "webauthn_login"),
        Trigger::WebauthnRegistration => (Group::Webauthn, "webauthn_register"),
    }
}

/// Whether a trigger creates a credential.
pub(crate) fn creates_credential(trigger: Trigger) -> bool {
    matches!(
        trigger,
        Trigger::PasskeyRegistration | Trigger::PasskeySettings | Trigger::WebauthnRegistration
    )
}

/// The options of the ceremonies that a flow offers, parsed once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OfferedCeremonies(Vec<(Source, Result<Creation, BadOptions>)>);

/// The input that holds the options of a ceremony.
type Source = &'static str;

/// Where Kratos puts the options of a trigger (see docs/kratos.md#ceremony-options).
fn source(trigger: Trigger) -> Source {
    match trigger {
        Trigger::PasskeyLogin | Trigger::PasskeyAutofill => "passkey_challenge",
        Trigger::PasskeyRegistration | Trigger::PasskeySettings => "passkey_create_data",
        Trigger::WebauthnLogin => "webauthn_login_trigger",
        Trigger::WebauthnRegistration => "webauthn_register_trigger",
    }
}

const SOURCES: [Source; 4] = [
    "passkey_challenge",
    "passkey_create_data",
    "webauthn_login_trigger",
    "webauthn_register_trigger",
];

impl OfferedCeremonies {
    /// Parses the options in `flow`.
    pub(super) fn read(flow: &Flow) -> Self {
        let text = |source| flow.input(source)?.value.as_deref();
        let read = |source| Some((source, Creation::read(text(source)?)));
        Self(SOURCES.into_iter().filter_map(read).collect())
    }

    fn creation(&self, trigger: Trigger) -> Result<&Creation, BadOptions> {
        let wanted = source(trigger);
        let found = self.0.iter().find(|(source, _)| *source == wanted);
        let (_, read) = found.ok_or(BadOptions::NoChallenge)?;
        read.as_ref().map_err(|why| *why)
    }

    /// The relying party of the ceremony that `trigger` starts.
    pub(super) fn rp_id(&self, trigger: Trigger) -> Option<&str> {
        self.creation(trigger).ok()?.options.rp_id()
    }

    /// The ceremony that `trigger` starts; a new passkey is named after `fields`.
    ///
    /// # Errors
    /// [`BadOptions`] when the flow's options are missing or unreadable.
    pub(super) fn ceremony(
        &self,
        trigger: Trigger,
        fields: &Fields,
    ) -> Result<Ceremony, BadOptions> {
        let options = self.creation(trigger)?.clone();
        Ok(match trigger {
            Trigger::PasskeyAutofill => Ceremony::Autofill(options.options),
            _ if creates_credential(trigger) => Ceremony::Create(options.named(fields)),
            _ => Ceremony::Get(options.options),
        })
    }
}

/// Whether `flow` offers conditional mediation (see docs/kratos.md#autofill).
///
/// Asks the flow and not each node, so that it starts once: Kratos 1.3.1 repeats the trigger on the
/// button.
pub(super) fn has_autofill(flow: &Flow) -> bool {
    let is_on = flow.inputs().any(|input| input.on_load == Some(Trigger::PasskeyAutofill));
    is_on && flow.input("identifier").is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::{
        flow::{effect::Effect, event::Event, opening::Opening, state::State, update::update},
        kratos::{flow::FlowKind, node::Trigger, response::Response},
        webauthn::{ability::Observation, error::CeremonyError},
    };

    fn login(message: Option<i64>) -> Value {
        let options = r#"{"publicKey":{"challenge":"AA","rpId":"auth.example"}}"#;
        let input = |name: &str, kind: &str, more: Value| {
            let mut attributes = json!({"name": name, "type": kind});
            for (key, value) in more.as_object().unwrap() {
                attributes[key] = value.clone();
            }
            json!({"type": "input", "group": "passkey", "attributes": attributes})
        };
        let said: Vec<_> =
            message.iter().map(|id| json!({"id": id, "type": "error", "text": "no"})).collect();
        json!({"id": "f", "ui": {"action": "/self-service/login", "messages": said, "nodes": [
            input("identifier", "text", json!({})),
            input("passkey_challenge", "hidden", json!({"value": options})),
            input("passkey_login", "hidden",
                json!({"onloadTrigger": "oryPasskeyLoginAutocompleteInit"})),
            input("passkey_login_trigger", "button", json!({"onclickTrigger": "oryPasskeyLogin"})),
        ]}})
    }

    fn opened(page: Observation) -> (State, Vec<Effect>) {
        let mut state = State::new(Opening::read(FlowKind::Login, ""));
        update(&mut state, Event::Started { kept: None, page, hops: 0 });
        let effects = answer(&mut state, 200, &login(None));
        (state, effects)
    }

    fn answer(state: &mut State, status: u16, body: &Value) -> Vec<Effect> {
        let response = Response { status, body: body.to_string() }.read();
        let ticket = state.ticket;
        update(state, Event::Answered { ticket, answer: Ok(response), typed: Vec::new(), now: 0 })
    }

    fn able() -> Observation {
        Observation {
            is_secure: true,
            has_interface: true,
            host: "auth.example".to_owned(),
            ..Observation::default()
        }
    }

    fn reported(effects: &[Effect]) -> Vec<&'static str> {
        let code = |effect: &Effect| match effect {
            Effect::Report(finding) => Some(finding.code),
            _ => None,
        };
        effects.iter().filter_map(code).collect()
    }

    fn ended(state: &mut State, credential: Result<&str, CeremonyError>) -> Vec<Effect> {
        let credential = credential.map(str::to_owned);
        let ticket = state.ceremony_ticket;
        update(state, Event::CeremonyEnded { ticket, credential, fields: Vec::new() })
    }

    /// An unusable ceremony was only reported when its button was pressed, but the button is
    /// disabled. So the finding never reached the integrator.
    #[test]
    fn what_stands_in_the_way_is_told_once_with_the_form() {
        let (mut state, effects) = opened(Observation { is_secure: false, ..able() });
        assert_eq!(reported(&effects), ["insecure-context"]);
        let again = answer(&mut state, 200, &login(Some(4_000_006)));
        assert!(reported(&again).is_empty());

        let (mut state, effects) =
            opened(Observation { host: "other.example".to_owned(), ..able() });
        assert!(reported(&effects).is_empty(), "the browser may ask that domain");
        let effects = update(&mut state, Event::Capable(Vec::new()));
        assert_eq!(reported(&effects), ["rp-id-mismatch"]);
    }

    /// A flow that expired during a ceremony was never renewed.
    #[test]
    fn a_flow_that_ages_during_a_ceremony_is_renewed_after_it() {
        let (mut state, _) = opened(able());
        let trigger = Trigger::PasskeyLogin;
        update(&mut state, Event::Triggered { trigger, fields: Vec::new() });
        let effects = update(&mut state, Event::FlowAging { typed: Vec::new() });
        assert!(matches!(effects.as_slice(), [Effect::Alarm(_)]), "{effects:?}");
        ended(&mut state, Err(CeremonyError::Cancelled));
        let effects = update(&mut state, Event::FlowAging { typed: Vec::new() });
        assert!(matches!(effects.as_slice(), [Effect::Send { .. }]), "{effects:?}");
    }

    /// A password manager that answers conditional requests by itself sent a refused passkey again
    /// and again.
    #[test]
    fn autofill_stops_after_repeated_refusals_until_a_user_action() {
        let (mut state, _) = opened(able());
        let refused = |state: &mut State| {
            assert!(!ended(state, Ok("{}")).is_empty());
            let effects = answer(state, 400, &login(Some(4_000_008)));
            effects.iter().any(|effect| matches!(effect, Effect::Run { .. }))
        };
        assert!(refused(&mut state) && refused(&mut state));
        assert!(!refused(&mut state), "a third time");
        let trigger = Trigger::PasskeyLogin;
        update(&mut state, Event::Triggered { trigger, fields: Vec::new() });
        assert!(refused(&mut state), "the button was used");
    }
}
