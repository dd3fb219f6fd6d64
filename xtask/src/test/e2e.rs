//! End-to-end tests of the built site, with a real Kratos and Chromium.

use std::path::Path;

use anyhow::Result;

use super::tally::{Runner, Tally};
use super::watched;
use crate::tools::{chromium, go, node};
use crate::{paths, site};

/// Builds everything that Playwright's tests start, then runs them.
pub fn run(tally: &mut Tally, arguments: &[String]) -> Result<()> {
    node::check()?;
    site::build()?;
    playwright(tally, &paths::dist(), arguments)
}

/// Playwright's tests of the built page in the folder `site`.
pub fn playwright(tally: &mut Tally, site: &Path, arguments: &[String]) -> Result<()> {
    let edge = go::edge()?;
    let kratos = go::kratos()?;
    let folder = node::e2e_packages()?;
    let browser = chromium::browser()?;
    watched::tests(
        // Not by npx, which leaves its children running when it is stopped.
        node::node()
            .current_dir(&folder)
            .args(["node_modules/@playwright/test/cli.js", "test"])
            .args(arguments)
            .env("PROPYLON_KRATOS_BIN", kratos)
            .env("PROPYLON_CADDY_BIN", edge.caddy)
            .env("PROPYLON_MAILPIT_BIN", edge.mailpit)
            .env("PROPYLON_SITE", site)
            .env("CHROME_BIN", browser),
        Runner::Playwright,
        tally,
    )
}
