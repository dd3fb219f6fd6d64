//! The scripts of `www/controls`: controls that a page loads when one of them is on screen.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::optimise;
use crate::process;
use crate::tools::node::{Optimisers, node};

/// The scripts that are loaded by name; what they share is in each of them.
pub const CONTROLS: [&str; 5] = ["date", "scheme", "search", "sms", "tel"];

/// Builds the controls in the folder `source` into `to`.
pub fn build(tools: &Optimisers, source: &Path, to: &Path) -> Result<()> {
    let entries = CONTROLS.map(|name| source.join(name).with_extension("js"));
    bundle(tools, "esm", &entries, to)?;
    license(tools, PHONE_NUMBERS, &to.join("LICENSE.txt"))
}

/// The package with the metadata of phone numbers.
pub const PHONE_NUMBERS: &str = "libphonenumber-js";

/// Writes the licence of a package, which goes with each copy of its code.
pub fn license(tools: &Optimisers, package: &str, to: &Path) -> Result<()> {
    let license = tools.modules.join(package).join("LICENSE");
    fs::copy(&license, to).map(|_| ()).with_context(|| format!("cannot copy {}", license.display()))
}

/// Bundles scripts with what they import into the folder `to`.
pub fn bundle(tools: &Optimisers, format: &str, entries: &[PathBuf], to: &Path) -> Result<()> {
    let mut command = node();
    command.arg(&tools.esbuild).args(entries).args(["--bundle", "--minify", "--charset=utf8"]);
    command.args([STYLES, "--log-level=warning", optimise::target().as_str()]);
    command.arg(format!("--format={format}")).arg(format!("--outdir={}", to.display()));
    // The metadata of phone numbers is a package beside esbuild.
    command.env("NODE_PATH", &tools.modules);
    process::run(&mut command, "esbuild").context("esbuild refuses the scripts of www")
}

/// The styles of a control are a text in its script.
pub const STYLES: &str = "--loader:.css=text";
