//! Changes that require a privileged session.

use std::thread::sleep;
use std::time::Duration;

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::browser::{PASSWORD, UNRECORDED};
use crate::record::people::{ADA, account};
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[Family {
    name: "settings-privileged",
    config: Some(|config| {
        config.flow("settings.privileged_session_max_age", json!("1s"));
    }),
    story: refresh,
}];

/// Longer than the session is privileged.
const LATER: Duration = Duration::from_millis(1200);

fn refresh(story: &Story) -> Result<()> {
    account(story, ADA)?;
    let browser = story.browser();
    browser.sign_in(ADA)?;
    let flow = browser.create(200, UNRECORDED, "settings", &[])?;
    sleep(LATER);
    let new = [("method", "password"), ("password", "another-Horse-battery-9")];
    browser.submit(403, "settings-privileged-needed", &flow, &new)?;
    let short = [("method", "password"), ("password", "short")];
    browser.submit(403, "settings-privileged-needed-invalid-password", &flow, &short)?;
    let again = browser.create(200, UNRECORDED, "login", &[("refresh", "true")])?;
    let right = [("method", "password"), ("identifier", ADA), PASSWORD];
    browser.submit(200, UNRECORDED, &again, &right)?;
    browser.submit(200, "settings-privileged-replayed", &flow, &new)?;
    Ok(())
}
