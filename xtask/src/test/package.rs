//! The npm package, as JavaScript uses it: on a real Kratos, in Node and in real bundlers and Chromium.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::tally::{Runner, Tally};
use super::watched;
use crate::package;
use crate::tools::{chromium, go, node};

/// Node's tests, with everything they start built and handed over.
pub fn run(tally: &mut Tally) -> Result<()> {
    node::check()?;
    let mut tests = node_tests(&node::package_packages()?)?;
    tests.args(["native.test.mjs", "browser.test.mjs", "consumers.test.mjs"]);
    tests.args(["examples.test.mjs", "recordings.test.mjs"]);
    watched::tests(&mut tests, Runner::Node, tally)
}

/// The same in Next.js.
pub fn run_in_next(tally: &mut Tally) -> Result<()> {
    node::check()?;
    let mut tests = node_tests(&node::next_packages()?)?;
    watched::tests(tests.arg("next.test.mjs"), Runner::Node, tally)
}

fn node_tests(folder: &Path) -> Result<Command> {
    let kratos = go::kratos()?;
    let edge = go::edge()?;
    package::ready()?;
    // Their Playwright drives Chromium here too.
    node::e2e_packages()?;
    let mut tests = node::node();
    tests
        .current_dir(folder)
        .args(["--test", "--test-reporter=spec"])
        .env("CHROME_BIN", chromium::browser()?)
        .env("PROPYLON_KRATOS_BIN", kratos)
        .env("PROPYLON_MAILPIT_BIN", edge.mailpit)
        .env("PROPYLON_PACKAGE", package::folder());
    Ok(tests)
}
