//! The npm package, as JavaScript uses it: on a real Kratos, in Node and in real bundlers and Chromium.

use anyhow::Result;

use super::tally::{Runner, Tally};
use super::watched;
use crate::package;
use crate::tools::{chromium, go, node};

/// Node's tests, with everything they start built and handed over.
pub fn run(tally: &mut Tally) -> Result<()> {
    node::check()?;
    let kratos = go::kratos()?;
    let edge = go::edge()?;
    package::ready()?;
    // Their Playwright drives Chromium here too.
    node::e2e_packages()?;
    let folder = node::package_packages()?;
    let browser = chromium::browser()?;
    watched::tests(
        node::node()
            .current_dir(&folder)
            .args(["--test", "--test-reporter=spec", "native.test.mjs", "browser.test.mjs"])
            .args(["consumers.test.mjs", "examples.test.mjs", "recordings.test.mjs"])
            .env("CHROME_BIN", browser)
            .env("PROPYLON_KRATOS_BIN", kratos)
            .env("PROPYLON_MAILPIT_BIN", edge.mailpit)
            .env("PROPYLON_PACKAGE", package::folder()),
        Runner::Node,
        tally,
    )
}
