//! Wrong answers in the place of Kratos': mutated ones, and each fault for each request of each walk.

use anyhow::Result;

use super::e2e;
use super::tally::Tally;
use crate::tools::node;
use crate::{paths, site};

/// Builds the site, then runs the tests.
pub fn run(tally: &mut Tally, arguments: &[String]) -> Result<()> {
    node::check()?;
    site::build()?;
    let config = ["--config", "answers.config.ts"].map(str::to_owned);
    e2e::playwright(tally, &paths::dist(), &[&config, arguments].concat())
}
