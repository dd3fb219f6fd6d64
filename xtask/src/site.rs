//! The site: Trunk builds it into `dist/`, and the hook below makes it as small as it is shipped.

mod compress;
pub mod hook;
mod optimise;
mod stamp;

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::tools::{cargo, node};
use crate::{paths, process, step};

/// Builds the release site into `dist/`, unless it is there and nothing it is made of has changed.
pub fn build() -> Result<()> {
    let stamp = stamp::Stamp::of_the_tree()?;
    if stamp.fits() {
        return Ok(());
    }
    cargo::wasm_target()?;
    let trunk = cargo::trunk()?;
    let wasm_bindgen = cargo::wasm_bindgen()?;
    // Here and not in the hook, so that the first installation has a line of its own.
    node::optimisers()?;
    let mut build = Command::new(trunk.join("trunk"));
    build.current_dir(paths::root()).args(["build", "--release"]);
    cargo::without_flags(&mut build);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| name.starts_with("TRUNK_")) {
            build.env_remove(name);
        }
    }
    build
        // Trunk takes a program from PATH when its version fits, and downloads it otherwise.
        .env("PATH", path_with(&[&trunk, &wasm_bindgen.folder])?)
        // Trunk reads the customary NO_COLOR=1 as a broken flag.
        .env("NO_COLOR", "true");
    step::step("Building the site (a first build takes about 2 minutes)", || {
        process::run(&mut build, "site").context("the site does not build")
    })?;
    stamp.keep()
}

fn path_with(folders: &[&Path]) -> Result<OsString> {
    let caller = env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().map(|folder| folder.to_path_buf()).chain(env::split_paths(&caller));
    env::join_paths(all).context("a tool's folder has a separator of PATH in its name")
}
