//! Which ceremony a trigger means, and where its result goes.

use super::draft::Fields;
use crate::{
    kratos::{
        flow::Flow,
        node::{Group, Trigger, UiNode},
    },
    webauthn::options::{BadOptions, Creation, Options},
};

/// A ceremony to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ceremony {
    /// `navigator.credentials.get`, now and in front of everything.
    Get(Options),
    /// `navigator.credentials.get` with conditional mediation: passkeys among the autofill suggestions.
    Autofill(Options),
    /// `navigator.credentials.create`.
    Create(Options),
    /// `navigator.credentials.create` with conditional mediation: without a dialog, or not at all.
    CreateSilently(Options),
}

/// The method and the field that post a trigger's result (contract §1.5).
pub(crate) fn destination(trigger: Trigger) -> (Group, &'static str) {
    match trigger {
        Trigger::PasskeyLogin | Trigger::PasskeyAutofill => (Group::Passkey, "passkey_login"),
        Trigger::PasskeyRegistration => (Group::Passkey, "passkey_register"),
        Trigger::PasskeySettings => (Group::Passkey, "passkey_settings_register"),
        Trigger::WebauthnLogin => (Group::Webauthn, "webauthn_login"),
        Trigger::WebauthnRegistration => (Group::Webauthn, "webauthn_register"),
    }
}

/// Whether a trigger makes a new credential.
pub(crate) fn makes_one(trigger: Trigger) -> bool {
    matches!(
        trigger,
        Trigger::PasskeyRegistration | Trigger::PasskeySettings | Trigger::WebauthnRegistration
    )
}

/// The options of the ceremony that `trigger` starts in `flow`, named after `fields`.
///
/// # Errors
/// [`BadOptions`] when the flow's options are missing or unreadable.
pub(crate) fn options(
    flow: &Flow,
    trigger: Trigger,
    fields: &Fields,
) -> Result<Options, BadOptions> {
    let value = |name| {
        let input = flow.input(name);
        input.and_then(|input| input.value.as_deref()).ok_or(BadOptions::NoChallenge)
    };
    match trigger {
        Trigger::PasskeyLogin | Trigger::PasskeyAutofill => {
            Options::assertion(value("passkey_challenge")?)
        }
        Trigger::PasskeyRegistration | Trigger::PasskeySettings => {
            Ok(Creation::read(value("passkey_create_data")?)?.named(fields))
        }
        Trigger::WebauthnLogin => Options::assertion(value("webauthn_login_trigger")?),
        Trigger::WebauthnRegistration => {
            Ok(Creation::read(value("webauthn_register_trigger")?)?.named(fields))
        }
    }
}

/// The ceremony that `trigger` starts in `flow`.
///
/// # Errors
/// [`BadOptions`] when the flow's options are missing or unreadable.
pub(crate) fn ceremony(
    flow: &Flow,
    trigger: Trigger,
    fields: &Fields,
) -> Result<Ceremony, BadOptions> {
    let options = options(flow, trigger, fields)?;
    Ok(match trigger {
        Trigger::PasskeyAutofill => Ceremony::Autofill(options),
        _ if makes_one(trigger) => Ceremony::Create(options),
        _ => Ceremony::Get(options),
    })
}

/// The autofill ceremony of `flow`, if it offers one (contract §4.4).
///
/// Kratos 1.3.1 repeats the trigger on the button; asking the flow and not each node starts it once.
pub(crate) fn autofill(flow: &Flow) -> Option<Ceremony> {
    let mut inputs = flow.nodes.iter().filter_map(UiNode::input);
    inputs.find(|input| input.on_load == Some(Trigger::PasskeyAutofill))?;
    flow.input("identifier")?;
    ceremony(flow, Trigger::PasskeyAutofill, &Vec::new()).ok()
}
