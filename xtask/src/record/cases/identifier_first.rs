//! Identifier-first sign-in: the identifier, then the methods of its account.

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::browser::{PASSWORD, UNRECORDED};
use crate::record::config::Config;
use crate::record::people::{ADA, BOB, account, account_with};
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[
    Family { name: "identifier-first", config: Some(style), story: login },
    Family {
        name: "enumeration-mitigated",
        config: Some(|config| {
            style(config);
            config.set("security.account_enumeration.mitigate", json!(true));
        }),
        story: mitigated,
    },
];

fn style(config: &mut Config) {
    config.flow("login.style", json!("identifier_first"));
}

const METHOD: (&str, &str) = ("method", "identifier_first");

fn login(story: &Story) -> Result<()> {
    account(story, ADA)?;
    account(story, BOB)?;
    account_with(story, "mute@example.test", json!({}))?;
    let browser = story.browser();
    let flow = browser.create(200, "identifier-first-1-create", "login", &[])?;
    browser.submit(400, "identifier-first-2-empty", &flow, &[METHOD])?;
    let unknown = [METHOD, ("identifier", "nobody@example.test")];
    browser.submit(400, "identifier-first-2-unknown-account", &flow, &unknown)?;
    let mute = [METHOD, ("identifier", "mute@example.test")];
    browser.submit(400, "identifier-first-2-only-code", &flow, &mute)?;
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    let ada = ("identifier", ADA);
    browser.submit(400, "identifier-first-2-methods", &flow, &[METHOD, ada])?;
    browser.flow(200, "identifier-first-2-get", "login", flow.id()?)?;
    let wrong = [("method", "password"), ada, ("password", "wrong")];
    browser.submit(400, "identifier-first-3-password-wrong", &flow, &wrong)?;
    let other = [METHOD, ("identifier", BOB)];
    browser.submit(400, "identifier-first-3-other-identifier", &flow, &other)?;

    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    browser.submit(400, UNRECORDED, &flow, &[METHOD, ada])?;
    browser.submit(400, "identifier-first-3-code-sent", &flow, &[("method", "code"), ada])?;
    Ok(())
}

fn mitigated(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    let known = [METHOD, ("identifier", ADA)];
    browser.submit(400, "enumeration-mitigated-known-account", &flow, &known)?;
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    let nobody = ("identifier", "nobody@example.test");
    browser.submit(400, "enumeration-mitigated-unknown-account", &flow, &[METHOD, nobody])?;
    let guess = [("method", "password"), nobody, PASSWORD];
    browser.submit(400, "enumeration-mitigated-unknown-account-password", &flow, &guess)?;
    let code = [("method", "code"), nobody];
    browser.submit(400, "enumeration-mitigated-unknown-account-code", &flow, &code)?;
    Ok(())
}
