//! `cargo xtask record`: what a real Kratos answers, kept as files for the tests.

mod clock;
mod folder;
mod import;
mod normal;
mod placeholder;
mod pretty;
mod scan;

use std::path::PathBuf;

use anyhow::{Result, bail};

/// Typed where a wrong code is wanted; never a placeholder's place.
const WRONG_CODE: &str = "000000";

/// What to record.
#[derive(clap::Args)]
pub struct Options {
    /// Take over the recordings of a folder as those of a version instead
    #[arg(long, hide = true, num_args = 2, value_names = ["FOLDER", "VERSION"])]
    import: Vec<PathBuf>,
}

/// Drives a Kratos through all cases, or the families named, and writes what it answered.
pub fn run(options: &Options) -> Result<()> {
    if let [folder, version] = options.import.as_slice() {
        return import::run(folder, &version.to_string_lossy());
    }
    bail!("nothing to record yet")
}
