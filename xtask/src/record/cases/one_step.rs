//! Registration in one step: profile and credentials on one form.

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::WRONG_CODE;
use crate::record::browser::{PASSWORD, UNRECORDED};
use crate::record::people::{ADA, Inbox, account};
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[
    Family {
        name: "registration-one-step",
        config: Some(|config| {
            config.flow("registration.enable_legacy_one_step", json!(true));
        }),
        story: one_step,
    },
    Family {
        name: "schema-without-passkey",
        config: Some(|config| {
            let credentials = "properties.email.ory.sh/kratos.credentials";
            config.traits(&format!("{credentials}.passkey"), json!({}));
            config.traits(&format!("{credentials}.webauthn"), json!({}));
            // Kratos 1.3.1 confuses traits that have no title.
            config.traits("properties.name.title", json!("Name"));
        }),
        story: without_passkey,
    },
    Family {
        name: "no-methods",
        config: Some(|config| {
            for method in ["password", "code", "passkey", "webauthn", "totp", "lookup_secret"] {
                config.method(&format!("{method}.enabled"), json!(false));
            }
            config.method("code.passwordless_enabled", json!(false));
        }),
        story: no_methods,
    },
];

const BY_PASSWORD: (&str, &str) = ("method", "password");
const BO: (&str, &str) = ("traits.email", "bo@example.test");

fn one_step(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let inbox = Inbox::new(story);
    let browser = story.browser();
    let flow = browser.create(200, "registration-one-step-create", "registration", &[])?;
    let case = "registration-one-step-password-no-email";
    browser.submit(400, case, &flow, &[BY_PASSWORD, PASSWORD])?;
    let short = [BY_PASSWORD, BO, ("password", "1")];
    browser.submit(400, "registration-one-step-password-short", &flow, &short)?;
    let taken = [BY_PASSWORD, ("traits.email", ADA), PASSWORD];
    browser.submit(400, "registration-one-step-password-duplicate", &flow, &taken)?;
    let code = ("method", "code");
    browser.submit(400, "registration-one-step-code-1-sent", &flow, &[code, BO])?;
    let wrong = [code, BO, ("code", WRONG_CODE)];
    browser.submit(400, "registration-one-step-code-2-wrong", &flow, &wrong)?;
    let mailed = inbox.code(BO.1, "registration_code_valid")?;
    let right = [code, BO, ("code", mailed.as_str())];
    browser.submit(200, "registration-one-step-code-4-success", &flow, &right)?;

    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    let right = [BY_PASSWORD, ("traits.email", "cy@example.test"), PASSWORD];
    browser.submit(200, "registration-one-step-password-success", &flow, &right)?;
    Ok(())
}

fn without_passkey(story: &Story) -> Result<()> {
    let browser = story.browser();
    browser.create(200, "schema-without-passkey-login-create", "login", &[])?;
    browser.create(500, "schema-without-passkey-registration-create", "registration", &[])?;
    Ok(())
}

fn no_methods(story: &Story) -> Result<()> {
    let browser = story.browser();
    browser.create(200, "no-methods-login-create", "login", &[])?;
    Ok(())
}
