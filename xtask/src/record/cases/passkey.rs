//! Passkeys: registration, sign-in, and invalid credentials.

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::answer::Answer;
use crate::record::authenticator::Authenticator;
use crate::record::browser::{Browser, UNRECORDED};
use crate::record::people::json_of;
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[
    Family { name: "registration-passkey", config: None, story: registration },
    Family { name: "login-passkey", config: None, story: login },
    Family {
        name: "identifier-first-passkey",
        config: Some(|config| {
            config.flow("login.style", json!("identifier_first"));
        }),
        story: identifier_first,
    },
];

const METHOD: (&str, &str) = ("method", "passkey");
const PAT: (&str, &str) = ("traits.email", "pat@example.test");
const NO_KEY: &str = "registration-two-step-passkey-malformed";

/// The credential for a registration flow's creation options.
fn create(device: &Authenticator, flow: &Answer) -> Result<String> {
    device.create(&json_of(flow.node("passkey_create_data")?)?["credentialOptions"])
}

fn get(device: &Authenticator, flow: &Answer) -> Result<String> {
    device.get(&json_of(flow.node("passkey_challenge")?)?)
}

/// Creates an account with a passkey; the browser is signed in.
pub fn sign_up(browser: &Browser, device: &Authenticator) -> Result<Answer> {
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    let flow = browser.submit(400, UNRECORDED, &flow, &[("method", "profile"), PAT])?;
    let key = create(device, &flow)?;
    browser.submit(200, UNRECORDED, &flow, &[METHOD, PAT, ("passkey_register", &key)])
}

fn registration(story: &Story) -> Result<()> {
    let device = Authenticator::new("registration", story.origin());
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    let profile = [("method", "profile"), PAT];
    let flow = browser.submit(400, UNRECORDED, &flow, &profile)?;
    let empty = [METHOD, PAT, ("passkey_register", "")];
    browser.submit(400, "registration-two-step-passkey-empty", &flow, &empty)?;
    browser.submit(400, NO_KEY, &flow, &[METHOD, PAT, ("passkey_register", "{}")])?;
    let stranger = Authenticator::new("elsewhere", "https://evil.test");
    let key = create(&stranger, &flow)?;
    let wrong = [METHOD, PAT, ("passkey_register", key.as_str())];
    browser.submit(500, "registration-two-step-passkey-wrong-origin", &flow, &wrong)?;
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    let flow = browser.submit(400, UNRECORDED, &flow, &profile)?;
    let key = create(&device, &flow)?;
    let no_email = [METHOD, ("passkey_register", key.as_str())];
    let flow = browser.submit(400, "registration-two-step-passkey-no-email", &flow, &no_email)?;
    let key = create(&device, &flow)?;
    let right = [METHOD, PAT, ("passkey_register", key.as_str())];
    browser.submit(200, "registration-two-step-passkey-success", &flow, &right)?;
    Ok(())
}

fn login(story: &Story) -> Result<()> {
    let device = Authenticator::new("login", story.origin());
    sign_up(&story.browser(), &device)?;
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    browser.submit(422, "login-passkey-empty", &flow, &[METHOD, ("passkey_login", "")])?;
    let flow = browser.flow(200, UNRECORDED, "login", flow.id()?)?;
    browser.submit(400, "login-passkey-malformed", &flow, &[METHOD, ("passkey_login", "{}")])?;
    let other = browser.create(200, UNRECORDED, "login", &[])?;
    let answer = get(&device, &other)?;
    let replayed = [METHOD, ("passkey_login", answer.as_str())];
    browser.submit(400, "login-passkey-other-challenge", &flow, &replayed)?;
    let stranger = Authenticator::new("stranger", story.origin());
    let user = json!({ "id": "bm9ib2R5" });
    let rp = json!({ "id": "localhost" });
    let none = json!({ "publicKey": { "rp": rp, "user": user, "challenge": "" } });
    stranger.create(&none)?;
    let answer = get(&stranger, &flow)?;
    let unknown = [METHOD, ("passkey_login", answer.as_str())];
    browser.submit(400, "login-passkey-unknown", &flow, &unknown)?;
    let answer = get(&device.moved_to("https://evil.test"), &flow)?;
    let wrong = [METHOD, ("passkey_login", answer.as_str())];
    browser.submit(400, "login-passkey-wrong-origin", &flow, &wrong)?;
    let answer = get(&device, &flow)?;
    let right = [METHOD, ("passkey_login", answer.as_str())];
    browser.submit(200, "login-passkey-success", &flow, &right)?;
    let again = [("refresh", "true")];
    let flow = browser.create(200, "login-refresh-passkey-account", "login", &again)?;
    let answer = get(&device, &flow)?;
    let right = [METHOD, ("passkey_login", answer.as_str())];
    browser.submit(200, "login-refresh-passkey-success", &flow, &right)?;
    Ok(())
}

fn identifier_first(story: &Story) -> Result<()> {
    let device = Authenticator::new("identifier-first", story.origin());
    sign_up(&story.browser(), &device)?;
    let browser = story.browser();
    let flow = browser.create(200, "identifier-first-passkey-1-create", "login", &[])?;
    let known = [("method", "identifier_first"), ("identifier", PAT.1)];
    browser.submit(400, "identifier-first-passkey-2-methods", &flow, &known)?;
    Ok(())
}
