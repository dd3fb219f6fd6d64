//! The options of a ceremony.
//!
//! The JSON is WebAuthn Level 3 `PublicKeyCredentialRequestOptionsJSON` or
//! `PublicKeyCredentialCreationOptionsJSON`, in a member `publicKey`. In registration Kratos wraps
//! it once more in `credentialOptions` (see docs/kratos.md#ceremony-options).

use thiserror::Error;

use crate::json::Json;

/// Options as JSON, for `parseRequestOptionsFromJSON` or `parseCreationOptionsFromJSON`.
///
/// See <https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialrequestoptionsjson>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The content of `publicKey`.
    public_key: Json,
}

/// Why options are invalid.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum BadOptions {
    /// The text is not JSON.
    #[error("the options are not JSON")]
    NotJson,
    /// The member `publicKey` or its `challenge` is missing.
    #[error("the options hold no publicKey with a challenge")]
    NoChallenge,
}

/// The options of a ceremony, and the form fields that name a new passkey.
///
/// See <https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialcreationoptionsjson>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Creation {
    /// The options.
    pub options: Options,
    /// The form fields whose first non-empty value names the passkey. Empty in settings, where
    /// Kratos sets the name.
    pub display_name_fields: Vec<String>,
}

impl Options {
    fn read(value: &Json) -> Result<Self, BadOptions> {
        match value.obj().get("publicKey") {
            Some(public_key) if public_key.obj().str("challenge").is_some() => {
                Ok(Self { public_key: public_key.clone() })
            }
            _ => Err(BadOptions::NoChallenge),
        }
    }

    /// The challenge as Kratos wrote it. Equal challenges identify the same ceremony.
    pub fn challenge(&self) -> &str {
        self.public_key.obj().str("challenge").unwrap_or_default()
    }

    /// The RP ID: a domain.
    pub fn rp_id(&self) -> Option<&str> {
        let options = self.public_key.obj();
        options.str("rpId").or_else(|| options.obj("rp").str("id"))
    }

    /// The timeout in milliseconds, if Kratos sets one.
    pub fn timeout(&self) -> Option<u32> {
        u32::try_from(self.public_key.obj().int("timeout")?).ok()
    }

    /// The content of `publicKey` as JSON text.
    pub fn to_json(&self) -> String {
        self.public_key.to_text()
    }

    /// The paths of binary members: base64url in JSON, buffers in the browser's API. A `*` stands
    /// for every element of a list.
    pub const BYTES: [&'static [&'static str]; 4] = [
        &["challenge"],
        &["user", "id"],
        &["allowCredentials", "*", "id"],
        &["excludeCredentials", "*", "id"],
    ];
}

impl Creation {
    /// Parses the options of a sign-in, a new passkey or a security key, wrapped or not.
    ///
    /// # Errors
    /// [`BadOptions`] if the text isn't such options.
    pub fn read(text: &str) -> Result<Self, BadOptions> {
        let value = parse(text)?;
        let outer = value.obj();
        let options = match outer.get("credentialOptions") {
            Some(inner) => Options::read(inner)?,
            None => Options::read(&value)?,
        };
        let mut display_name_fields: Vec<String> = outer
            .list("displayNameFieldNames")
            .iter()
            .filter_map(Json::as_str)
            .map(str::to_owned)
            .collect();
        if display_name_fields.is_empty() {
            display_name_fields.extend(outer.text("displayNameFieldName"));
        }
        Ok(Self { options, display_name_fields })
    }

    /// The options with the passkey's name: the first non-empty display name field.
    ///
    /// In registration, Kratos leaves the name empty or uses its own, because the account doesn't
    /// exist yet.
    pub fn named(mut self, fields: &[(String, String)]) -> Options {
        let name = self.display_name_fields.iter().find_map(|wanted| {
            let field = fields.iter().find(|(name, value)| name == wanted && !value.is_empty());
            field.map(|(_, value)| value.clone())
        });
        if let (Some(name), Some(user)) = (name, self.options.public_key.get_mut("user")) {
            user.set("name", Json::text(&name));
            user.set("displayName", Json::Text(name));
        }
        self.options
    }
}

fn parse(text: &str) -> Result<Json, BadOptions> {
    Json::parse(text).map_err(|_| BadOptions::NotJson)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRAPPED: &str = r#"{"credentialOptions":{"publicKey":{"challenge":"AA","timeout":300000,
        "user":{"id":"BB","name":"Propylon","displayName":"Propylon"}}},
        "displayNameFieldName":"traits.email"}"#;

    fn field(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn a_passkey_is_named_after_the_field_kratos_points_at_and_keeps_its_user_id() {
        let creation = Creation::read(WRAPPED).unwrap();
        let options = creation.named(&[field("traits.email", "ada@example.test")]);
        assert_eq!(
            options.to_json(),
            r#"{"challenge":"AA","timeout":300000,"user":{"id":"BB","name":"ada@example.test","displayName":"ada@example.test"}}"#
        );
        assert_eq!(options.timeout(), Some(300_000));
    }

    #[test]
    fn the_first_filled_of_several_names_wins_and_none_changes_nothing() {
        let text = WRAPPED.replace(
            r#""displayNameFieldName":"traits.email""#,
            r#""displayNameFieldNames":["traits.nick","traits.email"]"#,
        );
        let fields = [field("traits.nick", ""), field("traits.email", "ada")];
        let named = Creation::read(&text).unwrap().named(&fields);
        assert!(named.to_json().contains(r#""name":"ada""#));
        let unnamed = Creation::read(&text).unwrap().named(&[]);
        assert!(unnamed.to_json().contains(r#""name":"Propylon""#));
    }

    #[test]
    fn plain_options_of_settings_read_too_and_others_are_refused() {
        assert!(Creation::read(r#"{"publicKey":{"challenge":"AA"}}"#).is_ok());
        assert_eq!(Creation::read("{}"), Err(BadOptions::NoChallenge));
        assert_eq!(Creation::read("<html>"), Err(BadOptions::NotJson));
        assert_eq!(
            Creation::read(r#"{"publicKey":{"challenge":1}}"#),
            Err(BadOptions::NoChallenge)
        );
    }
}
