//! Verification of addresses.

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
    Family { name: "verification", config: None, story: code },
    Family { name: "verification-refused", config: None, story: refused },
    Family { name: "verification-of-registration", config: None, story: of_registration },
    Family {
        name: "verification-link",
        config: Some(|config| {
            config.flow("verification.use", json!("link"));
        }),
        story: link,
    },
];

const METHOD: (&str, &str) = ("method", "code");
const TO_ADA: (&str, &str) = ("email", ADA);
const MAIL: &str = "verification_code_valid";

fn code(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let inbox = Inbox::new(story);
    let browser = story.browser();
    let with = [("return_to", "http://localhost:4455/inbox")];
    let flow = browser.create(200, "verification-1-create", "verification", &with)?;
    browser.submit(400, "verification-2-empty", &flow, &[METHOD])?;
    let flow = browser.create(200, UNRECORDED, "verification", &[])?;
    browser.submit(400, "verification-2-invalid", &flow, &[METHOD, ("email", "nonsense")])?;
    let flow = browser.create(200, UNRECORDED, "verification", &[])?;
    let nobody = [METHOD, ("email", "nobody@example.test")];
    browser.submit(200, "verification-2-unknown-address", &flow, &nobody)?;
    let flow = browser.create(200, UNRECORDED, "verification", &with)?;
    browser.submit(200, "verification-2-sent", &flow, &[METHOD, TO_ADA])?;
    inbox.code(ADA, MAIL)?;
    browser.submit(200, "verification-3-wrong", &flow, &[METHOD, ("code", WRONG_CODE)])?;
    browser.submit(400, "verification-3-empty-code", &flow, &[METHOD])?;
    browser.submit(200, "verification-4-resent", &flow, &[METHOD, TO_ADA])?;
    let code = inbox.code(ADA, MAIL)?;
    let link = format!("/self-service/verification?flow={}&code={code}", flow.id()?);
    browser.send(303, "verification-5-mail-link", Request::get(&link).by_page())?;
    let case = "verification-6-get-after-mail-link";
    let flow = browser.flow(200, case, "verification", flow.id()?)?;
    let right = [METHOD, ("code", code.as_str())];
    browser.submit(200, "verification-7-passed", &flow, &right)?;
    let case = "verification-7-get";
    let passed = browser.flow(200, case, "verification", flow.id()?)?;
    let again = Request::post(&format!("/self-service/verification?flow={}", passed.id()?));
    let request =
        again.form(owned(&[("csrf_token", flow.node("csrf_token")?), METHOD, ("code", &code)]));
    let replaced = browser.send(410, "verification-8-again", request)?;
    let new = replaced.text("/use_flow_id")?;
    browser.flow(200, "verification-8-replacement", "verification", new)?;
    Ok(())
}

fn refused(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "verification", &[])?;
    let form = owned(&[("csrf_token", "nonsense"), METHOD, TO_ADA]);
    let request = Request::post(flow.action()?).form(form);
    browser.send(403, "verification-2-csrf-wrong-token", request)?;
    browser.submit(400, "verification-no-method", &flow, &[TO_ADA])?;
    browser.submit(400, "verification-no-method-then-good", &flow, &[METHOD, TO_ADA])?;
    let flow = browser.create(200, UNRECORDED, "verification", &[])?;
    browser.submit(200, UNRECORDED, &flow, &[METHOD, TO_ADA])?;
    let wrong = [METHOD, ("code", WRONG_CODE)];
    for _ in 0..5 {
        browser.submit(200, UNRECORDED, &flow, &wrong)?;
    }
    let replaced = browser.submit(410, "verification-too-often-6", &flow, &wrong)?;
    let new = replaced.text("/use_flow_id")?;
    browser.flow(200, "verification-too-often-replacement", "verification", new)?;
    Ok(())
}

fn of_registration(story: &Story) -> Result<()> {
    let inbox = Inbox::new(story);
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    let bo = [("method", "password"), ("traits.email", "bo@example.test"), PASSWORD];
    let done = browser.submit(200, UNRECORDED, &flow, &bo)?;
    let items = done.body["continue_with"].as_array().map_or(&[][..], Vec::as_slice);
    let item = items.iter().find(|item| item["action"] == "show_verification_ui");
    let id = item.and_then(|item| item["flow"]["id"].as_str()).unwrap_or_default();
    let flow = browser.flow(200, "verification-of-registration-get", "verification", id)?;
    let code = inbox.code("bo@example.test", MAIL)?;
    let right = [METHOD, ("code", code.as_str())];
    browser.submit(200, "verification-of-registration-passed", &flow, &right)?;
    Ok(())
}

fn link(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let inbox = Inbox::new(story);
    let browser = story.browser();
    let flow = browser.create(200, "verification-link-1-create", "verification", &[])?;
    let by_link = [("method", "link"), TO_ADA];
    browser.submit(200, "verification-link-2-sent", &flow, &by_link)?;
    let link = inbox.link(ADA, "verification_valid")?;
    browser.send(303, "verification-link-3-opened", Request::get(&link).by_page())?;
    browser.flow(200, "verification-link-4-get", "verification", flow.id()?)?;
    Ok(())
}
