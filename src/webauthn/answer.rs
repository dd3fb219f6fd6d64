//! What the authenticator answered, as the JSON text that Kratos reads.
//!
//! The shape is WebAuthn Level 3 `RegistrationResponseJSON` and `AuthenticationResponseJSON`. Browsers
//! with `PublicKeyCredential.toJSON` make it themselves; this is for the others.

use serde_json::{Map, Value};

use super::base64url;

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
        let id = base64url::encode(&self.raw_id);
        let mut response = Map::new();
        let mut put = |name: &str, bytes: &[u8]| {
            response.insert(name.to_owned(), Value::String(base64url::encode(bytes)));
        };
        put("clientDataJSON", &self.client_data);
        match &self.proof {
            Proof::Attestation { object, transports } => {
                put("attestationObject", object);
                let transports = transports.iter().cloned().map(Value::String).collect();
                response.insert("transports".to_owned(), Value::Array(transports));
            }
            Proof::Assertion { authenticator_data, signature, user_handle } => {
                put("authenticatorData", authenticator_data);
                put("signature", signature);
                if let Some(handle) = user_handle {
                    put("userHandle", handle);
                }
            }
        }
        let mut credential = Map::new();
        credential.insert("id".to_owned(), Value::String(id.clone()));
        credential.insert("rawId".to_owned(), Value::String(id));
        credential.insert("type".to_owned(), Value::String("public-key".to_owned()));
        credential.insert("response".to_owned(), Value::Object(response));
        credential.insert("clientExtensionResults".to_owned(), Value::Object(Map::new()));
        if let Some(attachment) = &self.attachment {
            let attachment = Value::String(attachment.clone());
            credential.insert("authenticatorAttachment".to_owned(), attachment);
        }
        Value::Object(credential).to_string()
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
                r#"{"authenticatorAttachment":"platform","clientExtensionResults":{},"id":"-_8","#,
                r#""rawId":"-_8","response":{"authenticatorData":"AQ","clientDataJSON":"e30","#,
                r#""signature":"Ag","userHandle":"Aw"},"type":"public-key"}"#
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
