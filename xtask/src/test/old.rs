//! Tests of the built site in a Chromium of early 2022, with a real Kratos, and of what the scripts of
//! site and package need of a browser.

use anyhow::Result;

use super::e2e;
use super::tally::{Runner, Tally};
use super::watched;
use crate::tools::{node, old};
use crate::{package, paths, site};

/// Builds all that is tested and installs the browser, then runs the tests.
pub fn run(tally: &mut Tally) -> Result<()> {
    node::check()?;
    let browser = old::chromium()?;
    site::build()?;
    package::ready()?;
    let mut tests = e2e::runner(&paths::dist())?;
    tests.args(["--config", "old.config.ts"]).env("PROPYLON_PACKAGE", package::folder());
    match browser {
        Some(browser) => tests.env("OLD_CHROMIUM_BIN", browser),
        None => tests.args(["--project", "scripts"]),
    };
    watched::tests(&mut tests, Runner::Playwright, tally)
}
