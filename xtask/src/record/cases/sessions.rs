//! Sessions, signing out, and stored errors.

use anyhow::Result;

use super::Family;
use crate::record::browser::UNRECORDED;
use crate::record::people::{ADA, account};
use crate::record::request::Request;
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[
    Family { name: "sessions", config: None, story: sessions },
    Family { name: "sessions-ended", config: None, story: ended },
    Family { name: "logout", config: None, story: logout },
    Family { name: "error", config: None, story: error },
];

const LOGOUT: &str = "/self-service/logout/browser";
const UNKNOWN: &str = "00000000-0000-4000-8000-000000000000";

fn sessions(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    browser.whoami(401, "whoami-401")?;
    browser.get(401, "sessions-401", "/sessions")?;
    browser.sign_in(ADA)?;
    browser.whoami(200, "whoami-200")?;
    browser.get(200, "sessions-list-empty", "/sessions")?;
    for _ in 0..3 {
        story.browser().sign_in(ADA)?;
    }
    let list = browser.get(200, "sessions-list", "/sessions")?;
    let one = Request::delete(&format!("/sessions/{}", list.text("/0/id")?));
    browser.send(204, "sessions-revoke-one", one)?;
    browser.send(400, "sessions-revoke-malformed", Request::delete("/sessions/nonsense"))?;
    let own = browser.whoami(200, UNRECORDED)?;
    let own = Request::delete(&format!("/sessions/{}", own.id()?));
    browser.send(400, "sessions-revoke-own", own)?;
    browser.send(200, "sessions-revoke-others", Request::delete("/sessions"))?;
    Ok(())
}

fn ended(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let cookie = Request::get("/sessions/whoami").without_cookies();
    let nonsense = cookie.header("Cookie", "ory_kratos_session=nonsense");
    story.browser().send(401, "whoami-401-bad-cookie", nonsense)?;
    let browser = story.browser();
    browser.sign_in(ADA)?;
    let other = story.browser();
    other.sign_in(ADA)?;
    other.send(200, UNRECORDED, Request::delete("/sessions"))?;
    browser.whoami(401, "whoami-401-revoked")?;
    Ok(())
}

fn logout(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    browser.get(401, "logout-create-signed-out", LOGOUT)?;
    browser.sign_in(ADA)?;
    let out = browser.get(200, "logout-create", LOGOUT)?;
    let with = format!("{LOGOUT}?return_to=http%3A%2F%2Flocalhost%3A4455%2Fbye");
    browser.get(200, "logout-create-return-to", &with)?;
    let evil = format!("{LOGOUT}?return_to=https%3A%2F%2Fevil.test%2F");
    browser.get(400, "logout-create-return-to-forbidden", &evil)?;
    browser.get(400, "logout-no-token", "/self-service/logout")?;
    browser.get(403, "logout-wrong-token", "/self-service/logout?token=nonsense")?;
    let token = out.text("/logout_token")?;
    let path = format!("/self-service/logout?token={token}");
    browser.get(204, "logout-fetch", &path)?;

    browser.sign_in(ADA)?;
    let out = browser.get(200, UNRECORDED, &with)?;
    let path = crate::record::answer::path_of(out.text("/logout_url")?)?.to_owned();
    browser.send(303, "logout-navigate", Request::get(&path).by_page())?;
    Ok(())
}

fn error(story: &Story) -> Result<()> {
    let browser = story.browser();
    browser.get(200, "error-stub-500", "/self-service/errors?id=stub%3A500")?;
    browser.get(404, "error-unknown", &format!("/self-service/errors?id={UNKNOWN}"))?;
    let evil = "/self-service/login/browser?return_to=https%3A%2F%2Fevil.test%2F";
    let shown =
        browser.send(303, "login-create-return-to-forbidden-html", Request::get(evil).by_page())?;
    let id = shown.location()?.split('=').next_back().unwrap_or_default();
    browser.get(200, "error-return-to-forbidden", &format!("/self-service/errors?id={id}"))?;
    Ok(())
}
