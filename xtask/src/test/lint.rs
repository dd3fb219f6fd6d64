//! Formatting, lints and documentation.

use anyhow::Result;

use super::{fuzz, leptos, links, watched};
use crate::tools::cargo;
use crate::versions::WASM_TARGET;
use crate::{gallery, paths};

/// Checks the formatting of all files.
pub fn fmt() -> Result<()> {
    watched::check(cargo::command().args(["fmt", "--all", "--check"]))?;
    for apart in [fuzz::MANIFEST, leptos::MANIFEST, gallery::MANIFEST] {
        watched::check(cargo::command().args(["fmt", "--check", "--manifest-path", apart]))?;
    }
    Ok(())
}

/// Checks the lints: on the host without features, for the browser with all features, for the example in
/// Leptos and the gallery, and for the fuzz targets.
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
            .args(["clippy", "--locked", "--package", "propylon-doctor", "--target", WASM_TARGET])
            .args(["--all-features", "--lib"])
            .args(deny),
    )?;
    for apart in [leptos::MANIFEST, gallery::MANIFEST] {
        watched::check(
            cargo::command()
                .args(["clippy", "--locked", "--manifest-path", apart])
                .args(["--target", WASM_TARGET, "--target-dir"])
                .arg(paths::target())
                .args(deny),
        )?;
    }
    watched::check(fuzz::cargo("clippy")?.args(deny))
}

/// Builds the book, whose links all lead somewhere, and the documentation of the crates without warnings, for
/// the pure core and with the browser modules.
pub fn docs() -> Result<()> {
    crate::book::build()?;
    links::check()?;
    cargo::wasm_target()?;
    for package in ["propylon", "propylon-doctor"] {
        let doc = || {
            let mut doc = cargo::command();
            doc.args(["doc", "--locked", "--no-deps", "--package", package, "--lib"])
                .env("RUSTDOCFLAGS", "-D warnings");
            doc
        };
        watched::check(&mut doc())?;
        watched::check(doc().args(["--target", WASM_TARGET, "--all-features"]))?;
    }
    Ok(())
}
