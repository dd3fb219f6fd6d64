//! Tests of the npm package: in Node, in bundlers and in Chromium, with a real Kratos.

use std::path::Path;
use std::process::Command;

use anyhow::Result;

use super::tally::{Runner, Tally};
use super::{tauri, watched};
use crate::package;
use crate::tools::{browsers, chromium, go, node};

/// Builds everything that the tests start, then runs them with Node.
pub fn run(tally: &mut Tally) -> Result<()> {
    node::check()?;
    let mut tests = node_tests(&node::package_packages()?)?;
    tests.args([
        "api.test.mjs",
        "native.test.mjs",
        "browser.test.mjs",
        "consumers.test.mjs",
        "doctor.test.mjs",
        "doubles.test.mjs",
        "check.test.mjs",
    ]);
    tests.args([
        "examples.test.mjs",
        "preload.test.mjs",
        "react.test.mjs",
        "react-18.test.mjs",
        "preact.test.mjs",
        "recipes.test.mjs",
        "recordings.test.mjs",
        "server.test.mjs",
        "session.test.mjs",
        "site.test.mjs",
        "starters.test.mjs",
        "testing.test.mjs",
        "tokens.test.mjs",
        "worker.test.mjs",
    ]);
    tests.args(["vue.test.mjs", "svelte.test.mjs", "solid.test.mjs", "angular.test.mjs"]);
    watched::tests(&mut tests, Runner::Node, tally)
}

/// The same for the tests in Next.js.
pub fn run_in_next(tally: &mut Tally) -> Result<()> {
    node::check()?;
    let mut tests = node_tests(&node::next_packages()?)?;
    watched::tests(tests.arg("next.test.mjs"), Runner::Node, tally)
}

/// The same for the tests in servers of frameworks.
pub fn run_in_frameworks(tally: &mut Tally) -> Result<()> {
    node::check()?;
    let mut tests = node_tests(&node::frameworks_packages()?)?;
    tests.arg("frameworks.test.mjs");
    if let Some(webkit) = browsers::webkit()? {
        tests
            .arg("tauri.test.mjs")
            .env("WEBKIT_DRIVER", webkit.driver)
            .env("XVFB_BIN", webkit.screen)
            .env("PROPYLON_TAURI_BIN", tauri::starter()?);
    }
    watched::tests(&mut tests, Runner::Node, tally)
}

fn node_tests(folder: &Path) -> Result<Command> {
    let kratos = go::kratos()?;
    let edge = go::edge()?;
    package::ready()?;
    // These tests use the same Playwright.
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
