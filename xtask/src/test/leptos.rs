//! The example of an app in Leptos: built as its users build it, then used on a real Kratos in real Chromium.

use anyhow::{Context, Result};

use super::e2e;
use super::tally::Tally;
use crate::site::Builders;
use crate::tools::node;
use crate::{paths, process, step};

/// The manifest of the example, a crate outside this workspace.
pub const MANIFEST: &str = "examples/leptos/Cargo.toml";

/// Playwright's tests of the example.
pub fn run(tally: &mut Tally) -> Result<()> {
    node::check()?;
    let folder = paths::root().join("examples/leptos");
    let mut build = Builders::ready()?.build_command()?;
    build
        .current_dir(&folder)
        .args(["--locked", "true"])
        // What the browser tests have compiled is of use here too.
        .env("CARGO_TARGET_DIR", paths::target())
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    step::step("Building the example in Leptos", || {
        process::run(&mut build, "leptos").context("the example in examples/leptos does not build")
    })?;
    let arguments = ["--config", "examples.config.ts"].map(str::to_owned);
    e2e::playwright(tally, &folder.join("dist"), &arguments)
}
