//! The gateways of `deploy/gateways`, each with its own files before a real Kratos, and two Kratos on one
//! PostgreSQL, in Chromium.

use anyhow::Result;

use super::e2e;
use super::tally::{Runner, Tally};
use super::watched;
use crate::tools::{chromium, gateways, go, node, postgres};
use crate::{package, paths, site};

/// Builds and installs all gateways and what is behind them, then runs the tests.
pub fn run(tally: &mut Tally, arguments: &[String]) -> Result<()> {
    node::check()?;
    let nginx = gateways::nginx()?;
    let haproxy = gateways::haproxy()?;
    let postgres = postgres::programs()?;
    let oathkeeper = go::oathkeeper()?;
    let keto = go::keto()?;
    let server = go::native_server()?;
    site::build()?;
    package::ready()?;
    let mut tests = e2e::runner(&paths::dist())?;
    tests
        .args(["--config", "deploy.config.ts"])
        .env("NGINX_BIN", nginx.program)
        .env("NGINX_MODULES", nginx.modules)
        .env("HAPROXY_BIN", haproxy)
        .env("POSTGRES_BIN", postgres)
        .env("PROPYLON_OATHKEEPER_BIN", oathkeeper)
        .env("PROPYLON_KETO_BIN", keto)
        .env("PROPYLON_SERVER_BIN", server)
        .env("PROPYLON_PACKAGE", package::folder())
        .env("CHROME_BIN", chromium::browser()?);
    watched::tests(tests.args(arguments), Runner::Playwright, tally)
}
