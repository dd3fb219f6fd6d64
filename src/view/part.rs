//! The parts of a form.

use super::{button::Button, field::Field, look::Look};
use crate::{
    i18n::Catalog,
    kratos::{
        message,
        node::{Attributes, InputKind, UiNode},
        text::UiText,
    },
};

/// A part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A field.
    Field(Field),
    /// A button.
    Button(Button),
    /// An existing credential or connection, with the button that removes it.
    Item(Item),
    /// A text, with the node's id.
    Text(String, String, Option<i64>),
    /// A secret to copy: the node's id, its caption, the secret.
    Secret(String, String, String),
    /// Backup codes: the node's id and caption, and each code with whether it was used.
    Codes(String, String, Vec<(String, bool)>),
    /// An image: id, source, alternative text.
    Image(String, String, String),
    /// A link: id, address and caption.
    Anchor(String, String, String),
    /// A captcha. The hidden input [`CAPTCHA_OPTIONS`](crate::kratos::node::CAPTCHA_OPTIONS) has its
    /// options.
    Captcha,
}

impl Part {
    /// Whether it is the same part, ignoring values.
    pub(super) fn looks_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Field(own), Self::Field(other)) => {
                own.name == other.name && own.notices == other.notices
            }
            // A ceremony's options differ in every flow.
            (Self::Button(own), Self::Button(other)) => {
                own.name == other.name && (own.trigger.is_some() || own.value == other.value)
            }
            (Self::Item(own), Self::Item(other)) => own.button.value == other.button.value,
            (Self::Captcha, Self::Captcha) => true,
            // So does the key of an authenticator app, which is replaced in place.
            (Self::Text(own, ..), Self::Text(other, ..))
            | (Self::Secret(own, ..), Self::Secret(other, ..))
            | (Self::Image(own, ..), Self::Image(other, ..))
            | (Self::Anchor(own, ..), Self::Anchor(other, ..)) => own == other,
            _ => false,
        }
    }
}

/// A passkey, a security key, a connected account.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Item {
    /// Its name.
    pub name: String,
    /// When it was added, RFC 3339.
    pub added_at: Option<String>,
    /// The button that removes it.
    pub button: Button,
}

/// The part of a node; `None` if nothing is shown.
pub(super) fn from_node(
    words: &Catalog,
    look: &Look,
    node: &UiNode,
    is_primary: bool,
) -> Option<Part> {
    let label = || node.label.as_ref().map(|label| words.message(label)).unwrap_or_default();
    match &node.attributes {
        Attributes::Input(input) => match input.kind {
            InputKind::Submit | InputKind::Button => {
                let button = Button::from_node(words, look, node, input, is_primary);
                Some(match item_name(words, node, &input.name) {
                    Some(name) => Part::Item(item(words, node, name, button)),
                    None => Part::Button(button),
                })
            }
            _ => Field::from_node(words, look, node).map(Part::Field),
        },
        Attributes::Text { id, text } => Some(match text {
            Some(text) if text.id == message::BACKUP_CODES => {
                Part::Codes(id.clone(), label(), codes(text))
            }
            Some(text) if text.id == message::TOTP_SECRET => {
                Part::Secret(id.clone(), label(), text.text.clone())
            }
            text => {
                let said = text.as_ref().map(|text| words.message(text)).unwrap_or_default();
                Part::Text(id.clone(), said, text.as_ref().map(|text| text.id))
            }
        }),
        Attributes::Image { id, src, .. } if src.is_empty() => {
            Some(Part::Text(id.clone(), words.fill("left_out", &[("name", &label())]), None))
        }
        Attributes::Image { id, src, .. } => Some(Part::Image(id.clone(), src.clone(), label())),
        Attributes::Anchor { id, href, title } => {
            let caption = title.as_ref().map(|title| words.message(title));
            let caption = caption.unwrap_or_else(label);
            Some(match href.as_str() {
                "" => Part::Text(id.clone(), words.fill("left_out", &[("name", &caption)]), None),
                href => Part::Anchor(id.clone(), href.to_owned(), caption),
            })
        }
        // What it has of a label, a text or a URL is enough to go on.
        Attributes::Unknown { id, url, text, .. } => {
            let text = node.label.as_ref().or(text.as_ref());
            let caption = text.map_or_else(|| url.clone(), |text| words.message(text));
            let is_link = !url.is_empty();
            (is_link || !caption.is_empty()).then(|| match is_link {
                true => Part::Anchor(id.clone(), url.clone(), caption),
                false => Part::Text(id.clone(), caption, None),
            })
        }
        // Propylon runs the ceremonies itself, so Kratos' scripts and their mount points are left
        // out.
        Attributes::Script { .. } | Attributes::Division { .. } => None,
    }
}

/// The name of the item that a button removes; `None` if it removes none.
fn item_name(words: &Catalog, node: &UiNode, name: &str) -> Option<String> {
    let label = node.label.as_ref();
    let value = |key| label.and_then(|label| label.value(key)).filter(|text| !text.is_empty());
    match name {
        "passkey_remove" | "webauthn_remove" => {
            let given = value("display_name").filter(|name| *name != "unnamed");
            let unnamed = if name == "passkey_remove" { "item.passkey" } else { "item.webauthn" };
            Some(given.map_or_else(|| words.text(unnamed), str::to_owned))
        }
        "revoke_app" => value("client").map(str::to_owned),
        "unlink" => Some(value("provider").unwrap_or_default().to_owned()),
        _ => None,
    }
}

fn item(words: &Catalog, node: &UiNode, name: String, mut button: Button) -> Item {
    button.label = words.text(if button.name == "unlink" { "disconnect" } else { "remove" });
    let added_at = node.label.as_ref().and_then(|label| label.value("added_at"));
    Item { name, added_at: added_at.map(str::to_owned), button }
}

fn codes(text: &UiText) -> Vec<(String, bool)> {
    if text.secrets.is_empty() {
        return text.text.split(',').map(|code| (code.trim().to_owned(), false)).collect();
    }
    let code = |secret: &UiText| {
        let is_used = secret.id == message::USED_CODE;
        let code = secret.value("secret").filter(|_| !is_used);
        (code.unwrap_or(&secret.text).to_owned(), is_used)
    };
    text.secrets.iter().map(code).collect()
}
