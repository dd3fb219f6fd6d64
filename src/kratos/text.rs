//! Messages: `UiText` of the Kratos API.

use crate::json::Json;

/// The type of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Information; also for an unknown type.
    Info,
    /// An error that the person can correct.
    Error,
    /// Success.
    Success,
}

/// A message with a stable id.
///
/// `id` says what happened, `text` is the server's English for it, `context` has its values. Ids
/// from 4 000 000 are errors, smaller ones information (Kratos `text/id.go`).
///
/// See <https://www.ory.sh/docs/kratos/concepts/ui-user-interface#ui-message-codes>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UiText {
    /// The id, for example `4000006` for wrong credentials; `0` if the server sent none.
    pub id: i64,
    /// The server's English.
    pub text: String,
    /// Its type.
    pub severity: Severity,
    /// The scalar values of the message, by name.
    pub context: Vec<(String, String)>,
    /// The nested messages: the backup codes of `1050015`, each `1050009` (unused) or `1050014`
    /// (used).
    pub secrets: Vec<Self>,
}

impl UiText {
    /// Parses a message; `None` if `value` isn't an object with a text.
    pub fn read(value: &Json) -> Option<Self> {
        let message = value.obj();
        Some(Self {
            id: message.int("id").unwrap_or(0),
            text: plain(message.str("text")?),
            severity: match message.str("type") {
                Some("error") => Severity::Error,
                Some("success") => Severity::Success,
                _ => Severity::Info,
            },
            context: message
                .obj("context")
                .members()
                .iter()
                .filter_map(|(name, value)| Some((name.clone(), value.scalar()?)))
                .collect(),
            secrets: Self::read_all(message.obj("context").list("secrets")),
        })
    }

    /// Parses a list of messages, skipping invalid ones.
    pub(crate) fn read_all(list: &[Json]) -> Vec<Self> {
        list.iter().filter_map(Self::read).collect()
    }

    /// The value `name` of the context.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.context.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// The text without markup: web hooks may send HTML, which is never rendered.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        let is_tag = after.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        match after.split_once('>').filter(|_| is_tag) {
            Some((_, behind)) => rest = behind,
            None => {
                plain.push('<');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn reads_number_text_and_scalar_context() {
        let message = json!({
            "id": 4000032, "type": "error", "text": "too short",
            "context": {"min_length": 8, "list": [1]}
        });
        let read = UiText::read(&message.into()).unwrap();
        assert_eq!((read.id, read.severity), (4_000_032, Severity::Error));
        assert_eq!(read.value("min_length"), Some("8"));
        assert_eq!(read.value("list"), None);
    }

    #[test]
    fn a_web_hook_may_send_any_text() {
        for (text, read) in [
            ("This address is blocked.", "This address is blocked."),
            ("<b>Blocked.</b> <a href=\"https://example.test\">Why?</a>", "Blocked. Why?"),
            ("a < b and 2 <3", "a < b and 2 <3"),
            ("<!-- hidden -->No", "No"),
            ("cut <b", "cut <b"),
            ("", ""),
        ] {
            let message = UiText::read(&json!({"text": text}).into()).unwrap();
            assert_eq!((message.text.as_str(), message.id), (read, 0));
        }
    }

    #[test]
    fn an_unknown_type_informs_and_a_missing_text_is_no_message() {
        assert_eq!(
            UiText::read(&json!({"text": "x", "type": "shout"}).into()).unwrap().severity,
            Severity::Info
        );
        assert_eq!(UiText::read(&json!({"id": 1}).into()), None);
        assert_eq!(UiText::read(&json!("text").into()), None);
    }
}
