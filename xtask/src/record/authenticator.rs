//! A software authenticator for passkeys and security keys: P-256, attestation "none", WebAuthn
//! Level 2.
//!
//! Keys and ids are derived from the authenticator's name, so that recordings differ only by
//! Kratos' challenges.

use std::cell::{Cell, RefCell};

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// User present, user verified.
const FLAGS: u8 = 0b0000_0101;
/// Attested credential data included.
const ATTESTED: u8 = 0b0100_0000;

/// An authenticator with its keys.
pub struct Authenticator {
    name: &'static str,
    origin: String,
    counter: Cell<u32>,
    keys: RefCell<Vec<Key>>,
}

#[derive(Clone)]
struct Key {
    id: [u8; 32],
    secret: SigningKey,
    user: String,
}

impl Authenticator {
    /// An authenticator for pages of this origin.
    pub fn new(name: &'static str, origin: &str) -> Self {
        Self { name, origin: origin.to_owned(), counter: Cell::new(0), keys: RefCell::default() }
    }

    /// The same keys on another origin.
    pub fn moved_to(&self, origin: &str) -> Self {
        let keys = self.keys.borrow().clone();
        let counter = self.counter.clone();
        Self { name: self.name, origin: origin.to_owned(), counter, keys: RefCell::new(keys) }
    }

    /// `navigator.credentials.create`: the credential as JSON to post. `options` is the object with
    /// `publicKey`.
    pub fn create(&self, options: &Value) -> Result<String> {
        let options = &options["publicKey"];
        let number = self.keys.borrow().len();
        let key = Key {
            id: digest(&format!("{} id {number}", self.name)),
            secret: SigningKey::from_slice(&digest(&format!("{} key {number}", self.name)))?,
            user: text(&options["user"]["id"])?.to_owned(),
        };
        let mut data = self.data(text(&options["rp"]["id"])?, FLAGS | ATTESTED);
        data.extend([0; 16]);
        data.extend([0, 32]);
        data.extend(key.id);
        data.extend(public_key(&key.secret)?);
        let client = self.client_data("webauthn.create", options)?;
        let response = json!({
            "attestationObject": BASE64.encode(attestation(&data)?),
            "clientDataJSON": BASE64.encode(client),
        });
        let credential = credential(&key, response);
        self.keys.borrow_mut().push(key);
        Ok(credential)
    }

    /// `navigator.credentials.get`, with the last allowed key.
    pub fn get(&self, options: &Value) -> Result<String> {
        let options = &options["publicKey"];
        let keys = self.keys.borrow();
        let allowed = |key: &&Key| match options["allowCredentials"].as_array() {
            Some(list) => list.iter().any(|one| one["id"] == BASE64.encode(key.id)),
            None => true,
        };
        let key = keys.iter().rev().find(allowed).context("no key of the device is allowed")?;
        let data = self.data(text(&options["rpId"])?, FLAGS);
        let client = self.client_data("webauthn.get", options)?;
        let mut signed = data.clone();
        signed.extend(Sha256::digest(&client));
        let signature: Signature = key.secret.sign(&signed);
        let response = json!({
            "authenticatorData": BASE64.encode(data),
            "clientDataJSON": BASE64.encode(client),
            "signature": BASE64.encode(signature.to_der()),
            "userHandle": key.user,
        });
        Ok(credential(key, response))
    }

    fn data(&self, rp: &str, flags: u8) -> Vec<u8> {
        self.counter.set(self.counter.get() + 1);
        let mut data = digest(rp).to_vec();
        data.push(flags);
        data.extend(self.counter.get().to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, options: &Value) -> Result<String> {
        let challenge = text(&options["challenge"])?;
        let origin = &self.origin;
        let data =
            json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": false });
        Ok(data.to_string())
    }
}

fn credential(key: &Key, response: Value) -> String {
    let id = BASE64.encode(key.id);
    json!({ "id": id, "rawId": id, "type": "public-key", "response": response }).to_string()
}

fn text(value: &Value) -> Result<&str> {
    value.as_str().with_context(|| format!("the options have no text: {value}"))
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// CBOR `{"fmt": "none", "attStmt": {}, "authData": data}`.
fn attestation(data: &[u8]) -> Result<Vec<u8>> {
    let mut cbor = vec![0xa3];
    cbor.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x58");
    cbor.push(u8::try_from(data.len()).context("CBOR of 256 bytes and more is not supported")?);
    cbor.extend(data);
    Ok(cbor)
}

/// COSE key: CBOR `{1: 2, 3: -7, -1: 1, -2: x, -3: y}`.
fn public_key(secret: &SigningKey) -> Result<Vec<u8>> {
    let point = secret.verifying_key().to_encoded_point(false);
    let (x, y) = point.x().zip(point.y()).context("a public key is a point")?;
    let mut cbor = vec![0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
    cbor.extend(x);
    cbor.extend([0x22, 0x58, 0x20]);
    cbor.extend(y);
    Ok(cbor)
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::signature::Verifier;

    use super::*;

    fn bytes(value: &Value) -> Vec<u8> {
        BASE64.decode(value.as_str().unwrap()).unwrap()
    }

    #[test]
    fn what_was_created_signs_what_is_asked() {
        let device = Authenticator::new("test", "http://localhost:4455");
        let options = json!({ "publicKey": {
            "rp": { "id": "localhost" }, "user": { "id": "dXNlcg" }, "challenge": "Y2hhbGxlbmdl",
        } });
        let created: Value = serde_json::from_str(&device.create(&options).unwrap()).unwrap();
        let object = bytes(&created["response"]["attestationObject"]);
        assert_eq!(object.len(), 30 + 37 + 16 + 2 + 32 + 77);

        let options = json!({ "publicKey": {
            "rpId": "localhost", "challenge": "b3RoZXI", "allowCredentials": [{ "id": created["id"] }],
        } });
        let used: Value = serde_json::from_str(&device.get(&options).unwrap()).unwrap();
        assert_eq!(used["response"]["userHandle"], "dXNlcg");
        let mut signed = bytes(&used["response"]["authenticatorData"]);
        signed.extend(Sha256::digest(bytes(&used["response"]["clientDataJSON"])));
        let signature = Signature::from_der(&bytes(&used["response"]["signature"])).unwrap();
        let key = device.keys.borrow()[0].secret.verifying_key().to_owned();
        key.verify(&signed, &signature).unwrap();
        let other = json!({ "publicKey": { "rpId": "localhost", "allowCredentials": [] } });
        assert!(device.get(&other).is_err());
    }
}
