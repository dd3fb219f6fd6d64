//! What a decision grants. No network.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::config::File;
use crate::failure::Code;
use crate::wire::{Identity, Request};

/// Cannot be left out: without it the app does not learn who signed in.
pub const REQUIRED: &str = "openid";

/// A decision as the page posts it.
#[derive(Debug, Default)]
pub struct Decision {
    /// Allow, or deny.
    pub allow: bool,
    /// The scopes that are ticked.
    pub scopes: Vec<String>,
    /// Whether it is remembered.
    pub remember: bool,
}

/// What Hydra is told when nobody is asked: all of it.
pub fn without_question(file: &File, asked: &Request, identity: &Identity) -> Value {
    // Hydra answers `prompt=none` only if it remembers; what it remembers already stays as it is.
    let remember = if asked.is_remembered() { 0 } else { file.remember };
    grant(file, asked, asked.scopes(), remember, identity)
}

/// What Hydra is told of a person's consent.
pub fn consent(
    file: &File,
    asked: &Request,
    identity: &Identity,
    decision: &Decision,
) -> Result<Value, Code> {
    let wanted: BTreeSet<&String> = decision.scopes.iter().collect();
    if wanted.iter().any(|scope| !asked.scopes().contains(scope)) {
        return Err(Code::ScopeNotAsked);
    }
    let scopes: Vec<String> = asked
        .scopes()
        .iter()
        .filter(|scope| *scope == REQUIRED || wanted.contains(scope))
        .cloned()
        .collect();
    let remember = if decision.remember { file.remember } else { 0 };
    Ok(grant(file, asked, &scopes, remember, identity))
}

/// What Hydra is told of a person's refusal.
pub fn refusal() -> Value {
    json!({ "error": "access_denied", "error_description": "The person refused.", "status_code": 403 })
}

// Hydra refuses a key that it does not know. It has acr and amr from Kratos' sign-in.
fn grant(
    file: &File,
    asked: &Request,
    scopes: &[String],
    remember: u64,
    identity: &Identity,
) -> Value {
    json!({
        "grant_scope": scopes,
        "grant_access_token_audience": asked.audience(),
        "remember": remember > 0,
        "remember_for": remember,
        "session": { "id_token": claims(file, scopes, identity) },
    })
}

fn claims(file: &File, scopes: &[String], identity: &Identity) -> Map<String, Value> {
    let mut claims = Map::new();
    for (name, claim) in &file.claims {
        let value =
            identity.traits.pointer(&claim.r#trait).filter(|_| scopes.contains(&claim.scope));
        let Some(value) = value else { continue };
        if let ("email", Some(address)) = (name.as_str(), value.as_str()) {
            claims.insert("email_verified".to_owned(), json!(identity.has_verified(address)));
        }
        claims.insert(name.clone(), value.clone());
    }
    claims
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file() -> File {
        File::parse(
            r#"{"claims": {"email": {"trait": "/email", "scope": "email"}, "name": {"trait": "/name/first", "scope": "profile"}},
                "scopes": {"orders": {"ticked": true, "title": {"en": "Your orders"}}}, "person_name": "/name/first"}"#,
        )
        .unwrap()
    }

    fn identity() -> Identity {
        serde_json::from_value(json!({
            "id": "i", "traits": { "email": "a@b.example", "name": { "first": "Ann" }, "secret": "s" },
            "verifiable_addresses": [{ "value": "a@b.example", "verified": true }],
        }))
        .unwrap()
    }

    fn asked() -> Request {
        serde_json::from_value(json!({
            "subject": "i", "requested_scope": ["openid", "email", "orders"],
            "requested_access_token_audience": ["https://api.example"], "client": { "client_id": "app" },
        }))
        .unwrap()
    }

    fn decide(scopes: &[&str], remember: bool) -> Result<Value, Code> {
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        consent(&file(), &asked(), &identity(), &Decision { allow: true, scopes, remember })
    }

    #[test]
    fn a_part_is_granted_with_the_claims_of_that_part() {
        let grant = decide(&["email"], false).unwrap();
        assert_eq!(grant["grant_scope"], json!(["openid", "email"]));
        assert_eq!(grant["grant_access_token_audience"], json!(["https://api.example"]));
        assert_eq!(
            grant["session"]["id_token"],
            json!({ "email": "a@b.example", "email_verified": true })
        );
        assert_eq!(grant["remember"], false);
        assert_eq!(decide(&["orders"], false).unwrap()["session"]["id_token"], json!({}));
    }

    #[test]
    fn what_was_not_asked_is_refused_and_memory_has_a_time() {
        assert_eq!(decide(&["email", "admin"], false), Err(Code::ScopeNotAsked));
        let grant = decide(&["email"], true).unwrap();
        assert_eq!((&grant["remember"], &grant["remember_for"]), (&json!(true), &json!(2_592_000)));
    }

    #[test]
    fn an_address_is_verified_only_if_it_is_that_one() {
        let mut other = identity();
        other.traits["email"] = json!("new@b.example");
        let decision =
            Decision { allow: true, scopes: vec!["email".into()], ..Decision::default() };
        let grant = consent(&file(), &asked(), &other, &decision).unwrap();
        assert_eq!(grant["session"]["id_token"]["email_verified"], false);
    }
}
