//! A field of a form.

use super::{code::LENGTH, look::Look, notice::Notice};
use crate::{
    decimal::digits,
    flow::value::{is_pickable, offset, shown},
    i18n::Catalog,
    kratos::{
        message::{CONSTANT, GENERAL},
        node::{Group, Input, InputKind, UiNode},
        text::UiText,
    },
    text_search::{after_last, holds, replace},
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
    /// What its control shows at first. For a control of type `datetime-local` that is the local time, and
    /// the hint names its offset.
    pub value: String,
    /// Whether it is required.
    pub required: bool,
    /// Whether it is disabled.
    pub disabled: bool,
    /// The autocomplete tokens.
    pub autocomplete: Option<String>,
    /// The schema's `pattern`. It may match anywhere in the value, unlike the attribute of an input.
    pub pattern: Option<String>,
    /// The maximum length in characters, which an input would count as UTF-16 units.
    pub max_length: Option<i64>,
    /// A hint for filling it in.
    pub hint: Option<String>,
    /// Whether it takes a code from an SMS, which some browsers can read.
    pub by_sms: bool,
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
    /// A one-time code of this many digits.
    Code(u8),
    /// A checkbox.
    Checkbox,
    /// A choice among these values; the stored value is one of them, even if the schema has lost it.
    Choice(Vec<String>),
}

/// How many options are found at a glance.
const MANY: usize = 10;

impl Field {
    /// The field of an input node; `None` for hidden inputs and buttons.
    pub fn from_node(words: &Catalog, look: &Look, node: &UiNode) -> Option<Self> {
        let input = node.input()?;
        let control = control(input, &node.group)?;
        let has_error = |notice: &Notice| notice.tone == super::notice::Tone::Error;
        let notices: Vec<_> =
            node.messages.iter().map(|message| notice(words, &control, message)).collect();
        let is_code = matches!(control, Control::Code(_));
        let tokens = autocomplete(input, &control);
        let password_hint = password_hint(words, look, tokens.as_deref());
        let own = words.find(&["field.", &input.name].concat());
        Some(Self {
            label: match &node.label {
                _ if own.is_some() => own.unwrap_or_default().to_owned(),
                Some(label) => words.message(label),
                None => label_by_name(words, &input.name),
            },
            // A refused code is cleared, because it can't be used again.
            value: match is_code && notices.iter().any(has_error) {
                true => String::new(),
                false => shown(input),
            },
            name: input.name.clone(),
            group: node.group.as_str().to_owned(),
            required: input.required,
            disabled: input.disabled,
            autocomplete: tokens,
            pattern: input.pattern.clone(),
            max_length: input.max_length.filter(|_| !is_code),
            hint: match offset(input) {
                // `Z`, or for example `+02:00`.
                Some(offset) if offset.len() > 1 => Some(["UTC", offset].concat()),
                Some(_) => Some("UTC".to_owned()),
                None if input.elements.is_some() => Some(words.text("list_hint")),
                None => password_hint,
            },
            by_sms: false,
            control,
            notices,
        })
    }

    /// The script of `www/controls` that makes it easier to fill in; without one it is a plain control.
    pub fn script(&self) -> Option<&'static str> {
        Some(match &self.control {
            // The identifier may be anything that names an account.
            Control::Line("tel") if self.name != "identifier" => "tel",
            Control::Line("date" | "datetime-local") if self.disabled => "date",
            Control::Choice(options) if options.len() > MANY => "search",
            Control::Code(_) if self.by_sms => "sms",
            _ => return None,
        })
    }

    /// Whether a node has a field.
    pub(super) fn has_control(node: &UiNode) -> bool {
        node.input().is_some_and(|input| control(input, &node.group).is_some())
    }

    /// Whether its autocomplete tokens name an account.
    pub fn names_account(&self) -> bool {
        let tokens = self.autocomplete.as_deref().unwrap_or_default();
        tokens.split(' ').any(|token| matches!(token, "username" | "email" | "tel"))
    }

    /// Whether one of its notices is an error.
    pub fn is_invalid(&self) -> bool {
        self.notices.iter().any(|notice| notice.tone == super::notice::Tone::Error)
    }
}

