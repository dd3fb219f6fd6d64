//! The nodes of a form: `UiNode` of the Kratos API.

use super::text::UiText;
use crate::{
    json::{Json, Obj},
    text_search::{after_last, split_last},
    url,
};

/// One node of `ui.nodes`.
///
/// See <https://www.ory.sh/docs/kratos/concepts/ui-user-interface#ui-node-types>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UiNode {
    /// Its method. Nodes of `default` are part of every submit.
    pub group: Group,
    /// Its type and attributes.
    pub attributes: Attributes,
    /// Kratos' messages about it.
    pub messages: Vec<UiText>,
    /// Its label; a trait without a `title` has none.
    pub label: Option<UiText>,
}

/// The group of a node: its method. An open enum.
///
/// See <https://www.ory.sh/docs/kratos/concepts/ui-user-interface#ui-node-groups>.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Group {
    Default,
    Password,
    Oidc,
    Profile,
    Link,
    Code,
    Totp,
    LookupSecret,
    Webauthn,
    Passkey,
    IdentifierFirst,
    Captcha,
    Saml,
    /// An unknown group.
    Other(String),
}

/// The type and attributes of a node; an open enum by `type`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Attributes {
    /// `input`: fields, hidden values and buttons.
    Input(Input),
    /// `text`: text to show, for example a secret.
    Text {
        /// The node's id.
        id: String,
        /// The text.
        text: Option<UiText>,
    },
    /// `img`.
    Image {
        /// The node's id.
        id: String,
        /// The image's URL; Kratos sends `data:` URLs. Empty if it may not be loaded.
        src: String,
        /// Width and height in CSS pixels.
        size: (i64, i64),
    },
    /// `a`.
    Anchor {
        /// The node's id.
        id: String,
        /// Its target. Empty if that is not a web page.
        href: String,
        /// Its text.
        title: Option<UiText>,
    },
    /// `script`. Never loaded: Propylon runs ceremonies itself.
    Script {
        /// The script's URL.
        src: String,
    },
    /// `div`: the mount point of a script.
    Division {
        /// The node's id.
        id: String,
    },
    /// An unknown type.
    Unknown {
        /// The name of the type.
        kind: String,
        /// Its id, if it has one.
        id: String,
        /// `href` or `src`; empty unless it is a web URL.
        url: String,
        /// `text` or `title`, if it is a message.
        text: Option<UiText>,
    },
}

/// An `input` node.
///
/// See <https://www.ory.sh/docs/kratos/concepts/ui-user-interface#ui-input-nodes>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Input {
    /// The name to post, with dots.
    pub name: String,
    /// Its type.
    pub kind: InputKind,
    /// The value as form text; booleans are `true` or `false`.
    pub value: Option<String>,
    /// Whether it is required.
    pub required: bool,
    /// Whether it is disabled.
    pub disabled: bool,
    /// Kratos' autocomplete tokens.
    pub autocomplete: Option<String>,
    /// The `pattern` for the browser's validation.
    pub pattern: Option<String>,
    /// The maximum length in characters.
    pub max_length: Option<i64>,
    /// The ceremony to start on press.
    pub on_click: Option<Trigger>,
    /// The ceremony to start when it is shown.
    pub on_load: Option<Trigger>,
    /// The options, if the schema has an `enum`.
    pub options: Vec<String>,
    /// The elements, if the trait is a list. Kratos has no control for lists: it renders an empty
    /// text input and, for existing elements, the inputs `name.0`, `name.1` … beside it.
    pub elements: Option<Vec<String>>,
}

/// The `type` of an input; unknown types are shown as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum InputKind {
    Hidden,
    #[default]
    Text,
    Password,
    Email,
    Tel,
    Url,
    Number,
    Checkbox,
    Date,
    DatetimeLocal,
    /// A submit button: its name and value are posted when it is pressed.
    Submit,
    /// A button that does not submit; it starts a ceremony.
    Button,
    /// An unknown type.
    Other(String),
}

