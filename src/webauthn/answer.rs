//! What the authenticator answered, as the JSON text that Kratos reads.
//!
//! The shape is WebAuthn Level 3 `RegistrationResponseJSON` and `AuthenticationResponseJSON`. Browsers
//! with `PublicKeyCredential.toJSON` make it themselves; this is for the others.

use super::base64url;
use crate::json::Json;

/// A credential's parts as the browser hands them out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// `rawId`
    pub raw_id: Vec<u8>,
    /// `authenticatorAttachment`: `platform` or `cross-platform`, where the browser tells.
    pub attachment: Option<String>,
    /// `clientDataJSON`
    pub client_data: Vec<u8>,
    /// What kind of ceremony it ended.
    pub proof: Proof,
}

/// The part of a credential that differs between the ceremonies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// A new credential (`AuthenticatorAttestationResponse`).
    Attestation {
        /// `attestationObject`
        object: Vec<u8>,
        /// `getTransports()`
        transports: Vec<String>,
    },
    /// A sign-in (`AuthenticatorAssertionResponse`).
    Assertion {
        /// `authenticatorData`
        authenticator_data: Vec<u8>,
        /// `signature`
        signature: Vec<u8>,
        /// `userHandle`; Kratos finds the account of a passkey by it.
        user_handle: Option<Vec<u8>>,
    },
}

impl Credential {
    /// The JSON text to post.
    pub fn to_json(&self) -> String {
        let bytes = |bytes: &[u8]| Json::Text(base64url::encode(bytes));
        let mut response = vec![("clientDataJSON".to_owned(), bytes(&self.client_data))];
        let mut put = |name: &str, value| response.push((name.to_owned(), value));
        match &self.proof {
            Proof::Attestation { object, transports } => {
                put("attestationObject", bytes(object));
                put(
                    "transports",
                    Json::List(transports.iter().map(|name| Json::text(name)).collect()),
                );
            }
            Proof::Assertion { authenticator_data, signature, user_handle } => {
                put("authenticatorData", bytes(authenticator_data));
                put("signature", bytes(signature));
                if let Some(handle) = user_handle {
                    put("userHandle", bytes(handle));
                }
            }
        }
        let mut credential = Vec::new();
        let mut put = |name: &str, value| credential.push((name.to_owned(), value));
        put("id", bytes(&self.raw_id));
        put("rawId", bytes(&self.raw_id));
        put("type", Json::text("public-key"));
        put("response", Json::Object(response));
        put("clientExtensionResults", Json::Object(Vec::new()));
        if let Some(attachment) = &self.attachment {
            put("authenticatorAttachment", Json::text(attachment));
        }
        Json::Object(credential).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_in_answers_in_base64url_without_padding() {
        let credential = Credential {
            raw_id: vec![0xfb, 0xff],
            attachment: Some("platform".to_owned()),
            client_data: b"{}".to_vec(),
            proof: Proof::Assertion {
                authenticator_data: vec![1],
                signature: vec![2],
                user_handle: Some(vec![3]),
            },
        };
        assert_eq!(
            credential.to_json(),
            concat!(
                r#"{"id":"-_8","rawId":"-_8","type":"public-key","response":{"clientDataJSON":"e30","#,
                r#""authenticatorData":"AQ","signature":"Ag","userHandle":"Aw"},"#,
                r#""clientExtensionResults":{},"authenticatorAttachment":"platform"}"#
            )
        );
    }

    #[test]
    fn a_missing_user_handle_is_left_out() {
        let credential = Credential {
            raw_id: vec![1],
            attachment: None,
            client_data: vec![],
            proof: Proof::Assertion {
                authenticator_data: vec![],
                signature: vec![],
                user_handle: None,
            },
        };
        assert!(!credential.to_json().contains("userHandle"));
    }

    #[test]
    fn a_new_credential_names_its_transports() {
        let credential = Credential {
            raw_id: vec![1],
            attachment: None,
            client_data: vec![],
            proof: Proof::Attestation { object: vec![9], transports: vec!["internal".to_owned()] },
        };
        assert!(credential.to_json().contains(r#""transports":["internal"]"#));
    }
}
