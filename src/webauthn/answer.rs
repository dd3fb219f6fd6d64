//! Credentials as the JSON text that Kratos accepts.
//!
//! The format is WebAuthn Level 3 `RegistrationResponseJSON` and `AuthenticationResponseJSON`, with
//! the members that Kratos reads. If the browser has `PublicKeyCredential.toJSON`, [`from_native_json`]
//! picks them from its result; otherwise [`Credential`] produces the same bytes.

use super::base64url;
use crate::json::Json;

/// The members of a `PublicKeyCredential`.
///
/// See <https://www.w3.org/TR/webauthn-3/#iface-pkcredential>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// `rawId`
    pub raw_id: Vec<u8>,
    /// `authenticatorAttachment`: `platform` or `cross-platform`, if the browser reports it.
    pub attachment: Option<String>,
    /// `clientDataJSON`
    pub client_data: Vec<u8>,
    /// `getClientExtensionResults()`
    pub extensions: Json,
    /// `response`
    pub response: AuthenticatorResponse,
}

/// The `response` of a credential, which differs between the ceremonies.
///
/// See <https://www.w3.org/TR/webauthn-3/#iface-authenticatorattestationresponse> and
/// <https://www.w3.org/TR/webauthn-3/#iface-authenticatorassertionresponse>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AuthenticatorResponse {
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
        /// `userHandle`, by which Kratos finds the account of a passkey.
        user_handle: Option<Vec<u8>>,
    },
}

impl Credential {
    /// The JSON text to post.
    pub fn to_json(&self) -> String {
        let bytes = |bytes: &[u8]| Json::Text(base64url::encode(bytes));
        let mut response = vec![("clientDataJSON", bytes(&self.client_data))];
        match &self.response {
            AuthenticatorResponse::Attestation { object, transports } => {
                response.push(("attestationObject", bytes(object)));
                let transports = transports.iter().map(|name| Json::text(name)).collect();
                response.push(("transports", Json::List(transports)));
            }
            AuthenticatorResponse::Assertion { authenticator_data, signature, user_handle } => {
                response.push(("authenticatorData", bytes(authenticator_data)));
                response.push(("signature", bytes(signature)));
                response.extend(user_handle.iter().map(|handle| ("userHandle", bytes(handle))));
            }
        }
        let attachment = self.attachment.as_deref().map(Json::text);
        assembled(bytes(&self.raw_id), response, self.extensions.clone(), attachment)
    }
}

/// The JSON text to post, from the result of `PublicKeyCredential.toJSON`; `None` if it isn't a
/// credential.
pub fn from_native_json(text: &str) -> Option<String> {
    /// The members of both kinds of response, in posting order.
    const RESPONSE: [&str; 6] = [
        "clientDataJSON",
        "attestationObject",
        "transports",
        "authenticatorData",
        "signature",
        "userHandle",
    ];
    let native = Json::parse(text).ok()?;
    let credential = native.obj();
    let own = credential.obj("response");
    let is_sign_in = own.has("signature");
    let response = RESPONSE.iter().filter_map(|name| {
        // A new credential has its authenticator data in `attestationObject` too.
        let is_repeated = *name == "authenticatorData" && !is_sign_in;
        let value = own.get(name).filter(|value| **value != Json::Null && !is_repeated)?;
        Some((*name, value.clone()))
    });
    let raw_id = credential.get("rawId")?.clone();
    let extensions = credential.get("clientExtensionResults").cloned();
    let extensions = extensions.unwrap_or(Json::Object(Vec::new()));
    let attachment = credential.get("authenticatorAttachment").filter(|a| a.as_str().is_some());
    Some(assembled(raw_id, response.collect(), extensions, attachment.cloned()))
}

/// The id of a posted credential, base64url.
pub(crate) fn credential_id(credential: &str) -> Option<String> {
    Json::parse(credential).ok()?.obj().text("id")
}

/// The user handle of a posted assertion, base64url.
pub(crate) fn user_handle(credential: &str) -> Option<String> {
    Json::parse(credential).ok()?.obj().obj("response").text("userHandle")
}

/// The user-presence flag of a posted new credential: the first flag in the authenticator data
/// (WebAuthn Level 3 §6.1). `None` without authenticator data.
pub(crate) fn has_user_presence(credential: &str) -> Option<bool> {
    /// The authenticator data starts with a hash of 32 bytes.
    const FLAGS: usize = 32;
    let value = Json::parse(credential).ok()?;
    let object = base64url::decode(value.obj().obj("response").str("attestationObject")?).ok()?;
    // CBOR: the text "authData", then a byte string with a length of one, two or four bytes.
    let at = object.windows(8).position(|part| part == b"authData")?;
    let header = object.get(at + 8)?;
    let length = match header {
        0x58 => 1,
        0x59 => 2,
        0x5a => 4,
        _ => return None,
    };
    object.get(at + 9 + length + FLAGS).map(|flags| flags & 1 == 1)
}

