//! A button of a form.

use super::look::Look;
use crate::{
    i18n::Catalog,
    kratos::{
        message,
        node::{Input, Trigger, UiNode},
    },
};

/// A button of a form.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Button {
    /// The posted name.
    pub name: String,
    /// The posted value.
    pub value: String,
    /// Kratos' name of the group it belongs to.
    pub group: String,
    /// The names of the fields that it takes: only they have to be valid when it is pressed.
    pub fields: Vec<String>,
    /// Its caption.
    pub label: String,
    /// Its visual weight.
    pub emphasis: Emphasis,
    /// The ceremony it starts; without one it submits the form.
    pub trigger: Option<Trigger>,
    /// Whether Kratos disabled it.
    pub disabled: bool,
    /// Whether it requests another code. Such a button is delayed until the last code can have
    /// arrived.
    pub is_resend: bool,
    /// The URL of a logo beside its caption.
    pub icon: Option<String>,
    /// The name of the provider that it leads to.
    pub provider: Option<String>,
    /// A letter in place of the provider's logo, where there is none.
    pub monogram: Option<String>,
    /// The caption where there is little room; `label` has the whole one.
    pub short: Option<String>,
    /// Whether its method was the last one that signed in with this browser.
    pub is_last_used: bool,
    /// Why it can't be pressed.
    pub reason: Option<String>,
    /// The question to confirm first, for a destructive action.
    pub confirm: Option<String>,
}

/// The visual weight of a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Emphasis {
    /// The button that Enter presses.
    Primary,
    /// An alternative.
    Secondary,
    /// A way back, or a minor action.
    Plain,
    /// A destructive action.
    Danger,
}

impl Emphasis {
    /// Its value in `data-kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Plain => "plain",
            Self::Danger => "danger",
        }
    }
}

impl Button {
    /// The button of an input node; `None` if it isn't one.
    pub(super) fn from_node(
        words: &Catalog,
        look: &Look,
        node: &UiNode,
        input: &Input,
        is_primary: bool,
    ) -> Self {
        let value = input.value.clone().unwrap_or_default();
        let provider = look.provider(&value).filter(|_| node.group.is_provider());
        let provider = provider.map(|(_, provider)| provider);
        let confirm = question(&input.name).map(|question| words.text(question));
        let label = node.label.as_ref().and_then(|label| label.value("provider"));
        let name = provider.and_then(|provider| provider.label.as_deref()).or(label);
        let name = name.filter(|name| node.group.is_provider() && !name.is_empty());
        Self {
            label: caption(words, node, input, provider.and_then(|p| p.label.as_deref())),
            emphasis: match is_primary {
                _ if is_way_back(input) => Emphasis::Plain,
                _ if confirm.is_some() => Emphasis::Danger,
                true => Emphasis::Primary,
                false => Emphasis::Secondary,
            },
            trigger: input.on_click,
            disabled: input.disabled,
            is_resend: input.is_resend(),
            icon: provider.and_then(|provider| provider.icon.clone()),
            monogram: name.and_then(|name| Some(name.chars().next()?.to_string())),
            provider: name.map(str::to_owned),
            short: None,
            is_last_used: false,
            confirm,
            reason: None,
            name: input.name.clone(),
            value,
            group: node.group.as_str().to_owned(),
            fields: Vec::new(),
        }
    }
}

fn caption(words: &Catalog, node: &UiNode, input: &Input, provider: Option<&str>) -> String {
    let value = input.value.as_deref().unwrap_or_default();
    match &node.label {
        // The first of two steps doesn't create the account yet, whatever its caption says.
        Some(label) if value == "profile" && label.id == message::SIGN_UP => words.text("continue"),
        Some(label) => match provider {
            Some(name) => words.message_with(label, "provider", name),
            None => words.message(label),
        },
        None => [&input.name, " ", value].concat(),
    }
}

/// Whether it leads back or requests another code.
pub(super) fn is_way_back(input: &Input) -> bool {
    input.name == "screen" || input.is_resend()
}

/// The key of the question to confirm a destructive button.
fn question(name: &str) -> Option<&'static str> {
    Some(match name {
        "passkey_remove" => "confirm.passkey",
        "webauthn_remove" => "confirm.webauthn",
        "totp_unlink" => "confirm.totp",
        "lookup_secret_disable" => "confirm.lookup",
        "unlink" => "confirm.unlink",
        "revoke_app" => "confirm.app",
        _ => return None,
    })
}
