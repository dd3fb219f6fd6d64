//! Passwordless security keys.

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::authenticator::Authenticator;
use crate::record::browser::UNRECORDED;
use crate::record::people::json_of;
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[Family {
    name: "webauthn-passwordless",
    config: Some(|config| {
        config
            .method("webauthn.config.passwordless", json!(true))
            .flow("registration.after.webauthn", json!({ "hooks": [{ "hook": "session" }] }));
    }),
    story: passwordless,
}];

const METHOD: (&str, &str) = ("method", "webauthn");
const WES: (&str, &str) = ("traits.email", "wes@example.test");
const NAMED: (&str, &str) = ("webauthn_register_displayname", "Key in the drawer");

fn passwordless(story: &Story) -> Result<()> {
    let device = Authenticator::new("passwordless", story.origin());
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    let profile = [("method", "profile"), WES];
    let case = "webauthn-passwordless-registration-methods";
    let flow = browser.submit(400, case, &flow, &profile)?;
    let malformed = [METHOD, WES, NAMED, ("webauthn_register", "{}")];
    let case = "webauthn-passwordless-registration-malformed";
    let flow = browser.submit(400, case, &flow, &malformed)?;
    let key = device.create(&json_of(flow.node("webauthn_register_trigger")?)?)?;
    let right = [METHOD, WES, NAMED, ("webauthn_register", key.as_str())];
    browser.submit(200, "webauthn-passwordless-registration-success", &flow, &right)?;
    browser.create(200, "webauthn-passwordless-settings-create", "settings", &[])?;
    browser.create(200, "webauthn-passwordless-refresh", "login", &[("refresh", "true")])?;

    let browser = story.browser();
    let flow = browser.create(200, "webauthn-passwordless-login-1-create", "login", &[])?;
    browser.submit(400, "webauthn-passwordless-login-2-empty", &flow, &[METHOD])?;
    let unknown = [METHOD, ("identifier", "nobody@example.test")];
    let case = "webauthn-passwordless-login-2-unknown-account";
    browser.submit(400, case, &flow, &unknown)?;
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    let known = ("identifier", WES.1);
    browser.submit(422, "webauthn-passwordless-login-2-challenge", &flow, &[METHOD, known])?;
    let case = "webauthn-passwordless-login-3-get";
    let flow = browser.flow(200, case, "login", flow.id()?)?;
    let options = json_of(flow.node("webauthn_login_trigger")?)?;
    let answer = device.moved_to("https://evil.test").get(&options)?;
    let wrong = [METHOD, known, ("webauthn_login", answer.as_str())];
    browser.submit(400, "webauthn-passwordless-login-3-wrong-origin", &flow, &wrong)?;
    let answer = device.get(&options)?;
    let right = [METHOD, known, ("webauthn_login", answer.as_str())];
    browser.submit(200, "webauthn-passwordless-login-4-success", &flow, &right)?;
    Ok(())
}
