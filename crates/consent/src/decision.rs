//! What to ask a person, and what a decision grants. No network.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::config::File;
use crate::failure::Code;
use crate::wire::{Identity, Request};

/// Cannot be left out: without it the app does not learn who signed in.
const REQUIRED: &str = "openid";

/// A decision as the page posts it.
#[derive(Debug, Default)]
pub struct Decision {
    /// Allow, or deny.
    pub allow: bool,
    /// The scopes that are ticked.
    pub scopes: Vec<String>,
    /// The audience; empty: what was asked.
    pub audience: Vec<String>,
    /// For how many seconds; 0: not.
    pub remember: u64,
}

/// The question for the page, without the CSRF token.
pub fn question(
    file: &File,
    asked: &Request,
    identity: &Identity,
    granted: &[String],
) -> Map<String, Value> {
    let scope = |name: &String| {
        let told = file.scopes.get(name);
        json!({
            "name": name,
            "granted": granted.contains(name),
            "ticked": name == REQUIRED || told.is_some_and(|told| told.ticked),
            "required": name == REQUIRED,
            "title": told.and_then(|told| told.title.as_ref()),
            "description": told.and_then(|told| told.description.as_ref()),
        })
    };
    let scopes: Vec<Value> = asked.scopes().iter().map(scope).collect();
    let name = file
        .person_name
        .as_ref()
        .and_then(|pointer| identity.traits.pointer(pointer))
        .and_then(Value::as_str);
    let email = identity.traits.get("email").and_then(Value::as_str);
    Map::from_iter([
        ("client".to_owned(), asked.shown_client()),
        ("scopes".to_owned(), Value::Array(scopes)),
        ("audience".to_owned(), json!(asked.audience())),
        ("person".to_owned(), json!({ "id": identity.id, "name": name.or(email) })),
        ("remember".to_owned(), json!(file.remember)),
    ])
}

/// What Hydra is told when nobody is asked: all of it.
pub fn without_question(file: &File, asked: &Request, identity: &Identity) -> Value {
    grant(file, asked.scopes(), asked.audience(), 0, identity)
}

/// What Hydra is told of a person's consent.
pub fn consent(
    file: &File,
    asked: &Request,
    identity: &Identity,
    decision: &Decision,
) -> Result<Value, Code> {
    let wanted: BTreeSet<&String> = decision.scopes.iter().collect();
    if wanted.iter().any(|scope| !asked.scopes().contains(scope))
        || decision.audience.iter().any(|audience| !asked.audience().contains(audience))
    {
        return Err(Code::ScopeNotAsked);
    }
    if decision.remember != 0 && !file.remember.contains(&decision.remember) {
        return Err(Code::BadRequest);
    }
    let scopes: Vec<String> = asked
        .scopes()
        .iter()
        .filter(|scope| *scope == REQUIRED || wanted.contains(scope))
        .cloned()
        .collect();
    let audience =
        if decision.audience.is_empty() { asked.audience() } else { decision.audience.as_slice() };
    Ok(grant(file, &scopes, audience, decision.remember, identity))
}

/// What Hydra is told of a person's refusal.
pub fn refusal() -> Value {
    json!({ "error": "access_denied", "error_description": "The person refused.", "status_code": 403 })
}

// Hydra refuses a key that it does not know. It has acr and amr from Kratos' sign-in.
fn grant(
    file: &File,
    scopes: &[String],
    audience: &[String],
    remember: u64,
    identity: &Identity,
) -> Value {
    json!({
        "grant_scope": scopes,
        "grant_access_token_audience": audience,
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

    fn decide(scopes: &[&str], remember: u64) -> Result<Value, Code> {
        let scopes = scopes.iter().map(|&scope| scope.to_owned()).collect();
        consent(
            &file(),
            &asked(),
            &identity(),
            &Decision { allow: true, scopes, remember, ..Decision::default() },
        )
    }

    #[test]
    fn nothing_is_ticked_but_what_is_required_or_configured() {
        let question = question(&file(), &asked(), &identity(), &["email".to_owned()]);
        let states: Vec<_> = question["scopes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|scope| {
                (
                    scope["name"].as_str().unwrap(),
                    scope["ticked"] == true,
                    scope["granted"] == true,
                    scope["required"] == true,
                )
            })
            .collect();
        assert_eq!(
            states,
            [
                ("openid", true, false, true),
                ("email", false, true, false),
                ("orders", true, false, false)
            ]
        );
        assert_eq!(question["scopes"][2]["title"]["en"], "Your orders");
        assert_eq!(question["person"], json!({ "id": "i", "name": "Ann" }));
    }

    #[test]
    fn a_part_is_granted_with_the_claims_of_that_part() {
        let grant = decide(&["email"], 0).unwrap();
        assert_eq!(grant["grant_scope"], json!(["openid", "email"]));
        assert_eq!(grant["grant_access_token_audience"], json!(["https://api.example"]));
        assert_eq!(
            grant["session"]["id_token"],
            json!({ "email": "a@b.example", "email_verified": true })
        );
        assert_eq!(grant["remember"], false);
        assert_eq!(decide(&["orders"], 0).unwrap()["session"]["id_token"], json!({}));
    }

    #[test]
    fn what_was_not_asked_or_offered_is_refused() {
        assert_eq!(decide(&["email", "admin"], 0), Err(Code::ScopeNotAsked));
        assert_eq!(decide(&["email"], 7), Err(Code::BadRequest));
        assert_eq!(decide(&["email"], 3600).unwrap()["remember_for"], 3600);
        let foreign = Decision {
            allow: true,
            audience: vec!["https://other.example".into()],
            ..Decision::default()
        };
        assert_eq!(consent(&file(), &asked(), &identity(), &foreign), Err(Code::ScopeNotAsked));
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
