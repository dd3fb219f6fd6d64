//! The licences and sources of all crates, by `deny.toml`.
//!
//! Known faults of their versions are in a database that is fetched from the network: `cargo deny check
//! advisories` asks it, and is no part of the tests, whose result must not change by itself.

use std::process::Command;

use anyhow::Result;

use super::watched;
use crate::paths;
use crate::tools::cargo;

/// Checks them.
pub fn check() -> Result<()> {
    let mut deny = Command::new(cargo::deny()?);
    deny.current_dir(paths::root()).args(["--offline", "check", "licenses", "sources", "bans"]);
    watched::check(&mut deny)
}
