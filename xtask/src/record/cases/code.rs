//! Signing in by a mailed code.

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::WRONG_CODE;
use crate::record::browser::{PASSWORD, UNRECORDED};
use crate::record::people::{ADA, BOB, Inbox, account};
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[
    Family { name: "login-code", config: None, story: login },
    Family { name: "login-code-refused", config: None, story: refused },
    Family {
        name: "code-mfa",
        config: Some(|config| {
            config
                .method("code.passwordless_enabled", json!(false))
                .method("code.mfa_enabled", json!(true))
                .set("session.whoami.required_aal", json!("highest_available"));
        }),
        story: second_factor,
    },
];

const METHOD: (&str, &str) = ("method", "code");
const MAIL: &str = "login_code_valid";

fn login(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let inbox = Inbox::new(story);
    let browser = story.browser();
    let ada = ("identifier", ADA);
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    browser.submit(400, "login-code-0-empty", &flow, &[METHOD])?;
    let unknown = [METHOD, ("identifier", "nobody@example.test")];
    browser.submit(400, "login-code-0-unknown-account", &flow, &unknown)?;
    browser.submit(400, "login-code-1-sent", &flow, &[METHOD, ada])?;
    let old = inbox.code(ADA, MAIL)?;
    browser.flow(200, "login-code-1-get", "login", flow.id()?)?;
    browser.submit(400, "login-code-2-empty-code", &flow, &[METHOD, ada])?;
    browser.submit(400, "login-code-2-wrong", &flow, &[METHOD, ada, ("code", WRONG_CODE)])?;
    browser.submit(400, "login-code-3-resent", &flow, &[METHOD, ada, ("resend", "code")])?;
    let new = inbox.code(ADA, MAIL)?;
    browser.submit(400, "login-code-3-old-code", &flow, &[METHOD, ada, ("code", &old)])?;
    browser.submit(200, "login-code-4-success", &flow, &[METHOD, ada, ("code", &new)])?;
    Ok(())
}

fn refused(story: &Story) -> Result<()> {
    account(story, ADA)?;
    account(story, BOB)?;
    let browser = story.browser();
    let ada = ("identifier", ADA);
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    browser.submit(400, UNRECORDED, &flow, &[METHOD, ada])?;
    let wrong = [("method", "password"), ada, ("password", "wrong")];
    browser.submit(400, "login-code-1-then-password", &flow, &wrong)?;
    browser.submit(400, "login-code-2-no-identifier", &flow, &[METHOD, ("code", WRONG_CODE)])?;
    let other = [METHOD, ("identifier", BOB), ("resend", "code")];
    browser.submit(400, "login-code-3-resent-to-other-identifier", &flow, &other)?;
    let wrong = [METHOD, ("identifier", BOB), ("code", WRONG_CODE)];
    for _ in 0..5 {
        browser.submit(400, UNRECORDED, &flow, &wrong)?;
    }
    browser.submit(400, "login-code-too-often", &flow, &wrong)?;
    Ok(())
}

fn second_factor(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let inbox = Inbox::new(story);
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    let right = [("method", "password"), ("identifier", ADA), PASSWORD];
    browser.submit(422, UNRECORDED, &flow, &right)?;
    browser.create(200, "code-mfa-1-create", "login", &[("aal", "aal2")])?;
    let via = [("aal", "aal2"), ("via", "email")];
    let flow = browser.create(200, "code-mfa-1-create-via", "login", &via)?;
    let unknown = [METHOD, ("address", "evil@example.test")];
    browser.submit(400, "code-mfa-2-unknown-address", &flow, &unknown)?;
    let flow = browser.create(200, UNRECORDED, "login", &via)?;
    browser.submit(400, "code-mfa-2-sent", &flow, &[METHOD, ("address", ADA)])?;
    inbox.code(ADA, MAIL)?;
    let ada = ("identifier", ADA);
    browser.submit(400, "code-mfa-3-wrong", &flow, &[METHOD, ada, ("code", WRONG_CODE)])?;
    browser.submit(400, "code-mfa-3-resent", &flow, &[METHOD, ada, ("resend", "code")])?;
    let code = inbox.code(ADA, MAIL)?;
    browser.submit(200, "code-mfa-4-success", &flow, &[METHOD, ada, ("code", &code)])?;
    browser.whoami(200, "code-mfa-5-whoami")?;
    Ok(())
}
