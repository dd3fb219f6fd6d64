//! Password sign-in and its variants.

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::browser::{PASSWORD, UNRECORDED, submission};
use crate::record::people::{ADA, BOB, account};
use crate::record::request::Request;
use crate::record::story::Story;
use crate::record::urlencoded::owned;

pub const FAMILIES: &[Family] = &[
    Family { name: "login", config: None, story: password },
    Family { name: "login-refused", config: None, story: refused },
    Family { name: "login-signed-in", config: None, story: signed_in },
    Family {
        name: "login-unverified",
        config: Some(|config| {
            config.flow(
                "login.after.password.hooks",
                json!([{ "hook": "require_verified_address" }]),
            );
        }),
        story: unverified,
    },
];

const METHOD: (&str, &str) = ("method", "password");

fn password(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    let flow = browser.create(200, "login-create", "login", &[])?;
    let with = [("return_to", "http://localhost:4455/inbox?a=1")];
    browser.create(200, "login-create-return-to", "login", &with)?;
    browser.flow(200, "login-get", "login", flow.id()?)?;
    browser.submit(400, "login-password-empty", &flow, &[METHOD])?;
    let wrong = [METHOD, ("identifier", ADA), ("password", "wrong")];
    browser.submit(400, "login-password-wrong", &flow, &wrong)?;
    let unknown = [METHOD, ("identifier", "nobody@example.test"), PASSWORD];
    browser.submit(400, "login-password-unknown-account", &flow, &unknown)?;
    browser.submit(400, "login-no-method", &flow, &[("identifier", ADA), PASSWORD])?;
    let right = [METHOD, ("identifier", ADA), PASSWORD];
    browser.submit(200, "login-password-success", &flow, &right)?;

    let other = story.browser();
    let flow = other.create(200, UNRECORDED, "login", &with)?;
    other.submit(200, "login-success-return-to", &flow, &right)?;
    Ok(())
}

fn refused(story: &Story) -> Result<()> {
    let ada = account(story, ADA)?;
    let browser = story.browser();
    let elsewhere = [("return_to", "https://evil.test/")];
    browser.create(400, "login-create-return-to-forbidden", "login", &elsewhere)?;
    browser.create(400, "login-create-bad-aal", "login", &[("aal", "aal9")])?;
    browser.create(401, "login-aal2-create-no-session", "login", &[("aal", "aal2")])?;
    let page = Request::get("/self-service/login/browser").by_page();
    browser.send(303, "login-create-html", page)?;
    let unknown = "00000000-0000-4000-8000-000000000000";
    browser.flow(404, "login-get-unknown-id", "login", unknown)?;
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    let path = format!("/self-service/login/flows?id={}", flow.id()?);
    browser.send(403, "login-get-no-cookie", Request::get(&path).without_cookies())?;

    let right = [METHOD, ("identifier", ADA), PASSWORD];
    let bare = || Request::post(flow.action().unwrap_or_default());
    browser.send(403, "login-csrf-no-token", bare().form(owned(&right)))?;
    let mut fields = owned(&[("csrf_token", "nonsense")]);
    fields.extend(owned(&right));
    browser.send(403, "login-csrf-wrong-token", bare().form(fields))?;
    let request = submission(&flow, &right)?.without_cookies();
    browser.send(403, "login-csrf-no-cookie", request)?;
    let request = Request::post("/self-service/login").form(owned(&right));
    browser.send(400, "login-submit-no-id", request)?;

    let state = json!([{ "op": "replace", "path": "/state", "value": "inactive" }]);
    story.admin("PATCH", &format!("/identities/{ada}"), Some(&state))?;
    browser.submit(401, "login-account-disabled", &flow, &right)?;
    Ok(())
}

fn signed_in(story: &Story) -> Result<()> {
    account(story, ADA)?;
    account(story, BOB)?;
    let browser = story.browser();
    let right = [METHOD, ("identifier", ADA), PASSWORD];
    let waiting = browser.create(200, UNRECORDED, "login", &[])?;
    browser.submit(200, UNRECORDED, &waiting, &right)?;
    browser.create(400, "login-create-signed-in", "login", &[])?;
    browser.submit(400, "login-submit-signed-in", &waiting, &right)?;
    browser.create(200, "login-aal2-create-nothing-set-up", "login", &[("aal", "aal2")])?;

    let refresh = [("refresh", "true")];
    let flow = browser.create(200, "login-refresh-create", "login", &refresh)?;
    let wrong = [METHOD, ("identifier", ADA), ("password", "wrong")];
    browser.submit(400, "login-refresh-wrong", &flow, &wrong)?;
    browser.submit(200, "login-refresh-success", &flow, &right)?;
    let flow = browser.create(200, UNRECORDED, "login", &refresh)?;
    let other = [METHOD, ("identifier", BOB), PASSWORD];
    browser.submit(200, "login-refresh-other-account", &flow, &other)?;
    story.browser().create(200, "login-refresh-create-no-session", "login", &refresh)?;
    Ok(())
}

fn unverified(story: &Story) -> Result<()> {
    let body = json!({
        "schema_id": "person",
        "traits": { "email": ADA },
        "credentials": { "password": { "config": { "password": PASSWORD.1 } } },
    });
    story.admin("POST", "/identities", Some(&body))?;
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    let right = [METHOD, ("identifier", ADA), PASSWORD];
    browser.submit(400, "login-address-not-verified", &flow, &right)?;
    Ok(())
}
