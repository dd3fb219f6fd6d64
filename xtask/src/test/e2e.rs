//! End-to-end tests of the built site, with a real Kratos and Chromium.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::tally::{Runner, Tally};
use super::watched;
use crate::tools::{cargo, chromium, go, node};
use crate::{package, paths, process, site};

/// Builds everything that Playwright's tests start, then runs them. With `diagnoses`, the doctor is
/// asked after each test, and finds only what the test set up.
pub fn run(tally: &mut Tally, arguments: &[String], diagnoses: bool) -> Result<()> {
    node::check()?;
    site::build()?;
    let mut tests = runner(&paths::dist())?;
    tests.env("PROPYLON_REPLAY_BIN", replayer()?);
    if diagnoses {
        package::ready()?;
        tests.env("PROPYLON_DIAGNOSE", "1").env("PROPYLON_PACKAGE", package::folder());
    }
    in_chromium(&mut tests, tally, arguments)
}

/// Builds the command that plays recordings.
fn replayer() -> Result<PathBuf> {
    let mut build = cargo::command();
    build.args(["build", "--locked", "--package", "propylon-doctor", "--bin", "propylon-doctor"]);
    process::run(&mut build, "replay")
        .context("the command that plays recordings does not build")?;
    Ok(paths::target().join("debug/propylon-doctor"))
}

/// Playwright's tests of the built page in the folder `site`, in Chromium.
pub fn playwright(tally: &mut Tally, site: &Path, arguments: &[String]) -> Result<()> {
    in_chromium(&mut runner(site)?, tally, arguments)
}

fn in_chromium(tests: &mut Command, tally: &mut Tally, arguments: &[String]) -> Result<()> {
    tests.args(arguments).env("CHROME_BIN", chromium::browser()?);
    watched::tests(tests, Runner::Playwright, tally)
}

/// The command that runs tests of the built page in the folder `site`, without a browser yet.
pub fn runner(site: &Path) -> Result<Command> {
    let edge = go::edge()?;
    let kratos = go::kratos()?;
    let mut tests = node::node();
    tests
        .current_dir(node::e2e_packages()?)
        // Not by npx, which leaves its children running when it is stopped.
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .env("PROPYLON_KRATOS_BIN", kratos)
        .env("PROPYLON_CADDY_BIN", edge.caddy)
        .env("PROPYLON_MAILPIT_BIN", edge.mailpit)
        .env("PROPYLON_SITE", site);
    Ok(tests)
}
