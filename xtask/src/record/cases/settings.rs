//! Settings: every group, and who may change them.

use anyhow::Result;
use serde_json::json;

use super::{Family, passkey};
use crate::record::WRONG_CODE;
use crate::record::answer::Answer;
use crate::record::authenticator::Authenticator;
use crate::record::browser::{Browser, UNRECORDED};
use crate::record::people::{ADA, BOB, account, json_of};
use crate::record::request::Request;
use crate::record::story::Story;
use crate::record::totp;
use crate::record::urlencoded::owned;

pub const FAMILIES: &[Family] = &[
    Family { name: "settings", config: None, story: profile_and_password },
    Family { name: "settings-factors", config: None, story: factors },
    Family { name: "settings-keys", config: None, story: keys },
    Family {
        name: "settings-last-credential",
        config: Some(|config| {
            config.method("code.passwordless_enabled", json!(false));
        }),
        story: last_credential,
    },
];

const TOTP: (&str, &str) = ("method", "totp");
const LOOKUP: (&str, &str) = ("method", "lookup_secret");
const YES: &str = "true";

/// Enrols an authenticator app and returns its secret.
pub fn enrol_totp(browser: &Browser) -> Result<String> {
    let flow = browser.create(200, UNRECORDED, "settings", &[])?;
    let secret = flow.node("totp_secret_key")?.to_owned();
    let code = totp::code(&secret)?;
    browser.submit(200, UNRECORDED, &flow, &[TOTP, ("totp_code", &code)])?;
    Ok(secret)
}

/// Enrols backup codes and returns the first.
pub fn enrol_lookup(browser: &Browser) -> Result<String> {
    let flow = browser.create(200, UNRECORDED, "settings", &[])?;
    let new = [LOOKUP, ("lookup_secret_regenerate", YES)];
    let codes = browser.submit(200, UNRECORDED, &flow, &new)?;
    let kept = [LOOKUP, ("lookup_secret_confirm", YES)];
    browser.submit(200, UNRECORDED, &flow, &kept)?;
    let all = codes.node("lookup_secret_codes")?;
    Ok(all.split(", ").next().unwrap_or_default().to_owned())
}

/// Enrols a security key.
pub fn enrol_key(browser: &Browser, device: &Authenticator) -> Result<Answer> {
    let flow = browser.create(200, UNRECORDED, "settings", &[])?;
    add_key(browser, UNRECORDED, &flow, device)
}

fn add_key(browser: &Browser, case: &str, flow: &Answer, device: &Authenticator) -> Result<Answer> {
    let key = device.create(&json_of(flow.node("webauthn_register_trigger")?)?)?;
    let name = ("webauthn_register_displayname", "Key in the drawer");
    browser.submit(200, case, flow, &[name, ("webauthn_register", &key)])
}

fn profile_and_password(story: &Story) -> Result<()> {
    account(story, ADA)?;
    account(story, BOB)?;
    let stranger = story.browser();
    stranger.create(401, "settings-create-401", "settings", &[])?;
    let browser = story.browser();
    browser.sign_in(ADA)?;
    let flow = browser.create(200, "settings-create", "settings", &[])?;
    stranger.flow(401, "settings-get-401", "settings", flow.id()?)?;
    let other = story.browser();
    other.sign_in(BOB)?;
    other.flow(403, "settings-get-other-identity", "settings", flow.id()?)?;

    let profile = ("method", "profile");
    let same = [profile, ("traits.email", ADA), ("traits.name.first", "Ada")];
    let form = owned(&[("csrf_token", "nonsense"), profile, ("traits.email", ADA)]);
    let request = Request::post(flow.action()?).form(form);
    browser.send(403, "settings-csrf-wrong-token", request)?;
    browser.submit(400, "settings-no-method", &flow, &[])?;
    let invalid = [profile, ("traits.email", "nonsense")];
    browser.submit(400, "settings-profile-invalid", &flow, &invalid)?;
    let taken = [profile, ("traits.email", BOB)];
    browser.submit(400, "settings-profile-taken", &flow, &taken)?;
    browser.submit(200, "settings-profile-success", &flow, &same)?;
    let password = ("method", "password");
    let short = [password, ("password", "short")];
    browser.submit(400, "settings-password-short", &flow, &short)?;
    let new = [password, ("password", "another-Horse-battery-9")];
    browser.submit(200, "settings-password-success", &flow, &new)?;
    let with = [("return_to", "http://localhost:4455/account")];
    let flow = browser.create(200, "settings-create-return-to", "settings", &with)?;
    browser.submit(200, "settings-success-return-to", &flow, &same)?;
    let changed = [profile, ("traits.email", "ada@new.example.test")];
    browser.submit(200, "settings-profile-address-changed", &flow, &changed)?;
    Ok(())
}

