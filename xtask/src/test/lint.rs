//! Formatting, lints and documentation.

use anyhow::Result;

use super::{fuzz, leptos, watched};
use crate::paths;
use crate::tools::cargo;
use crate::versions::WASM_TARGET;

/// Every file is formatted.
pub fn fmt() -> Result<()> {
    watched::check(cargo::command().args(["fmt", "--all", "--check"]))?;
    for apart in [fuzz::MANIFEST, leptos::MANIFEST] {
        watched::check(cargo::command().args(["fmt", "--check", "--manifest-path", apart]))?;
    }
    Ok(())
}

/// No lint speaks: on the host without features, in the browser with all of them, in the example in Leptos,
/// and in what is run to break them.
pub fn clippy() -> Result<()> {
    cargo::wasm_target()?;
    let deny = ["--", "-D", "warnings"];
    watched::check(
        cargo::command().args(["clippy", "--locked", "--workspace", "--all-targets"]).args(deny),
    )?;
    watched::check(
        cargo::command()
            .args(["clippy", "--locked", "--package", "propylon", "--target", WASM_TARGET])
            .args(["--all-features", "--lib", "--bins", "--test", "browser"])
            .args(deny),
    )?;
    watched::check(
        cargo::command()
            .args(["clippy", "--locked", "--manifest-path", leptos::MANIFEST])
            .args(["--target", WASM_TARGET, "--target-dir"])
            .arg(paths::target())
            .args(deny),
    )?;
    watched::check(fuzz::cargo("clippy")?.args(deny))
}

/// The documentation builds without a warning, for the pure core and with the browser parts.
pub fn docs() -> Result<()> {
    cargo::wasm_target()?;
    let doc = || {
        let mut doc = cargo::command();
        doc.args(["doc", "--locked", "--no-deps", "--package", "propylon", "--lib"])
            .env("RUSTDOCFLAGS", "-D warnings");
        doc
    };
    watched::check(&mut doc())?;
    watched::check(doc().args(["--target", WASM_TARGET, "--all-features"]))
}