/// The ceremony of a node, named after the function of Kratos' own script (see
/// docs/kratos.md#triggers).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trigger {
    /// `oryPasskeyLogin`
    PasskeyLogin,
    /// `oryPasskeyLoginAutocompleteInit`
    PasskeyAutofill,
    /// `oryPasskeyRegistration`
    PasskeyRegistration,
    /// `oryPasskeySettingsRegistration`
    PasskeySettings,
    /// `oryWebAuthnLogin`
    WebauthnLogin,
    /// `oryWebAuthnRegistration`
    WebauthnRegistration,
}

impl UiNode {
    /// Parses a node. Unknown types are kept.
    pub fn read(value: &Json) -> Self {
        let node = value.obj();
        let attributes = node.obj("attributes");
        let kind = node.str("type").or(attributes.str("node_type")).unwrap_or_default();
        let id = || attributes.text("id").unwrap_or_default();
        Self {
            group: Group::named(
                node.str("group").filter(|name| !name.is_empty()).unwrap_or("default"),
            ),
            attributes: match kind {
                "input" => Attributes::Input(Input::read(attributes)),
                "text" => Attributes::Text {
                    id: id(),
                    text: attributes.get("text").and_then(UiText::read),
                },
                "img" => Attributes::Image {
                    id: id(),
                    src: attributes.text("src").unwrap_or_default(),
                    size: (
                        attributes.int("width").unwrap_or(0),
                        attributes.int("height").unwrap_or(0),
                    ),
                },
                "a" => Attributes::Anchor {
                    id: id(),
                    href: attributes.text("href").unwrap_or_default(),
                    title: attributes.get("title").and_then(UiText::read),
                },
                "script" => Attributes::Script { src: attributes.text("src").unwrap_or_default() },
                "div" => Attributes::Division { id: id() },
                other => Attributes::Unknown {
                    kind: other.to_owned(),
                    id: id(),
                    url: attributes.text("href").or(attributes.text("src")).unwrap_or_default(),
                    text: attributes.get("text").or(attributes.get("title")).and_then(UiText::read),
                },
            },
            messages: UiText::read_all(node.list("messages")),
            label: node.obj("meta").get("label").and_then(UiText::read),
        }
    }

    /// Clears URLs that may not be loaded or followed; `own` is a URL of Kratos.
    pub(super) fn judge(&mut self, own: &str) {
        match &mut self.attributes {
            Attributes::Image { src, .. } if !url::is_picture(src, own) => src.clear(),
            Attributes::Anchor { href: url, .. } | Attributes::Unknown { url, .. }
                if !url::is_web(url) =>
            {
                url.clear();
            }
            _ => {}
        }
    }

    /// Whether it is a hidden input.
    pub fn is_hidden(&self) -> bool {
        self.input().is_some_and(|input| input.kind == InputKind::Hidden)
    }

    /// Its input, if it is one.
    pub fn input(&self) -> Option<&Input> {
        match &self.attributes {
            Attributes::Input(input) => Some(input),
            _ => None,
        }
    }
}

/// The hidden input that takes the token of a captcha (see docs/kratos.md#captcha).
pub const CAPTCHA_TOKEN: &str = "transient_payload.captcha_turnstile_response";

/// The hidden input with the options of a captcha's widget; never posted.
pub const CAPTCHA_OPTIONS: &str = "captcha_turnstile_options";

/// The known groups.
const GROUPS: [(&str, Group); 13] = [
    ("default", Group::Default),
    ("password", Group::Password),
    ("oidc", Group::Oidc),
    ("profile", Group::Profile),
    ("link", Group::Link),
    ("code", Group::Code),
    ("totp", Group::Totp),
    ("lookup_secret", Group::LookupSecret),
    ("webauthn", Group::Webauthn),
    ("passkey", Group::Passkey),
    ("identifier_first", Group::IdentifierFirst),
    ("captcha", Group::Captcha),
    ("saml", Group::Saml),
];

impl Group {
    /// The inverse of [`Self::as_str`].
    pub fn named(name: &str) -> Self {
        let known = GROUPS.into_iter().find(|(known, _)| *known == name);
        known.map_or_else(|| Self::Other(name.to_owned()), |(_, group)| group)
    }