fn assembled(
    raw_id: Json,
    response: Vec<(&str, Json)>,
    extensions: Json,
    attachment: Option<Json>,
) -> String {
    let named = |pairs: Vec<(&str, Json)>| {
        Json::Object(pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    };
    let mut credential = vec![
        ("id", raw_id.clone()),
        ("rawId", raw_id),
        ("type", Json::text("public-key")),
        ("response", named(response)),
        ("clientExtensionResults", extensions),
    ];
    credential.extend(attachment.map(|attachment| ("authenticatorAttachment", attachment)));
    named(credential).to_text()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn sign_in(user_handle: Option<Vec<u8>>) -> Credential {
        Credential {
            raw_id: vec![0xfb, 0xff],
            attachment: Some("platform".to_owned()),
            client_data: b"{}".to_vec(),
            extensions: Json::Object(Vec::new()),
            response: AuthenticatorResponse::Assertion {
                authenticator_data: vec![1],
                signature: vec![2],
                user_handle,
            },
        }
    }

    #[test]
    fn a_sign_in_answers_in_base64url_without_padding() {
        assert_eq!(
            sign_in(Some(vec![3])).to_json(),
            concat!(
                r#"{"id":"-_8","rawId":"-_8","type":"public-key","response":{"clientDataJSON":"e30","#,
                r#""authenticatorData":"AQ","signature":"Ag","userHandle":"Aw"},"#,
                r#""clientExtensionResults":{},"authenticatorAttachment":"platform"}"#
            )
        );
    }

    #[test]
    fn a_missing_user_handle_is_left_out() {
        assert!(!sign_in(None).to_json().contains("userHandle"));
    }

    #[test]
    fn the_presence_of_somebody_is_read_from_the_authenticators_data() {
        let made = |flags: u8| {
            let mut object = b"\xa3cfmtdnonegattStmt\xa0hauthData\x58\xa4".to_vec();
            object.extend([7; 32]);
            object.push(flags);
            object.extend([0; 131]);
            let response = AuthenticatorResponse::Attestation { object, transports: Vec::new() };
            Credential { response, ..sign_in(None) }.to_json()
        };
        assert_eq!(has_user_presence(&made(0x45)), Some(true));
        assert_eq!(has_user_presence(&made(0x44)), Some(false));
        assert_eq!(has_user_presence(&sign_in(None).to_json()), None);
        assert_eq!(credential_id(&made(1)).as_deref(), Some("-_8"));
    }

    #[test]
    fn invalid_credentials_are_none() {
        for text in ["", "{}", "[]", "{\"id\":\"x\"}"] {
            assert_eq!(from_native_json(text), None, "{text}");
        }
    }

    /// A credential's JSON as browsers with `toJSON` write it (WebAuthn Level 3 §5.1.8): in another
    /// order, and with members that Kratos doesn't read.
    fn native(credential: &Credential) -> String {
        let b64 = |bytes: &[u8]| base64url::encode(bytes);
        let response = match &credential.response {
            AuthenticatorResponse::Attestation { object, transports } => json!({
                "attestationObject": b64(object), "authenticatorData": b64(&[7; 37]),
                "clientDataJSON": b64(&credential.client_data), "publicKey": "AA",
                "publicKeyAlgorithm": -7, "transports": transports,
            }),
            AuthenticatorResponse::Assertion { authenticator_data, signature, user_handle } => {
                let mut response = json!({
                    "authenticatorData": b64(authenticator_data), "signature": b64(signature),
                    "clientDataJSON": b64(&credential.client_data),
                });
                if let Some(handle) = user_handle {
                    response["userHandle"] = json!(b64(handle));
                }
                response
            }
        };
        json!({
            "authenticatorAttachment": credential.attachment,
            "clientExtensionResults":
                serde_json::from_str::<serde_json::Value>(&credential.extensions.to_string()).unwrap(),
            "id": b64(&credential.raw_id), "rawId": b64(&credential.raw_id),
            "response": response, "type": "public-key",
        })
        .to_string()
    }

    fn any_credential() -> impl Strategy<Value = Credential> {
        let bytes = || prop::collection::vec(any::<u8>(), 0..80);
        let response = prop_oneof![
            (bytes(), prop::collection::vec("[a-z-]{1,9}", 0..4)).prop_map(
                |(object, transports)| AuthenticatorResponse::Attestation { object, transports }
            ),
            (bytes(), bytes(), prop::option::of(bytes())).prop_map(
                |(authenticator_data, signature, user_handle)| AuthenticatorResponse::Assertion {
                    authenticator_data,
                    signature,
                    user_handle
                }
            ),
        ];
        (bytes(), prop::option::of("[a-z-]{1,14}"), bytes(), any::<bool>(), response).prop_map(
            |(raw_id, attachment, client_data, rk, response)| Credential {
                raw_id,
                attachment,
                client_data,
                extensions: json!({"credProps": {"rk": rk}}).into(),
                response,
            },
        )
    }

    proptest! {
        #[test]
        fn the_browsers_json_and_ours_are_the_same_bytes(credential in any_credential()) {
            prop_assert_eq!(from_native_json(&native(&credential)), Some(credential.to_json()));
        }
    }
}
