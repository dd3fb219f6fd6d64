//! Builds the site into `dist/` with Trunk; the hook below optimises it.

pub mod compress;
pub mod controls;
pub mod doctor;
pub mod hook;
mod module;
pub mod optimise;
pub mod stamp;

use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tools::{cargo, node};
use crate::{paths, process, step};

/// The folders of the build tools, in PATH order.
pub struct Builders([PathBuf; 2]);

impl Builders {
    /// Finds or installs the tools.
    pub fn ready() -> Result<Self> {
        cargo::wasm_target()?;
        Ok(Self([cargo::trunk()?, cargo::wasm_bindgen()?.folder]))
    }

    /// The command that starts Trunk with these tools, for people.
    pub fn serve_command(&self) -> String {
        let caller = env::var_os("PATH").unwrap_or_default();
        let on_path: Vec<PathBuf> = env::split_paths(&caller).collect();
        let missing = self.0.iter().filter(|folder| !on_path.contains(folder));
        let missing: String = missing.map(|folder| format!("{}:", folder.display())).collect();
        if missing.is_empty() {
            return "trunk serve".to_owned();
        }
        format!("PATH={missing}$PATH trunk serve")
    }

    /// Builds the page in the current folder, without the caller's settings for Trunk.
    pub fn build_command(&self) -> Result<Command> {
        let mut build = Command::new("trunk");
        build.arg("build");
        cargo::without_flags(&mut build);
        for (name, _) in env::vars_os() {
            if name.to_str().is_some_and(|name| name.starts_with("TRUNK_")) {
                build.env_remove(name);
            }
        }
        build
            .env("PATH", self.path()?)
            // Trunk doesn't accept the usual NO_COLOR=1.
            .env("NO_COLOR", "true")
            // The last lines of a failed build should show the reason, not a backtrace of Trunk.
            .env("RUST_BACKTRACE", "0");
        Ok(build)
    }

    /// The caller's PATH with these folders first: Trunk uses a tool on PATH if its version
    /// matches, and downloads it otherwise.
    fn path(&self) -> Result<OsString> {
        let caller = env::var_os("PATH").unwrap_or_default();
        env::join_paths(self.0.iter().cloned().chain(env::split_paths(&caller)))
            .context("a tool's folder has a separator of PATH in its name")
    }
}

/// The folder of the site to measure: the one that the caller names, or this checkout's, which is built.
pub fn given_or_built(given: Option<&Path>) -> Result<PathBuf> {
    match given {
        Some(folder) if folder.join("index.html").is_file() => Ok(folder.to_owned()),
        Some(folder) => bail!("{} has no index.html; name a built site", folder.display()),
        None => {
            build()?;
            Ok(paths::dist())
        }
    }
}

/// Builds the release site into `dist/`, unless no input has changed.
pub fn build() -> Result<()> {
    let stamp = stamp::Stamp::of_the_tree()?;
    if stamp.fits() {
        return Ok(());
    }
    let builders = Builders::ready()?;
    cargo::rust_src()?;
    // Installed here, not in the hook, to show a separate progress line.
    node::optimisers()?;
    let mut build = builders.build_command()?;
    build.current_dir(paths::root()).arg("--release");
    cargo::smallest(&mut build);
    step::step("Building the site (a first build takes about 4 minutes)", || {
        process::run(&mut build, "site").context("the site does not build")
    })?;
    stamp.keep()
}
