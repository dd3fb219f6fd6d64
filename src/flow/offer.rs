//! Offers a passkey after a sign-in by another method, if the account has none and this device can
//! store one.
//!
//! The sign-in page decides whether to offer and navigates to a separate page, so that the sign-in
//! does not load this code. That page loads the account's settings, and asks or goes on.

use super::{
    ceremony::{Ceremony, OfferedCeremonies},
    departure::leave,
    effect::Effect,
    opening::Offer,
    outcome::{Outcome, is_saved},
    state::{Phase, Press, Remark, State, Submission},
    steps::{load, run},
    suspension::suspend,
};
use crate::{
    json::Json,
    kratos::{
        flow::Flow,
        message,
        node::Trigger,
        request::{Request, urlencode},
        response::{Answer, Unreached},
    },
    webauthn::{ability::Signal, answer, base64url, error::Operation},
};

/// The path of the offer page.
pub const PAGE: &str = "/passkey";

/// Where to offer a passkey after a sign-in by `press`; `None` if there is nothing to offer.
pub(super) fn page(state: &State, press: Option<&Press>) -> Option<String> {
    let by = match press? {
        Press::Ceremony(Trigger::PasskeyLogin | Trigger::PasskeyAutofill, credential) => {
            // Signed in with a passkey of another device; this device could have its own.
            let credential = Json::parse(credential).ok()?;
            let attachment = credential.obj().str("authenticatorAttachment");
            (attachment == Some("cross-platform")).then_some("passkey")?
        }
        Press::Ceremony(..) => return None,
        Press::Button(Some((_, value))) if value == "password" => "password",
        Press::Button(_) => "code",
    };
    let can = |name: &str| state.page.can(name) == Some(true);
    let device = can("passkeyPlatformAuthenticator") || can("userVerifyingPlatformAuthenticator");
    if state.opening.offer != Offer::Later || !device {
        return None;
    }
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let mut query = vec![pair("by", by)];
    query.extend(state.return_to().map(|url| pair("return_to", url)));
    Some([PAGE, "?", &urlencode(&query)].concat())
}

/// Handles an answer on the offer page.
pub(super) fn answered(
    state: &mut State,
    answer: Result<Answer, Unreached>,
    submission: Option<&Submission>,
) {
    let outcome = match answer {
        Ok(answer) => Outcome::from_answer(answer, &state.opening, None),
        Err(why) => return not_saved(state, Remark::Unreached(why), submission),
    };
    let flow = match outcome {
        Outcome::Show(flow) => flow,
        Outcome::NotKratos(status) => {
            return not_saved(state, Remark::NotKratos(status), submission);
        }
        // Kratos accepts a challenge once, so the settings are loaded again: the passkey may have
        // been saved before.
        Outcome::Refused(error) if submission.is_some() => {
            state.remark = Some(Remark::Refused(*error));
            return load(state);
        }
        Outcome::Refused(error) => {
            return not_saved(state, Remark::Refused(*error), submission);
        }
        // The flow expired; a new one can save a passkey.
        Outcome::StartAgain(_) if submission.is_some() => {
            state.remark = Some(Remark::StartedAgain);
            return load(state);
        }
        // The person accepted the offer; the passkey can be created after the sign-in.
        Outcome::SignIn(proof, opening) if submission.is_some() => {
            return suspend(state, proof, opening, None);
        }
        _ => return go_on(state),
    };
    if submission.is_some_and(|submission| is_saved(&flow, Some(submission))) {
        state.effects.push(Effect::SessionChanged);
        go_on(state);
        return;
    }
    let has_one = flow.input("passkey_remove").is_some();
    let is_first = submission.is_none();
    let from_afar = state.opening.carried("by") == Some("passkey");
    if is_first && (has_one && !from_afar || !can_create(state, &flow)) {
        // Don't ask again soon: the account has a passkey, or can't have one.
        state.effects.push(Effect::SnoozeOffer);
        go_on(state);
        return;
    }
    state.put(*flow);
    state.phase = Phase::Ready;
    ask_silently(state)
}

