//! Recovery by code and by link.

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::WRONG_CODE;
use crate::record::browser::UNRECORDED;
use crate::record::people::{ADA, Inbox, account};
use crate::record::request::Request;
use crate::record::story::Story;
use crate::record::urlencoded::owned;

pub const FAMILIES: &[Family] = &[
    Family { name: "recovery", config: None, story: code },
    Family { name: "recovery-ruined", config: None, story: ruined },
    Family {
        name: "recovery-transitions",
        config: Some(|config| {
            config.set("feature_flags.use_continue_with_transitions", json!(true));
        }),
        story: transitions,
    },
    Family {
        name: "recovery-link",
        config: Some(|config| {
            config.flow("recovery.use", json!("link"));
        }),
        story: link,
    },
    Family {
        name: "recovery-disabled",
        config: Some(|config| {
            config.flow("recovery.enabled", json!(false));
            config.flow("verification.enabled", json!(false));
        }),
        story: disabled,
    },
];

const METHOD: (&str, &str) = ("method", "code");
const TO_ADA: (&str, &str) = ("email", ADA);
const MAIL: &str = "recovery_code_valid";

fn code(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let inbox = Inbox::new(story);
    let browser = story.browser();
    let with = [("return_to", "http://localhost:4455/inbox")];
    let flow = browser.create(200, "recovery-1-create", "recovery", &with)?;
    browser.submit(400, "recovery-2-empty", &flow, &[METHOD])?;
    browser.submit(400, "recovery-2-invalid", &flow, &[METHOD, ("email", "nonsense")])?;
    let nobody = [METHOD, ("email", "nobody@example.test")];
    browser.submit(200, "recovery-2-unknown-account", &flow, &nobody)?;
    let flow = browser.create(200, UNRECORDED, "recovery", &with)?;
    browser.submit(200, "recovery-2-sent", &flow, &[METHOD, TO_ADA])?;
    inbox.code(ADA, MAIL)?;
    browser.flow(200, "recovery-2-get", "recovery", flow.id()?)?;
    browser.submit(200, "recovery-3-empty-code", &flow, &[METHOD])?;
    browser.submit(200, "recovery-3-wrong", &flow, &[METHOD, ("code", WRONG_CODE)])?;
    browser.submit(200, "recovery-4-resent", &flow, &[METHOD, TO_ADA])?;
    let code = inbox.code(ADA, MAIL)?;
    let both = [METHOD, TO_ADA, ("code", code.as_str())];
    browser.submit(200, "recovery-4-resent-code-ignored", &flow, &both)?;
    let code = inbox.code(ADA, MAIL)?;
    let right = [METHOD, ("code", code.as_str())];
    let done = browser.submit(422, "recovery-5-success", &flow, &right)?;
    let settings = done.text("/redirect_browser_to")?.split('=').next_back().unwrap_or_default();
    browser.flow(200, "recovery-6-settings", "settings", settings)?;
    browser.whoami(200, "recovery-6-whoami")?;
    browser.create(400, "recovery-create-signed-in", "recovery", &[])?;

    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "recovery", &[])?;
    browser.submit(200, UNRECORDED, &flow, &[METHOD, TO_ADA])?;
    let wrong = [METHOD, ("code", WRONG_CODE)];
    for _ in 0..5 {
        browser.submit(200, UNRECORDED, &flow, &wrong)?;
    }
    let new = browser.submit(303, "recovery-too-often-6", &flow, &wrong)?;
    browser.get(200, "recovery-too-often-6-followed", new.location()?)?;
    Ok(())
}

fn ruined(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "recovery", &[])?;
    browser.submit(400, "recovery-no-method", &flow, &[TO_ADA])?;
    browser.submit(400, "recovery-no-method-then-good", &flow, &[METHOD, TO_ADA])?;
    let flow = browser.create(200, UNRECORDED, "recovery", &[])?;
    let form = owned(&[("csrf_token", "nonsense"), METHOD, TO_ADA]);
    let request = Request::post(flow.action()?).form(form);
    browser.send(403, "recovery-2-csrf-wrong-token", request)?;
    browser.submit(403, "recovery-2-after-csrf-failure", &flow, &[METHOD, TO_ADA])?;
    Ok(())
}

fn transitions(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let inbox = Inbox::new(story);
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "recovery", &[])?;
    browser.submit(200, UNRECORDED, &flow, &[METHOD, TO_ADA])?;
    let code = inbox.code(ADA, MAIL)?;
    let right = [METHOD, ("code", code.as_str())];
    let done = browser.submit(200, "recovery-transitions-success", &flow, &right)?;
    let settings = done.text("/continue_with/0/flow/id")?;
    let flow = browser.flow(200, "recovery-transitions-settings", "settings", settings)?;
    let new = [("method", "password"), ("password", "another-Horse-battery-9")];
    browser.submit(200, "recovery-transitions-settings-saved", &flow, &new)?;

    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "recovery", &[])?;
    browser.submit(200, UNRECORDED, &flow, &[METHOD, TO_ADA])?;
    let wrong = [METHOD, ("code", WRONG_CODE)];
    for _ in 0..5 {
        browser.submit(200, UNRECORDED, &flow, &wrong)?;
    }
    browser.submit(400, "recovery-transitions-too-often-6", &flow, &wrong)?;
    Ok(())
}

fn link(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let inbox = Inbox::new(story);
    let browser = story.browser();
    let by_link = ("method", "link");
    let flow = browser.create(200, "recovery-link-1-create", "recovery", &[])?;
    browser.submit(400, "recovery-link-2-invalid", &flow, &[by_link, ("email", "nonsense")])?;
    browser.submit(200, "recovery-link-2-sent", &flow, &[by_link, TO_ADA])?;
    let link = inbox.link(ADA, "recovery_valid")?;
    let opened = browser.send(303, "recovery-link-3-opened", Request::get(&link).by_page())?;
    let settings = opened.location()?.split('=').next_back().unwrap_or_default();
    browser.flow(200, "recovery-link-4-settings", "settings", settings)?;
    let again = story.browser();
    let opened = again.send(303, "recovery-link-3-opened-again", Request::get(&link).by_page())?;
    let new = opened.location()?.split('=').next_back().unwrap_or_default();
    again.flow(200, "recovery-link-4-after-opened-again", "recovery", new)?;
    Ok(())
}

fn disabled(story: &Story) -> Result<()> {
    let browser = story.browser();
    browser.create(400, "recovery-disabled-create", "recovery", &[])?;
    browser.create(400, "verification-disabled-create", "verification", &[])?;
    Ok(())
}
