//! One thing to fill in.

use super::notice::Notice;
use crate::{
    i18n::Catalog,
    kratos::node::{Group, Input, InputKind, UiNode},
};

/// An input with its label and what is said about it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The posted name.
    pub name: String,
    /// Kratos' name of the group it belongs to.
    pub group: String,
    /// What the person fills in.
    pub control: Control,
    /// What it is called.
    pub label: String,
    /// What stands in it at first.
    pub value: String,
    /// Whether it must be filled.
    pub required: bool,
    /// Whether it can't be changed.
    pub disabled: bool,
    /// The autocomplete tokens.
    pub autocomplete: Option<String>,
    /// A regular expression for the browser's own check.
    pub pattern: Option<String>,
    /// The most characters it takes.
    pub max_length: Option<i64>,
    /// How to fill it in.
    pub hint: Option<String>,
    /// What is said about it.
    pub notices: Vec<Notice>,
}

/// How a field is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// A line of text of this HTML input type.
    Line(&'static str),
    /// A password, which can be shown.
    Password,
    /// A one-time code.
    Code,
    /// A box to tick.
    Checkbox,
    /// One of these values.
    Choice(Vec<String>),
}

impl Field {
    /// The field of an input node; `None` for hidden ones and buttons.
    pub fn from_node(words: &Catalog, node: &UiNode) -> Option<Self> {
        let input = node.input()?;
        let control = control(input, &node.group)?;
        let has_error = |notice: &Notice| notice.tone == super::notice::Tone::Error;
        let notices: Vec<_> =
            node.messages.iter().map(|message| Notice::of_message(words, message)).collect();
        let value = input.value.clone().unwrap_or_default();
        Some(Self {
            label: match &node.label {
                Some(label) => words.message(label),
                None => label_by_name(words, &input.name),
            },
            // A refused code would only have to be deleted again.
            value: if control == Control::Code && notices.iter().any(has_error) {
                String::new()
            } else {
                value
            },
            name: input.name.clone(),
            group: node.group.as_str().to_owned(),
            required: input.required,
            disabled: input.disabled,
            autocomplete: autocomplete(input, &control),
            pattern: input.pattern.clone(),
            max_length: input.max_length.filter(|_| control != Control::Code),
            hint: input.elements.is_some().then(|| words.text("list_hint")),
            control,
            notices,
        })
    }

    /// Whether something is wrong with it.
    pub fn is_invalid(&self) -> bool {
        self.notices.iter().any(|notice| notice.tone == super::notice::Tone::Error)
    }
}

fn control(input: &Input, group: &Group) -> Option<Control> {
    Some(match &input.kind {
        InputKind::Hidden | InputKind::Submit | InputKind::Button => return None,
        InputKind::Checkbox => Control::Checkbox,
        InputKind::Password => Control::Password,
        _ if !input.options.is_empty() => Control::Choice(input.options.clone()),
        _ if input.name == "code" && *group == Group::Code => Control::Code,
        _ if input.name == "totp_code" => Control::Code,
        kind => Control::Line(kind.html()),
    })
}

/// Kratos sends the tokens only in some versions and configurations (see
/// docs/kratos.md#autocomplete-tokens), browsers and password managers need them always.
fn autocomplete(input: &Input, control: &Control) -> Option<String> {
    let own = match (control, input.name.as_str()) {
        (Control::Code, _) => "one-time-code",
        (_, "identifier") => "username webauthn",
        (Control::Password, _) => "current-password",
        (_, "email") => "email",
        (_, "lookup_secret") => "off",
        _ => return input.autocomplete.clone(),
    };
    Some(input.autocomplete.clone().unwrap_or_else(|| own.to_owned()))
}

fn label_by_name(words: &Catalog, name: &str) -> String {
    let key = match name {
        "identifier" => "label.identifier",
        "password" => "label.password",
        "code" | "totp_code" => "label.code",
        // A trait without a title: the last part of its path, `traits.name.first` as `first`.
        _ => return name.rsplit('.').next().unwrap_or(name).replace('_', " "),
    };
    words.text(key)
}