/// A passkey that was created but not saved is reported and can be submitted again. If nothing was
/// asked yet, the page goes on.
fn not_saved(state: &mut State, remark: Remark, submission: Option<&Submission>) {
    if submission.is_none() && state.flow.is_none() {
        return go_on(state);
    }
    state.phase = Phase::Ready;
    // The refusal takes precedence over the error of loading the settings again.
    state.remark.get_or_insert(remark);
}

fn can_create(state: &State, flow: &Flow) -> bool {
    let trigger = Trigger::PasskeySettings;
    let offered = OfferedCeremonies::read(flow);
    flow.inputs().any(|input| input.on_click == Some(trigger))
        && offered.ceremony(trigger, &Vec::new()).is_ok()
        && state.page.obstacle(Operation::Create, offered.rp_id(trigger)).is_none()
}

/// Creates a passkey without a dialog, beside the password that the password manager has just
/// filled in (WebAuthn Level 3 §5.1.3, conditional mediation). Tried once, as soon as the flow is
/// loaded and the browser's capabilities are known. The button works meanwhile.
pub(super) fn ask_silently(state: &mut State) {
    let is_due = state.opening.is_offer()
        && state.is_ready()
        && state.ceremony_ticket == 0
        && state.opening.carried("by") == Some("password")
        && state.page.can("conditionalCreate") == Some(true);
    if !is_due {
        return;
    }
    if let Ok(Ceremony::Create(options)) =
        state.offered.ceremony(Trigger::PasskeySettings, &Vec::new())
    {
        run(state, Trigger::PasskeySettings, Ceremony::CreateSilently(options))
    }
}

/// The signal that removes a passkey which was created without a dialog and which Kratos would
/// refuse, because it lacks the user-presence flag; `None` for any other.
pub(super) fn unusable(state: &State, credential: &str) -> Option<Effect> {
    if !state.opening.is_offer() || answer::has_user_presence(credential) != Some(false) {
        return None;
    }
    Some(Effect::Signal(Signal::Unknown {
        rp_id: state.rp_id(Trigger::PasskeySettings)?.to_owned(),
        credential: answer::credential_id(credential)?,
    }))
}

/// Navigates to where the person was going. Kratos checks whether that is allowed.
pub(super) fn go_on(state: &mut State) {
    let query: Vec<_> = state
        .opening
        .carried("return_to")
        .map(|url| ("return_to".to_owned(), url.to_owned()))
        .into_iter()
        .collect();
    let onward = Request::create(crate::kratos::flow::FlowKind::Login, &query).url;
    leave(state, onward)
}

/// The signal for a removed passkey: one that this submit removed, or one that Kratos does not
/// know.
pub(super) fn removed(state: &State, submission: &Submission) -> Option<Effect> {
    let Press::Button(Some((name, value))) = &submission.press else { return None };
    let trigger = match name.as_str() {
        "passkey_remove" => Trigger::PasskeySettings,
        "webauthn_remove" => Trigger::WebauthnRegistration,
        _ => return None,
    };
    let rp_id = state.rp_id(trigger)?.to_owned();
    // Kratos writes credential ids as hexadecimal digits.
    let credential = base64url::encode(&base64url::from_hex(value)?);
    Some(Effect::Signal(Signal::Unknown { rp_id, credential }))
}

