//! End-to-end tests of the built site and package in Firefox and WebKitGTK, with a real Kratos.

use anyhow::Result;

use super::e2e;
use super::tally::{Runner, Tally};
use super::watched;
use crate::tools::{browsers, node};
use crate::{package, paths, site};

/// Builds all that is tested and installs the browsers, then runs the tests.
pub fn run(tally: &mut Tally, arguments: &[String]) -> Result<()> {
    node::check()?;
    let firefox = browsers::firefox()?;
    let webkit = browsers::webkit()?;
    site::build()?;
    package::ready()?;
    let mut tests = e2e::runner(&paths::dist())?;
    tests
        .args(["--config", "browsers.config.ts"])
        .env("PROPYLON_PACKAGE", package::folder())
        .env("FIREFOX_BIN", firefox.browser)
        .env("GECKODRIVER", firefox.driver);
    match webkit {
        Some(webkit) => {
            tests.env("WEBKIT_DRIVER", webkit.driver).env("XVFB_BIN", webkit.screen);
        }
        None => {
            tests.args(["--project", "firefox"]);
        }
    }
    watched::tests(tests.args(arguments), Runner::Playwright, tally)
}