/// A message at a field.
fn notice(words: &Catalog, control: &Control, message: &UiText) -> Notice {
    let mut notice = Notice::from_message(words, message);
    match message.id {
        // Without a known reason, only Kratos knows what is wrong with the value.
        GENERAL if notice.detail.is_some() => notice.text = words.text("reason.field"),
        id if CONSTANT.contains(&id) && *control == Control::Checkbox => {
            notice.text = words.text("reason.agree");
        }
        _ => {}
    }
    notice
}

/// What Kratos demands of a new password, before one is typed.
fn password_hint(words: &Catalog, look: &Look, tokens: Option<&str>) -> Option<String> {
    let length = digits(look.password_length);
    let is_new = tokens == Some("new-password") && look.password_length > 0;
    is_new.then(|| words.fill("password.hint", &[("min_length", &length)]))
}

fn control(input: &Input, group: &Group) -> Option<Control> {
    Some(match &input.kind {
        InputKind::Hidden | InputKind::Submit | InputKind::Button => return None,
        InputKind::Checkbox => Control::Checkbox,
        InputKind::Password => Control::Password,
        _ if !input.options.is_empty() => Control::Choice(choices(input)),
        _ if is_code(input, group) => {
            let length = input.max_length.and_then(|length| u8::try_from(length).ok());
            Control::Code(length.unwrap_or(LENGTH))
        }
        _ if !is_pickable(input) => Control::Line("text"),
        kind => Control::Line(kind.html()),
    })
}

/// Whether it is a one-time code of digits. A `pattern` may allow letters.
fn is_code(input: &Input, group: &Group) -> bool {
    let has_letters = |pattern: &String| holds(pattern, "a-z") || holds(pattern, "A-Z");
    (input.name == "code" && *group == Group::Code || input.name == "totp_code")
        && !input.pattern.as_ref().is_some_and(has_letters)
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
        (Control::Code(_), _) | (_, "code" | "totp_code") => "one-time-code",
        (_, "identifier") => "username webauthn",
        (Control::Password, _) => "current-password",
        (_, "email") => "email",
        (_, "lookup_secret") => "off",
        (Control::Line(kind), _) if matches!(*kind, "email" | "tel" | "url") => kind,
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
        _ => return replace(after_last(name, b'.'), "_", " "),
    };
    words.text(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kratos::node::Attributes;

    fn field(kind: InputKind, change: impl FnOnce(&mut Input)) -> Field {
        let mut input = Input { name: "traits.x".to_owned(), kind, ..Input::default() };
        change(&mut input);
        let attributes = Attributes::Input(input);
        let node = UiNode { group: Group::Default, attributes, messages: Vec::new(), label: None };
        Field::from_node(&Catalog::english(), &Look::default(), &node).unwrap()
    }

    #[test]
    fn only_what_is_hard_to_fill_in_gets_a_script() {
        let options =
            |count: usize| move |input: &mut Input| input.options = vec!["x".into(); count];
        let disabled = |input: &mut Input| {
            input.disabled = true;
            input.value = Some("1815-12-10".to_owned());
        };
        for (field, script) in [
            (field(InputKind::Tel, |_| {}), Some("tel")),
            (field(InputKind::Tel, |input| input.name = "identifier".to_owned()), None),
            (field(InputKind::Text, |_| {}), None),
            (field(InputKind::Text, options(10)), None),
            (field(InputKind::Text, options(11)), Some("search")),
            (field(InputKind::Date, |_| {}), None),
            (field(InputKind::Date, disabled), Some("date")),
            (field(InputKind::Text, disabled), None),
        ] {
            assert_eq!(field.script(), script, "{field:?}");
        }
    }
}
