//! Flows and codes that live one second.

use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::answer::Answer;
use crate::record::browser::{PASSWORD, UNRECORDED};
use crate::record::people::{ADA, Inbox, account};
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[
    Family {
        name: "expired",
        config: Some(|config| {
            for flow in ["login", "registration", "recovery", "verification", "settings"] {
                config.flow(&format!("{flow}.lifespan"), json!("1s"));
            }
        }),
        story: flows,
    },
    Family {
        name: "expired-code",
        config: Some(|config| {
            config.method("code.config.lifespan", json!("1s"));
        }),
        story: codes,
    },
];

/// Longer than their lifespan.
const LATER: Duration = Duration::from_millis(1200);

fn flows(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let signed_in = story.browser();
    signed_in.sign_in(ADA)?;
    let browser = story.browser();
    let login =
        browser.create(200, UNRECORDED, "login", &[("return_to", "http://localhost:4455/a")])?;
    let registration = browser.create(200, UNRECORDED, "registration", &[])?;
    let recovery = browser.create(200, UNRECORDED, "recovery", &[])?;
    let verification = browser.create(200, UNRECORDED, "verification", &[])?;
    let settings = signed_in.create(200, UNRECORDED, "settings", &[])?;
    sleep(LATER);
    browser.flow(410, "expired-login-get", "login", login.id()?)?;
    browser.flow(410, "expired-registration-get", "registration", registration.id()?)?;
    browser.flow(410, "expired-recovery-get", "recovery", recovery.id()?)?;
    browser.flow(410, "expired-verification-get", "verification", verification.id()?)?;
    signed_in.flow(410, "expired-settings-get", "settings", settings.id()?)?;

    let replacement = |answer: &Answer| answer.text("/use_flow_id").map(str::to_owned);
    let right = [("method", "password"), ("identifier", ADA), PASSWORD];
    let gone = browser.submit(410, "expired-login-submit", &login, &right)?;
    browser.flow(200, "expired-login-replacement", "login", &replacement(&gone)?)?;
    let bo = [("method", "password"), ("traits.email", "bo@example.test"), PASSWORD];
    let gone = browser.submit(410, "expired-registration-submit", &registration, &bo)?;
    let new = replacement(&gone)?;
    browser.flow(200, "expired-registration-replacement", "registration", &new)?;
    let profile = [("method", "profile"), ("traits.email", ADA)];
    let gone = signed_in.submit(410, "expired-settings-submit", &settings, &profile)?;
    signed_in.flow(200, "expired-settings-replacement", "settings", &replacement(&gone)?)?;
    let send = [("method", "code"), ("email", ADA)];
    let moved = browser.submit(303, "expired-recovery-submit", &recovery, &send)?;
    browser.get(200, "expired-recovery-submit-followed", moved.location()?)?;
    let moved = browser.submit(303, "expired-verification-submit", &verification, &send)?;
    browser.get(200, "expired-verification-submit-followed", moved.location()?)?;
    Ok(())
}

fn codes(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let inbox = Inbox::new(story);
    let browser = story.browser();
    let method = ("method", "code");
    let login = browser.create(200, UNRECORDED, "login", &[])?;
    browser.submit(400, UNRECORDED, &login, &[method, ("identifier", ADA)])?;
    // Replacing a verification flow also replaces the CSRF cookie.
    let other = story.browser();
    let recovery = other.create(200, UNRECORDED, "recovery", &[])?;
    other.submit(200, UNRECORDED, &recovery, &[method, ("email", ADA)])?;
    let verification = browser.create(200, UNRECORDED, "verification", &[])?;
    browser.submit(200, UNRECORDED, &verification, &[method, ("email", ADA)])?;
    sleep(LATER);
    let code = inbox.code(ADA, "login_code_valid")?;
    let late = [method, ("identifier", ADA), ("code", code.as_str())];
    let gone = browser.submit(410, "expired-code-login", &login, &late)?;
    let case = "expired-code-login-replacement";
    browser.flow(200, case, "login", gone.text("/use_flow_id")?)?;
    let code = inbox.code(ADA, "verification_code_valid")?;
    let late = [method, ("code", code.as_str())];
    let gone = browser.submit(410, "expired-code-verification", &verification, &late)?;
    let case = "expired-code-verification-replacement";
    browser.flow(200, case, "verification", gone.text("/use_flow_id")?)?;
    let code = inbox.code(ADA, "recovery_code_valid")?;
    let late = [method, ("code", code.as_str())];
    let moved = other.submit(303, "expired-code-recovery", &recovery, &late)?;
    other.get(200, "expired-code-recovery-followed", moved.location()?)?;
    Ok(())
}
