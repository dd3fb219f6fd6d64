//! Checks that the bench works: its types, and that its pages render the same form. Times are not
//! checked.

use anyhow::Result;

use super::watched;
use crate::bench;
use crate::tools::node;

/// Checks the types and runs one round of one scenario.
pub fn run() -> Result<()> {
    node::check()?;
    let folder = node::bench_packages()?;
    watched::check(node::node().current_dir(&folder).arg("node_modules/typescript/bin/tsc"))?;
    bench::check()
}
