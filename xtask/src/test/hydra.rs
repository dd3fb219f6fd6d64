//! Sign-ins for other apps: a real Hydra before a real Kratos, and tokens of machines at Oathkeeper.

use std::env;

use anyhow::Result;

use super::e2e;
use super::tally::{Runner, Tally};
use super::watched;
use crate::tools::{chromium, go, node, postgres};
use crate::{consent, paths, site};

/// Builds Hydra, Oathkeeper and the service that asks for consent, then runs the tests.
pub fn run(tally: &mut Tally, arguments: &[String]) -> Result<()> {
    node::check()?;
    let hydra = go::hydra()?;
    let oathkeeper = go::oathkeeper()?;
    site::build()?;
    let mut tests = e2e::runner(&paths::dist())?;
    tests
        .args(["--config", "hydra.config.ts"])
        .env("PROPYLON_CONSENT_BIN", consent::build()?)
        .env("PROPYLON_HYDRA_BIN", hydra)
        .env("PROPYLON_OATHKEEPER_BIN", oathkeeper)
        .env("CHROME_BIN", chromium::browser()?);
    if env::var_os("PROPYLON_LOAD").is_some() {
        tests.env("POSTGRES_BIN", postgres::programs()?);
    }
    watched::tests(tests.args(arguments), Runner::Playwright, tally)
}