/// The signal for a passkey that no account has. A wrong signature or origin (4000008, 4000043)
/// does not mean that the passkey is unknown.
pub(super) fn unknown(state: &State, submission: &Submission, flow: &Flow) -> Option<Effect> {
    let Press::Ceremony(trigger, credential) = &submission.press else { return None };
    if !flow.says(message::UNKNOWN_CREDENTIAL) {
        return None;
    }
    let rp_id = state.rp_id(*trigger)?.to_owned();
    Some(Effect::Signal(Signal::Unknown { rp_id, credential: answer::credential_id(credential)? }))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::{
        flow::{event::Event, opening::Opening, update::update},
        kratos::{flow::FlowKind, response::Response},
        webauthn::{ability::Observation, error::CeremonyError},
    };

    fn able() -> Observation {
        Observation {
            is_secure: true,
            has_interface: true,
            host: "localhost".to_owned(),
            capabilities: Some(vec!["passkeyPlatformAuthenticator".to_owned()]),
            ..Observation::default()
        }
    }

    fn signed_in(offer: Offer, press: &Press) -> Option<String> {
        let mut opening = Opening::read(FlowKind::Login, "return_to=/app");
        opening.offer = offer;
        let mut state = State::new(opening);
        state.page = able();
        page(&state, Some(press))
    }

    fn by(method: &str) -> Press {
        Press::Button(Some(("method".to_owned(), method.to_owned())))
    }

    fn by_passkey(attachment: &str) -> Press {
        let credential = format!(r#"{{"authenticatorAttachment":"{attachment}"}}"#);
        Press::Ceremony(Trigger::PasskeyLogin, credential)
    }

    #[test]
    fn other_methods_and_other_devices_lead_to_the_offer() {
        let page = |press: &Press| signed_in(Offer::Later, press);
        assert_eq!(page(&by("password")).unwrap(), "/passkey?by=password&return_to=%2Fapp");
        assert_eq!(page(&by("code")).unwrap(), "/passkey?by=code&return_to=%2Fapp");
        assert!(page(&by_passkey("cross-platform")).unwrap().starts_with("/passkey?by=passkey"));
        assert_eq!(page(&by_passkey("platform")), None);
        assert_eq!(signed_in(Offer::Never, &by("password")), None);
    }

    /// The offer page with the answer to its first request.
    fn opened(query: &str, capabilities: &[&str], nodes: Value) -> (State, Vec<Effect>) {
        let mut state = State::new(Opening::offer(query));
        let mut page = able();
        page.capabilities = Some(capabilities.iter().map(|name| (*name).to_owned()).collect());
        update(&mut state, Event::Started { kept: None, page, hops: 0 });
        let body = json!({"id": "f", "ui": {"action": "http://k/self-service/settings?flow=f",
            "nodes": nodes}});
        let effects = answer(&mut state, 1, 200, &body);
        (state, effects)
    }

    fn answer(state: &mut State, ticket: u32, status: u16, body: &Value) -> Vec<Effect> {
        let answer = Ok(Response { status, body: body.to_string() }.read());
        update(state, Event::Answered { ticket, answer, typed: Vec::new(), now: 0 })
    }

    fn input(name: &str, more: Value) -> Value {
        let mut attributes = json!({"name": name, "type": "button", "node_type": "input"});
        for (key, value) in more.as_object().unwrap() {
            attributes[key] = value.clone();
        }
        json!({"type": "input", "group": "passkey", "attributes": attributes, "messages": [],
            "meta": {}})
    }

    fn register() -> Vec<Value> {
        let options =
            r#"{"publicKey":{"challenge":"AA","rp":{"id":"localhost"},"user":{"id":"BB"}}}"#;
        vec![
            input(
                "passkey_register_trigger",
                json!({"onclickTrigger": "oryPasskeySettingsRegistration"}),
            ),
            input("passkey_create_data", json!({"type": "hidden", "value": options})),
            input("passkey_settings_register", json!({"type": "hidden"})),
        ]
    }

    const ONWARD: &str = "/self-service/login/browser?return_to=%2Fapp";

    fn goes_on(effects: &[Effect]) -> bool {
        effects.iter().any(|effect| matches!(effect, Effect::Navigate { url, .. } if url == ONWARD))
    }

    #[test]
    fn an_account_without_a_passkey_gets_the_offer_and_may_decline() {
        let (mut state, effects) = opened("by=code&return_to=/app", &[], json!(register()));
        assert!(effects.is_empty() && state.is_ready());
        let effects = update(&mut state, Event::DeclinedOffer);
        assert!(effects.contains(&Effect::SnoozeOffer) && goes_on(&effects));
    }

    #[test]
    fn accounts_with_a_passkey_or_without_the_method_skip_the_offer() {
        let mut nodes = register();
        nodes.push(input("passkey_remove", json!({"type": "submit", "value": "00ff"})));
        let (state, effects) = opened("by=code&return_to=/app", &[], json!(nodes));
        assert!(goes_on(&effects));
        assert_eq!(state.flow, None, "who is not asked must not read that they are");
        let (state, _) = opened("by=passkey&return_to=/app", &[], json!(nodes));
        assert!(state.is_ready(), "a passkey of another device leaves room for one of this");
        let (_, effects) = opened("by=code&return_to=/app", &[], json!([]));
        assert!(goes_on(&effects));
    }

    #[test]
    fn after_a_password_a_passkey_is_created_silently_or_offered() {
        let can = ["conditionalCreate"];
        let (mut state, effects) = opened("by=password&return_to=/app", &can, json!(register()));
        let Some(Effect::Run { ticket, .. }) = effects.first() else { panic!("{effects:?}") };
        let credential = Err(CeremonyError::Cancelled);
        let ended = Event::CeremonyEnded { ticket: *ticket, credential, fields: Vec::new() };
        assert!(update(&mut state, ended).is_empty());
        assert!(state.is_ready() && state.remark.is_none());
    }

    /// The offer's button was blocked during the silent attempt, which never ends in some browsers.
    /// And nothing was attempted if the flow arrived before the browser's capabilities.
    #[test]
    fn the_offer_works_during_the_silent_attempt_which_waits_for_capabilities() {
        let (mut state, effects) = opened("by=password&return_to=/app", &[], json!(register()));
        assert!(effects.is_empty());
        let capable = || Event::Capable(vec!["conditionalCreate".to_owned()]);
        let effects = update(&mut state, capable());
        assert!(matches!(effects.as_slice(), [Effect::Run { .. }]), "{effects:?}");
        assert!(state.is_ready());
        let trigger = Trigger::PasskeySettings;
        let effects = update(&mut state, Event::Triggered { trigger, fields: Vec::new() });
        assert!(matches!(effects.as_slice(), [Effect::Run { .. }]), "{effects:?}");
        assert!(update(&mut state, capable()).is_empty(), "once");
    }

    #[test]
    fn a_passkey_without_user_presence_is_signalled_others_are_posted() {
        let can = ["conditionalCreate"];
        let made = |flags: u8| {
            let mut object = b"hauthData\x58\x25".to_vec();
            object.extend([7; 32]);
            object.push(flags);
            object.extend([0; 4]);
            let object = base64url::encode(&object);
            format!(r#"{{"id":"AA","response":{{"attestationObject":"{object}"}}}}"#)
        };
        let end = |flags| {
            let (mut state, effects) =
                opened("by=password&return_to=/app", &can, json!(register()));
            let Some(Effect::Run { ticket, .. }) = effects.first() else { panic!() };
            let credential = Ok(made(flags));
            let ended = Event::CeremonyEnded { ticket: *ticket, credential, fields: Vec::new() };
            let effects = update(&mut state, ended);
            (state, effects)
        };
        let (state, effects) = end(0x44);
        let forgotten =
            Signal::Unknown { rp_id: "localhost".to_owned(), credential: "AA".to_owned() };
        assert_eq!(effects, [Effect::Signal(forgotten)]);
        assert!(state.is_ready());
        let (mut state, effects) = end(0x45);
        let Some(Effect::Send { ticket, request }) = effects.first() else { panic!() };
        assert_eq!(request.url, "/self-service/settings?flow=f");
        let saved = json!({"id": "f", "ui": {"action": "http://k/self-service/settings?flow=f",
            "nodes": [], "messages": [{"id": 1_050_001, "type": "success", "text": "Saved"}]}});
        assert!(goes_on(&answer(&mut state, *ticket, 200, &saved)));
    }

    #[test]
    fn a_removed_passkey_is_signalled_with_its_id_in_the_browsers_alphabet() {
        let (mut state, _) = opened("by=code", &[], json!(register()));
        state.opening.offer = Offer::Never;
        let pair = ("passkey_remove".to_owned(), "00ff".to_owned());
        let submission = Submission { press: Press::Button(Some(pair)), fields: Vec::new() };
        let gone = Signal::Unknown { rp_id: "localhost".to_owned(), credential: "AP8".to_owned() };
        assert_eq!(removed(&state, &submission), Some(Effect::Signal(gone)));
    }
}
