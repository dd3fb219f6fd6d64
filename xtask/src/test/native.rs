//! Tests that need no browser.

use anyhow::Result;

use super::tally::{Runner, Tally};
use super::watched;
use crate::tools::cargo;

/// The core's tests, then those of this program. One cargo call each: together, the two crates
/// would share their dependencies' features, and every other command would build them again.
pub fn run(tally: &mut Tally) -> Result<()> {
    for package in ["propylon", "xtask"] {
        let mut test = cargo::command();
        test.args(["test", "--locked", "--package", package]);
        watched::tests(&mut test, Runner::Cargo, tally)?;
    }
    Ok(())
}
