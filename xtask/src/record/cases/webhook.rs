//! Web hooks that refuse, and the nodes they refer to.

use anyhow::Result;

use super::Family;
use crate::record::browser::{PASSWORD, UNRECORDED};
use crate::record::config::Config;
use crate::record::people::{ADA, account};
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[
    Family {
        name: "webhook-trait",
        config: Some(|c| refuse(c, "trait")),
        story: |s| story(s, "trait", 400),
    },
    Family {
        name: "webhook-identifier",
        config: Some(|c| refuse(c, "identifier")),
        story: |s| story(s, "identifier", 400),
    },
    Family {
        name: "webhook-ghost",
        config: Some(|c| refuse(c, "ghost")),
        story: |s| story(s, "ghost", 400),
    },
    Family {
        name: "webhook-none",
        config: Some(|c| refuse(c, "none")),
        story: |s| story(s, "none", 400),
    },
    Family {
        name: "webhook-many",
        config: Some(|c| refuse(c, "many")),
        story: |s| story(s, "many", 400),
    },
    Family {
        name: "webhook-broken",
        config: Some(|c| refuse(c, "broken")),
        story: |s| story(s, "broken", 500),
    },
];

fn refuse(config: &mut Config, answer: &str) {
    config.hook("login", answer).hook("registration", answer);
}

fn story(story: &Story, name: &str, status: u16) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    let flow = browser.create(200, UNRECORDED, "login", &[])?;
    let right = [("method", "password"), ("identifier", ADA), PASSWORD];
    browser.submit(status, &format!("webhook-{name}-login"), &flow, &right)?;
    if status != 400 {
        // Kratos repeats the request to such a hook; one is enough.
        return Ok(());
    }
    let flow = browser.create(200, UNRECORDED, "registration", &[])?;
    let bo = ("traits.email", "bo@example.test");
    let flow = browser.submit(400, UNRECORDED, &flow, &[("method", "profile"), bo])?;
    let new = [("method", "password"), bo, PASSWORD];
    browser.submit(status, &format!("webhook-{name}-registration"), &flow, &new)?;
    Ok(())
}
