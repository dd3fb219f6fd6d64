//! Registration in two steps: the profile, then a credential.

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::WRONG_CODE;
use crate::record::browser::{PASSWORD, UNRECORDED};
use crate::record::people::{ADA, Inbox, account};
use crate::record::request::Request;
use crate::record::story::Story;
use crate::record::urlencoded::owned;

pub const FAMILIES: &[Family] = &[
    Family { name: "registration", config: None, story: profile },
    Family { name: "registration-password", config: None, story: password },
    Family { name: "registration-code", config: None, story: code },
    Family {
        name: "registration-disabled",
        config: Some(|config| {
            config.flow("registration.enabled", json!(false));
        }),
        story: disabled,
    },
    Family {
        name: "registration-no-session",
        config: Some(|config| {
            config.flow("registration.after", json!({}));
            config.flow("registration.login_hints", json!(true));
        }),
        story: no_session,
    },
];

const BO: (&str, &str) = ("traits.email", "bo@example.test");
const STEP: (&str, &str) = ("method", "profile");
const BY_PASSWORD: (&str, &str) = ("method", "password");
const BY_CODE: (&str, &str) = ("method", "code");

fn profile(story: &Story) -> Result<()> {
    let browser = story.browser();
    let flow = browser.create(200, "registration-two-step-create", "registration", &[])?;
    browser.submit(400, "registration-two-step-profile-empty", &flow, &[STEP])?;
    let invalid = [STEP, ("traits.email", "nonsense")];
    browser.submit(400, "registration-two-step-profile-invalid", &flow, &invalid)?;
    let named = [STEP, BO, ("traits.name.first", "Bo")];
    browser.submit(400, "registration-two-step-profile-done", &flow, &named)?;
    let back = [("screen", "previous"), BO, ("traits.name.first", "Bo")];
    browser.submit(400, "registration-two-step-back", &flow, &back)?;
    let fields = owned(&[("csrf_token", "nonsense"), BY_PASSWORD, BO, PASSWORD]);
    let request = Request::post(flow.action()?).form(fields);
    browser.send(403, "registration-two-step-csrf-wrong-token", request)?;
    Ok(())
}

fn password(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    let first = ("traits.name.first", "Bo");
    browser.submit(400, UNRECORDED, &flow, &[STEP, BO, first])?;
    let long = "x".repeat(120);
    let refused = [
        ("registration-two-step-password-empty", ""),
        ("registration-two-step-password-short", "short"),
        ("registration-two-step-password-similar", "bo@example.test1"),
        ("registration-two-step-password-long", &long),
    ];
    for (case, password) in refused {
        browser.submit(400, case, &flow, &[BY_PASSWORD, BO, first, ("password", password)])?;
    }
    let taken = [BY_PASSWORD, ("traits.email", ADA), PASSWORD];
    browser.submit(400, "registration-two-step-password-duplicate", &flow, &taken)?;
    let right = [BY_PASSWORD, BO, first, PASSWORD];
    browser.submit(200, "registration-two-step-password-success", &flow, &right)?;
    let case = "registration-two-step-create-signed-in";
    browser.create(400, case, "registration", &[])?;

    let browser = story.browser();
    let with = [
        ("return_to", "http://localhost:4455/inbox"),
        ("after_verification_return_to", "http://localhost:4455/welcome"),
    ];
    let flow = browser.create(200, "registration-create-return-to", "registration", &with)?;
    let cy = [BY_PASSWORD, ("traits.email", "cy@example.test"), PASSWORD];
    browser.submit(200, "registration-success-return-to", &flow, &cy)?;
    Ok(())
}

fn code(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let inbox = Inbox::new(story);
    let mail = "registration_code_valid";
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    browser.submit(400, UNRECORDED, &flow, &[STEP, BO])?;
    browser.submit(400, "registration-two-step-code-0-empty", &flow, &[BY_CODE])?;
    browser.submit(400, "registration-two-step-code-1-sent", &flow, &[BY_CODE, BO])?;
    inbox.code(BO.1, mail)?;
    let wrong = [BY_CODE, BO, ("code", WRONG_CODE)];
    browser.submit(400, "registration-two-step-code-2-wrong", &flow, &wrong)?;
    let resend = [BY_CODE, BO, ("resend", "code")];
    browser.submit(400, "registration-two-step-code-3-resent", &flow, &resend)?;
    let code = inbox.code(BO.1, mail)?;
    let right = [BY_CODE, BO, ("code", code.as_str())];
    browser.submit(200, "registration-two-step-code-4-success", &flow, &right)?;

    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    let cy = ("traits.email", "cy@example.test");
    browser.submit(400, UNRECORDED, &flow, &[BY_CODE, cy])?;
    let mailed = inbox.code(cy.1, mail)?;
    let changed = [BY_CODE, ("traits.email", "other@example.test"), ("code", mailed.as_str())];
    browser.submit(400, "registration-two-step-code-2-traits-changed", &flow, &changed)?;
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    browser.submit(400, UNRECORDED, &flow, &[BY_CODE, cy])?;
    let back = [("screen", "credential-selection"), cy];
    browser.submit(400, "registration-two-step-code-2-back", &flow, &back)?;

    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    let taken = ("traits.email", ADA);
    browser.submit(400, "registration-two-step-code-duplicate", &flow, &[BY_CODE, taken])?;
    let code = inbox.code(ADA, mail)?;
    let late = [BY_CODE, taken, ("code", code.as_str())];
    browser.submit(400, "registration-two-step-code-duplicate-2-code", &flow, &late)?;
    Ok(())
}

fn disabled(story: &Story) -> Result<()> {
    let browser = story.browser();
    browser.create(400, "registration-disabled-create", "registration", &[])?;
    Ok(())
}

fn no_session(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    let taken = [BY_PASSWORD, ("traits.email", ADA), PASSWORD];
    browser.submit(400, "registration-duplicate-with-login-hints", &flow, &taken)?;
    let right = [BY_PASSWORD, BO, PASSWORD];
    browser.submit(200, "registration-success-no-session", &flow, &right)?;
    browser.whoami(401, "whoami-401-after-registration")?;
    Ok(())
}
