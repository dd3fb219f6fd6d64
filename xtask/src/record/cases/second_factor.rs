//! Second factors, with `highest_available` as the required level.

use anyhow::Result;
use serde_json::json;

use super::{Family, settings};
use crate::record::WRONG_CODE;
use crate::record::authenticator::Authenticator;
use crate::record::browser::{PASSWORD, UNRECORDED};
use crate::record::people::{ADA, account, json_of};
use crate::record::story::Story;
use crate::record::totp;

pub const FAMILIES: &[Family] = &[Family {
    name: "second-factors",
    config: Some(|config| {
        config
            .flow("settings.required_aal", json!("highest_available"))
            .set("session.whoami.required_aal", json!("highest_available"));
    }),
    story: step_up,
}];

const AAL2: (&str, &str) = ("aal", "aal2");

fn step_up(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let device = Authenticator::new("second", story.origin());
    let browser = story.browser();
    browser.sign_in(ADA)?;
    let secret = settings::enrol_totp(&browser)?;
    let codes = settings::enrol_lookup(&browser)?;
    settings::enrol_key(&browser, &device)?;

    let browser = story.browser();
    let waiting =
        browser.create(200, UNRECORDED, "login", &[("return_to", "http://localhost:4455/a")])?;
    let right = [("method", "password"), ("identifier", ADA), PASSWORD];
    browser.submit(422, "login-password-then-aal2", &waiting, &right)?;
    browser.whoami(403, "whoami-403-aal2")?;
    browser.get(200, "sessions-403-aal2", "/sessions")?;
    browser.create(403, "settings-create-403-aal2", "settings", &[])?;
    browser.create(400, "login-create-aal1-of-2", "login", &[])?;
    let flow = browser.create(200, "login-aal2-create", "login", &[AAL2])?;
    let totp = ("method", "totp");
    browser.submit(400, "login-aal2-totp-short", &flow, &[totp, ("totp_code", "123")])?;
    browser.submit(400, "login-aal2-totp-wrong", &flow, &[totp, ("totp_code", WRONG_CODE)])?;
    let lookup = ("method", "lookup_secret");
    let wrong = [lookup, ("lookup_secret", "no-such-code")];
    browser.submit(400, "login-aal2-lookup-wrong", &flow, &wrong)?;
    let options = json_of(flow.node("webauthn_login_trigger")?)?;
    let answer = device.get(&options)?;
    let nameless = [("method", "webauthn"), ("webauthn_login", answer.as_str())];
    browser.submit(400, "login-aal2-webauthn-without-identifier", &flow, &nameless)?;
    let code = totp::code(&secret)?;
    browser.submit(200, "login-aal2-totp-success", &flow, &[totp, ("totp_code", &code)])?;
    browser.whoami(200, "whoami-200-aal2")?;
    browser.create(400, "login-aal2-create-fulfilled", "login", &[AAL2])?;
    let refresh = [AAL2, ("refresh", "true")];
    browser.create(200, "login-aal2-refresh-create", "login", &refresh)?;

    let used = [lookup, ("lookup_secret", codes.as_str())];
    for (status, case) in [(200, "login-aal2-lookup-success"), (400, "login-aal2-lookup-used")] {
        let browser = story.browser();
        let flow = browser.create(200, UNRECORDED, "login", &[])?;
        browser.submit(422, UNRECORDED, &flow, &right)?;
        let flow = browser.create(200, UNRECORDED, "login", &[AAL2])?;
        browser.submit(status, case, &flow, &used)?;
    }

    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    browser.submit(422, UNRECORDED, &flow, &right)?;
    let flow = browser.create(200, UNRECORDED, "login", &[AAL2])?;
    let answer = device.get(&json_of(flow.node("webauthn_login_trigger")?)?)?;
    let key = ("webauthn_login", answer.as_str());
    let named = [("method", "webauthn"), ("identifier", ADA), key];
    browser.submit(200, "login-aal2-webauthn-success", &flow, &named)?;
    browser.create(200, "settings-create-all-enrolled", "settings", &[])?;
    Ok(())
}