    /// Kratos' name of the group, which is also the `method` that submits it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => GROUPS.iter().find(|(_, group)| group == known).map_or("", |(name, _)| name),
        }
    }

    /// Whether it signs in through an external provider.
    pub fn is_provider(&self) -> bool {
        matches!(self, Self::Oidc | Self::Saml)
    }
}

impl Input {
    fn read(attributes: Obj<'_>) -> Self {
        let trigger = |named: &str, source: &str| {
            attributes
                .str(named)
                .and_then(Trigger::named)
                .or_else(|| attributes.str(source).and_then(Trigger::called_by))
        };
        let on_click = trigger("onclickTrigger", "onclick");
        let value = attributes.get("value").and_then(Json::scalar);
        let is_empty = value.as_deref().is_none_or(str::is_empty);
        // Before 1.3, a security key's options are only in the `onclick` source.
        let is_ours = is_empty && on_click.is_some();
        let called_with = attributes.str("onclick").filter(|_| is_ours).and_then(argument);
        Self {
            name: attributes.text("name").unwrap_or_default(),
            kind: InputKind::read(attributes.str("type").unwrap_or("text")),
            value: called_with.or(value),
            required: attributes.flag("required"),
            disabled: attributes.flag("disabled"),
            autocomplete: attributes.text("autocomplete"),
            pattern: attributes.text("pattern"),
            max_length: attributes.int("maxlength").filter(|length| *length > 0),
            on_click,
            on_load: trigger("onloadTrigger", "onload"),
            options: attributes
                .list("options")
                .iter()
                .filter_map(|option| option.obj().get("value").and_then(Json::scalar))
                .collect(),
            elements: None,
        }
    }

    /// Whether a person fills it in: neither hidden nor a button.
    pub fn is_field(&self) -> bool {
        !matches!(self.kind, InputKind::Hidden | InputKind::Submit | InputKind::Button)
    }

    /// Whether pressing it submits the form.
    pub fn is_submit(&self) -> bool {
        self.kind == InputKind::Submit
    }

    /// Whether it is a button that requests another code.
    pub fn is_resend(&self) -> bool {
        self.is_submit() && requests_code(&self.name)
    }

    /// Whether its value must never be kept after a submit: passwords, codes, and credentials.
    pub fn is_secret(&self) -> bool {
        self.kind == InputKind::Password || is_secret_name(&self.name)
    }
}

/// Whether a button of this name requests another code. The names differ between flows (see
/// docs/kratos.md#sending-a-code-again).
pub(crate) fn requests_code(name: &str) -> bool {
    matches!(name, "resend" | "email" | "sms" | "recovery_confirm_address")
}

/// Whether the field of this name holds a secret: passwords, one-time codes, backup codes,
/// credentials.
pub fn is_secret_name(name: &str) -> bool {
    matches!(
        name,
        "password"
            | "code"
            | "totp_code"
            | "lookup_secret"
            | "csrf_token"
            | "passkey_login"
            | "passkey_register"
            | "passkey_settings_register"
            | "webauthn_login"
            | "webauthn_register"
    )
}

/// The known input types.
const KINDS: [(&str, InputKind); 12] = [
    ("hidden", InputKind::Hidden),
    ("text", InputKind::Text),
    ("password", InputKind::Password),
    ("email", InputKind::Email),
    ("tel", InputKind::Tel),
    ("url", InputKind::Url),
    ("number", InputKind::Number),
    ("checkbox", InputKind::Checkbox),
    ("date", InputKind::Date),
    ("datetime-local", InputKind::DatetimeLocal),
    ("submit", InputKind::Submit),
    ("button", InputKind::Button),
];

impl InputKind {
    fn read(name: &str) -> Self {
        let known = KINDS.into_iter().find(|(known, _)| *known == name);
        known.map_or_else(|| Self::Other(name.to_owned()), |(_, kind)| kind)
    }

    /// Its HTML `type`; `text` for an unknown one.
    pub fn html(&self) -> &'static str {
        KINDS.iter().find(|(_, kind)| kind == self).map_or("text", |(name, _)| name)
    }
}

