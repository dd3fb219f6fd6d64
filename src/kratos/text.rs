//! Messages: `UiText` of the Kratos API.

use crate::json::Json;

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Something to know; also what an unknown type reads as.
    Info,
    /// Something is wrong and the person can act on it.
    Error,
    /// Something worked.
    Success,
}

/// A text with a stable number.
///
/// The number says what is meant, `text` says it in the server's English, `context` holds the values
/// in it. Numbers below 4 000 000 inform, 4 000 000 and above refuse (Kratos `text/id.go`).
///
/// See <https://www.ory.sh/docs/kratos/concepts/ui-user-interface#ui-message-codes>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UiText {
    /// The number, for example `4000006` for wrong credentials; `0` when the server gave none.
    pub id: i64,
    /// The server's English.
    pub text: String,
    /// How it is meant.
    pub severity: Severity,
    /// The scalar values of the message, by name.
    pub context: Vec<(String, String)>,
    /// The messages inside it: the backup codes of `1050015`, each `1050009` (unused) or `1050014`.
    pub secrets: Vec<Self>,
}

impl UiText {
    /// Reads one message; `None` when `value` is no object with a text.
    pub fn read(value: &Json) -> Option<Self> {
        let message = value.obj();
        Some(Self {
            id: message.int("id").unwrap_or(0),
            text: message.str("text")?.to_owned(),
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

    /// Reads a list of messages, skipping what is none.
    pub(crate) fn read_all(list: &[Json]) -> Vec<Self> {
        list.iter().filter_map(Self::read).collect()
    }

    /// The value of `context` called `name`.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.context.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
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
    fn an_unknown_type_informs_and_a_missing_text_is_no_message() {
        assert_eq!(
            UiText::read(&json!({"text": "x", "type": "shout"}).into()).unwrap().severity,
            Severity::Info
        );
        assert_eq!(UiText::read(&json!({"id": 1}).into()), None);
        assert_eq!(UiText::read(&json!("text").into()), None);
    }
}
