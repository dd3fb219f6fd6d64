//! OIDC providers: nodes, redirects, linking. No provider answers.

use anyhow::Result;
use serde_json::{Value, json};

use super::Family;
use crate::record::browser::{PASSWORD, UNRECORDED};
use crate::record::config::{Config, DEAD_ISSUER};
use crate::record::people::{ADA, BOB, account, account_with};
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[
    Family { name: "oidc", config: Some(providers), story: start },
    Family {
        name: "oidc-identifier-first",
        config: Some(|config| {
            providers(config);
            config.flow("login.style", json!("identifier_first"));
        }),
        story: identifier_first,
    },
];

/// Two unreachable providers, one of them with a label, and one whose URL is built into Kratos.
fn providers(config: &mut Config) {
    let provider = |id: &str, kind: &str| {
        let mut provider = json!({
            "id": id,
            "provider": kind,
            "client_id": "propylon",
            "client_secret": "recorder-only",
            // local claims = std.extVar('claims'); { identity: { traits: { email: claims.email } } }
            "mapper_url": "base64://bG9jYWwgY2xhaW1zID0gc3RkLmV4dFZhcignY2xhaW1zJyk7IHsgaWRlbnRpdHk6IHsgdHJhaXRzOiB7IGVtYWlsOiBjbGFpbXMuZW1haWwgfSB9IH0=",
            "scope": ["email"],
        });
        if kind == "generic" {
            provider["issuer_url"] = DEAD_ISSUER.into();
        }
        provider
    };
    let mut labelled = provider("club", "generic");
    labelled["label"] = "Chess Club".into();
    let all = json!([provider("corp", "generic"), labelled, provider("github", "github")]);
    config.method("oidc", json!({ "enabled": true, "config": { "providers": all } }));
}

fn linked(story: &Story, email: &str, credentials: Value) -> Result<String> {
    let subject = json!([{ "provider": "corp", "subject": email }]);
    let mut all = json!({ "oidc": { "config": { "providers": subject } } });
    if let (Value::Object(all), Value::Object(more)) = (&mut all, credentials) {
        all.extend(more);
    }
    account_with(story, email, all)
}

fn start(story: &Story) -> Result<()> {
    account(story, "cy@example.test")?;
    linked(story, ADA, json!({ "password": { "config": { "password": PASSWORD.1 } } }))?;
    let browser = story.browser();
    let flow = browser.create(200, "oidc-login-create", "login", &[])?;
    browser.submit(500, "oidc-login-start-dead", &flow, &[("provider", "corp")])?;
    browser.submit(404, "oidc-login-unknown-provider", &flow, &[("provider", "nobody")])?;
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    browser.submit(422, "oidc-login-start", &flow, &[("provider", "github")])?;
    let flow = browser.create(200, "oidc-registration-create", "registration", &[])?;
    browser.submit(422, "oidc-registration-start", &flow, &[("provider", "github")])?;

    browser.sign_in(ADA)?;
    let flow = browser.create(200, "oidc-settings-create", "settings", &[])?;
    browser.submit(422, "oidc-settings-link", &flow, &[("link", "github")])?;
    browser.submit(400, "oidc-settings-link-again", &flow, &[("link", "corp")])?;
    browser.submit(200, "oidc-settings-unlinked", &flow, &[("unlink", "corp")])?;
    Ok(())
}

fn identifier_first(story: &Story) -> Result<()> {
    linked(story, BOB, json!({}))?;
    let browser = story.browser();
    let flow = browser.create(200, "oidc-identifier-first-1-create", "login", &[])?;
    let bob = [("method", "identifier_first"), ("identifier", BOB)];
    browser.submit(400, "oidc-identifier-first-2-methods", &flow, &bob)?;
    Ok(())
}
