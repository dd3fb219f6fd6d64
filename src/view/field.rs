//! A field of a form.

use super::notice::Notice;
use crate::{
    i18n::Catalog,
    kratos::node::{Group, Input, InputKind, UiNode},
};

/// An input with its label, hint and notices.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The posted name.
    pub name: String,
    /// Kratos' name of the group it belongs to.
    pub group: String,
    /// The kind of control.
    pub control: Control,
    /// Its label.
    pub label: String,
    /// Its initial value.
    pub value: String,
    /// Whether it is required.
    pub required: bool,
    /// Whether it is disabled.
    pub disabled: bool,
    /// The autocomplete tokens.
    pub autocomplete: Option<String>,
    /// The `pattern` for the browser's validation.
    pub pattern: Option<String>,
    /// The maximum length in characters.
    pub max_length: Option<i64>,
    /// A hint for filling it in.
    pub hint: Option<String>,
    /// Messages about it.
    pub notices: Vec<Notice>,
}

/// The kind of control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Control {
    /// A text input of this HTML type.
    Line(&'static str),
    /// A password, with a button to show it.
    Password,
    /// A one-time code.
    Code,
    /// A checkbox.
    Checkbox,
    /// A choice among these values; the stored value is one of them, even if the schema has lost it.
    Choice(Vec<String>),
}

impl Field {
    /// The field of an input node; `None` for hidden inputs and buttons.
    pub fn from_node(words: &Catalog, node: &UiNode) -> Option<Self> {
        let input = node.input()?;
        let control = control(input, &node.group)?;
        let has_error = |notice: &Notice| notice.tone == super::notice::Tone::Error;
        let notices: Vec<_> =
            node.messages.iter().map(|message| Notice::from_message(words, message)).collect();
        let value = input.value.clone().unwrap_or_default();
        Some(Self {
            label: match &node.label {
                Some(label) => words.message(label),
                None => label_by_name(words, &input.name),
            },
            // A refused code is cleared, because it can't be used again.
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

    /// Whether one of its notices is an error.
    pub fn is_invalid(&self) -> bool {
        self.notices.iter().any(|notice| notice.tone == super::notice::Tone::Error)
    }
}

fn control(input: &Input, group: &Group) -> Option<Control> {
    Some(match &input.kind {
        InputKind::Hidden | InputKind::Submit | InputKind::Button => return None,
        InputKind::Checkbox => Control::Checkbox,
        InputKind::Password => Control::Password,
        _ if !input.options.is_empty() => Control::Choice(choices(input)),
        _ if input.name == "code" && *group == Group::Code => Control::Code,
        _ if input.name == "totp_code" => Control::Code,
        kind => Control::Line(kind.html()),
    })
}

/// The options of an input, and its value if it isn't one of them: a form that doesn't show a value would
/// delete it.
fn choices(input: &Input) -> Vec<String> {
    let mut choices = input.options.clone();
    if let Some(value) = &input.value
        && !value.is_empty()
        && !choices.contains(value)
    {
        choices.insert(0, value.clone());
    }
    choices
}

/// The tokens that Kratos sends only in some versions and configurations (see
/// docs/kratos.md#autocomplete-tokens). Browsers and password managers always need them.
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
        // A trait without a title: `traits.name.first` becomes `first`.
        _ => return name.rsplit('.').next().unwrap_or(name).replace('_', " "),
    };
    words.text(key)
}
