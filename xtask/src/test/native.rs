//! Tests without a browser.

use anyhow::Result;

use super::tally::{Runner, Tally};
use super::watched;
use crate::tools::cargo;

/// Runs the tests of each crate. In one cargo call, features of shared dependencies would
/// be merged, and every other command would rebuild them.
pub fn run(tally: &mut Tally) -> Result<()> {
    for package in ["propylon", "propylon-doctor", "propylon-consent", "xtask"] {
        let mut test = cargo::command();
        test.args(["test", "--locked", "--package", package]);
        watched::tests(&mut test, Runner::Cargo, tally)?;
    }
    Ok(())
}
