//! What the doctor finds in real set-ups, in Chromium: each broken in one way, or healthy.

use anyhow::Result;

use super::e2e;
use super::tally::{Runner, Tally};
use super::watched;
use crate::tools::{chromium, go, node};
use crate::{package, paths, site};

/// Builds all that the set-ups are made of, then runs the tests.
pub fn run(tally: &mut Tally, arguments: &[String]) -> Result<()> {
    node::check()?;
    site::build()?;
    package::ready()?;
    let oathkeeper = go::oathkeeper()?;
    let mut tests = e2e::runner(&paths::dist())?;
    tests
        .args(["--config", "doctor.config.ts"])
        .env("PROPYLON_PACKAGE", package::folder())
        .env("PROPYLON_OATHKEEPER_BIN", oathkeeper)
        .env("CHROME_BIN", chromium::browser()?);
    watched::tests(tests.args(arguments), Runner::Playwright, tally)
}
