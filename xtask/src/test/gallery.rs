//! Every screen of the gallery, in Chromium: accessibility, and whether it fits.

use anyhow::Result;

use super::tally::{Runner, Tally};
use super::watched;
use crate::gallery;
use crate::tools::{chromium, node};

/// Builds the gallery and walks through it.
pub fn run(tally: &mut Tally, arguments: &[String]) -> Result<()> {
    node::check()?;
    let page = gallery::build()?;
    let mut tests = node::node();
    tests
        .current_dir(node::e2e_packages()?)
        .args(["node_modules/@playwright/test/cli.js", "test", "--config", "gallery.config.ts"])
        .args(arguments)
        .env("CHROME_BIN", chromium::browser()?)
        .env("PROPYLON_GALLERY", page);
    watched::tests(&mut tests, Runner::Playwright, tally)
}
