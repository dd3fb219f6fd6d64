//! Texts of Kratos that share a number with others, or have none, in our words.

use crate::text_search::holds;

/// Parts of Kratos' English texts, and the keys of ours.
const REASONS: [(&str, &str); 10] = [
    ("lock you out", "reason.last"),
    ("unknown or already existing", "reason.connected"),
    ("must be one of", "reason.option"),
    ("submitted too often", "reason.too_often"),
    ("code was already used", "4010008"),
    ("WebAuthn", "reason.ceremony"),
    ("webauthn", "reason.ceremony"),
    ("\"email\"", "4000040"),
    ("disabled", "reason.disabled"),
    ("not allowed because", "reason.disabled"),
];

/// The key of our text for what Kratos said; `None` if we don't know what it means.
pub(super) fn key_for(said: &str) -> Option<&'static str> {
    REASONS.iter().find(|(part, _)| holds(said, part)).map(|(_, key)| *key)
}

#[cfg(test)]
mod tests {
    use crate::{
        i18n::Catalog,
        kratos::{error::KratosError, text::UiText},
        view::notice::Notice,
    };

    fn general(text: &str) -> Notice {
        let message = serde_json::json!({"id": 4_000_001, "type": "error", "text": text});
        Notice::from_message(&Catalog::english(), &UiText::read(&message.into()).unwrap())
    }

    /// A passkey that Kratos refused said "Unable to parse WebAuthn response".
    #[test]
    fn what_kratos_says_for_developers_is_said_for_people() {
        for (said, ours) in [
            (
                "Unable to parse WebAuthn response: Parse error for Registration",
                "That passkey or security key couldn’t be used. Try again, or use another way.",
            ),
            ("\"x\" is not valid \"email\"", "This isn’t a valid email address."),
            (
                "unable to remove this security key because it would lock you out of your account",
                "This is the only way to sign in to this account. Add another one first, then remove it.",
            ),
            (
                "can not link unknown or already existing OpenID Connect connection",
                "This account is already connected.",
            ),
            ("value must be one of \"a\", \"b\"", "Choose one of the options."),
            (
                "The request was submitted too often. Please request another code.",
                "You’ve tried this code too often. Request a new one.",
            ),
            (
                "The code was already used. Please request another code.",
                "That code is wrong or was used already. Check it, or send a new one.",
            ),
            ("Verification is not allowed because it was disabled.", "This isn’t available here."),
        ] {
            let notice = general(said);
            assert_eq!((notice.text.as_str(), notice.detail), (ours, None), "{said}");
            let body = serde_json::json!({"error": {"code": 400, "reason": said}});
            let error = KratosError::read(400, &body.into()).unwrap();
            assert_eq!(Notice::refused(&Catalog::english(), &error).text, ours);
        }
    }

    #[test]
    fn what_nobody_knows_stays_as_a_detail() {
        let notice = general("allOf failed");
        assert_eq!(notice.text, "That didn’t work. Check what you entered and try again.");
        assert_eq!(notice.detail.as_deref(), Some("allOf failed"));
    }
}