impl Trigger {
    const NAMES: [(&'static str, Self); 6] = [
        ("oryPasskeyLogin", Self::PasskeyLogin),
        ("oryPasskeyLoginAutocompleteInit", Self::PasskeyAutofill),
        ("oryPasskeyRegistration", Self::PasskeyRegistration),
        ("oryPasskeySettingsRegistration", Self::PasskeySettings),
        ("oryWebAuthnLogin", Self::WebauthnLogin),
        ("oryWebAuthnRegistration", Self::WebauthnRegistration),
    ];

    fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, trigger)| *trigger)
    }

    /// The trigger in an `onclick` source of versions before 1.3, for example
    /// `window.__oryWebAuthnLogin({…})`. The source is parsed, never run.
    fn called_by(source: &str) -> Option<Self> {
        let (function, _) = source.split_once('(')?;
        Self::named(after_last(function, b'.').trim_start_matches('_'))
    }
}

/// The JSON argument of a call such as `window.__oryWebAuthnLogin({…})`. The source is parsed,
/// never run.
fn argument(source: &str) -> Option<String> {
    let (_, rest) = source.split_once('(')?;
    let (argument, _) = split_last(rest, b')')?;
    Json::parse(argument).ok().filter(Json::is_object).map(|_| argument.to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_unknown_node_keeps_its_group_type_and_messages() {
        let node = json!({
            "type": "hologram", "group": "telepathy", "attributes": {"depth": 3},
            "messages": [{"id": 9, "text": "think", "type": "error"}], "meta": {}
        });
        let node = UiNode::read(&node.into());
        assert_eq!(node.group, Group::Other("telepathy".to_owned()));
        assert_eq!(node.group.as_str(), "telepathy");
        assert!(matches!(node.attributes, Attributes::Unknown { kind, .. } if kind == "hologram"));
        assert_eq!(node.messages.len(), 1);
    }

    #[test]
    fn values_of_every_scalar_type_read_as_form_text() {
        for (value, text) in [
            (json!("a"), Some("a")),
            (json!(true), Some("true")),
            (json!(40), Some("40")),
            (json!(1.5), Some("1.5")),
            (json!(null), None),
            (json!({"a": 1}), None),
        ] {
            let node = json!({"type": "input", "attributes": {"name": "n", "value": value}});
            assert_eq!(UiNode::read(&node.into()).input().unwrap().value.as_deref(), text);
        }
    }

    #[test]
    fn the_options_of_an_old_security_key_button_are_its_value() {
        let read = |onclick: &str, value: Option<&str>| {
            let node = json!({"type": "input", "attributes": {"name": "webauthn_login_trigger",
                "type": "button", "onclick": onclick, "value": value}});
            UiNode::read(&node.into()).input().unwrap().value.clone()
        };
        let call = r#"window.__oryWebAuthnLogin({"publicKey":{"challenge":"(a)"}})"#;
        assert_eq!(read(call, Some("")).as_deref(), Some(r#"{"publicKey":{"challenge":"(a)"}}"#));
        assert_eq!(read(call, Some("kept")).as_deref(), Some("kept"));
        assert_eq!(read("window.oryPasskeyLogin()", None), None);
        assert_eq!(read(r#"steal({"a":1})"#, None), None);
    }

    #[test]
    fn triggers_are_found_by_name_and_in_old_sources() {
        for (attributes, trigger) in [
            (json!({"onclickTrigger": "oryPasskeyLogin"}), Some(Trigger::PasskeyLogin)),
            (json!({"onclick": "window.oryPasskeyLogin()"}), Some(Trigger::PasskeyLogin)),
            (
                json!({"onclick": "window.__oryWebAuthnLogin({\"publicKey\":{}})"}),
                Some(Trigger::WebauthnLogin),
            ),
            (json!({"onclick": "alert('x')"}), None),
            (json!({"onclickTrigger": "constructor"}), None),
        ] {
            let node = UiNode::read(&json!({"type": "input", "attributes": attributes}).into());
            assert_eq!(node.input().unwrap().on_click, trigger);
        }
    }
}
