//! The bench can run: its types hold, and its pages draw the same form. No time is judged.

use anyhow::Result;

use super::watched;
use crate::bench;
use crate::tools::node;

/// Its types, and one round of one scenario.
pub fn run() -> Result<()> {
    node::check()?;
    let folder = node::bench_packages()?;
    watched::check(node::node().current_dir(&folder).arg("node_modules/typescript/bin/tsc"))?;
    bench::check()
}