fn factors(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    browser.sign_in(ADA)?;
    let flow = browser.create(200, UNRECORDED, "settings", &[])?;
    let stale = flow.node("totp_secret_key")?.to_owned();
    let new = [LOOKUP, ("lookup_secret_regenerate", YES)];
    browser.submit(200, "settings-lookup-1-regenerated", &flow, &new)?;
    let kept = [LOOKUP, ("lookup_secret_confirm", YES)];
    browser.submit(200, "settings-lookup-2-confirmed", &flow, &kept)?;
    let shown = [LOOKUP, ("lookup_secret_reveal", YES)];
    browser.submit(200, "settings-lookup-3-revealed", &flow, &shown)?;
    let code = totp::code(&stale)?;
    let case = "settings-totp-0-shown-secret-stale-after-other-change";
    browser.submit(400, case, &flow, &[TOTP, ("totp_code", &code)])?;
    let off = [LOOKUP, ("lookup_secret_disable", YES)];
    browser.submit(200, "settings-lookup-4-disabled", &flow, &off)?;

    let flow = browser.create(200, UNRECORDED, "settings", &[])?;
    browser.submit(400, "settings-totp-1-wrong", &flow, &[TOTP, ("totp_code", WRONG_CODE)])?;
    let code = totp::code(flow.node("totp_secret_key")?)?;
    browser.submit(200, "settings-totp-2-enrolled", &flow, &[TOTP, ("totp_code", &code)])?;
    browser.submit(200, "settings-totp-3-unlinked", &flow, &[TOTP, ("totp_unlink", YES)])?;
    Ok(())
}

fn keys(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let device = Authenticator::new("settings", story.origin());
    let browser = story.browser();
    browser.sign_in(ADA)?;
    let flow = browser.create(200, UNRECORDED, "settings", &[])?;
    let malformed = [("webauthn_register", "{}")];
    browser.submit(400, "settings-webauthn-malformed", &flow, &malformed)?;
    let flow = add_key(&browser, "settings-webauthn-added", &flow, &device)?;
    let key = flow.node("webauthn_remove")?;
    browser.submit(200, "settings-webauthn-removed", &flow, &[("webauthn_remove", key)])?;

    let flow = browser.create(200, UNRECORDED, "settings", &[])?;
    let passkey = ("method", "passkey");
    let malformed = [passkey, ("passkey_settings_register", "{}")];
    browser.submit(400, "settings-passkey-malformed", &flow, &malformed)?;
    let flow = browser.create(200, UNRECORDED, "settings", &[])?;
    let key = device.create(&json_of(flow.node("passkey_create_data")?)?)?;
    let right = [passkey, ("passkey_settings_register", key.as_str())];
    let flow = browser.submit(200, "settings-passkey-added", &flow, &right)?;
    let key = flow.node("passkey_remove")?;
    browser.submit(200, "settings-passkey-removed", &flow, &[("passkey_remove", key)])?;
    Ok(())
}

fn last_credential(story: &Story) -> Result<()> {
    let device = Authenticator::new("last", story.origin());
    let browser = story.browser();
    passkey::sign_up(&browser, &device)?;
    let flow = browser.create(200, "settings-last-passkey", "settings", &[])?;
    let key = flow.node("passkey_remove")?;
    browser.submit(400, "settings-last-passkey-removed", &flow, &[("passkey_remove", key)])?;
    Ok(())
}
