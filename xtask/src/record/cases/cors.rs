//! A UI on another origin.

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::browser::{PASSWORD, submission};
use crate::record::config::UI;
use crate::record::people::{ADA, account};
use crate::record::request::Request;
use crate::record::story::Story;
use crate::record::urlencoded::owned;

pub const FAMILIES: &[Family] = &[Family {
    name: "cors",
    config: Some(|config| {
        let cors = json!({ "enabled": true, "allowed_origins": [UI], "allow_credentials": true });
        config.set("serve.public.cors", cors);
    }),
    story: other_origin,
}];

const CREATE: &str = "/self-service/login/browser";

fn from_ui(request: Request) -> Request {
    request
        .header("Origin", UI)
        .header("Sec-Fetch-Mode", "cors")
        .header("Sec-Fetch-Site", "same-site")
}

fn other_origin(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    let evil = Request::get(CREATE).header("Origin", "http://evil.test");
    browser.send(200, "cors-login-create-other-origin", evil)?;
    let flow = browser.send(200, "cors-login-create", from_ui(Request::get(CREATE)))?;
    browser.send(401, "cors-whoami-401", from_ui(Request::get("/sessions/whoami")))?;
    let right = [("method", "password"), ("identifier", ADA), PASSWORD];
    let bare = Request::post(flow.action()?).form(owned(&right));
    browser.send(403, "cors-login-csrf", from_ui(bare))?;
    let wrong = [("method", "password"), ("identifier", ADA), ("password", "wrong")];
    browser.send(400, "cors-login-submit", from_ui(submission(&flow, &wrong)?))?;
    browser.send(200, "cors-login-success", from_ui(submission(&flow, &right)?))?;
    browser.send(200, "cors-whoami", from_ui(Request::get("/sessions/whoami")))?;
    let asks = |origin: &str, method: &str, path: &str| {
        Request::preflight(path)
            .header("Origin", origin)
            .header("Access-Control-Request-Method", method)
    };
    browser.send(204, "cors-preflight-delete", asks(UI, "DELETE", "/sessions"))?;
    let evil = asks("http://evil.test", "DELETE", "/sessions");
    browser.send(204, "cors-preflight-other-origin", evil)?;
    Ok(())
}
