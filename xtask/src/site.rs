//! The site: Trunk builds it into `dist/`, and the hook below makes it as small as it is shipped.

pub mod compress;
pub mod hook;
mod module;
pub mod optimise;
pub mod stamp;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::tools::{cargo, node};
use crate::{paths, process, step};

/// The folders of the programs that build the site, in the order they belong on PATH.
pub struct Builders([PathBuf; 2]);

impl Builders {
    /// Finds or installs them.
    pub fn ready() -> Result<Self> {
        cargo::wasm_target()?;
        Ok(Self([cargo::trunk()?, cargo::wasm_bindgen()?.folder]))
    }

    /// How a person in the checkout starts Trunk with them.
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

    /// Builds the page of the folder it is started in, free of the caller's settings.
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
            // Trunk reads the customary NO_COLOR=1 as a broken flag.
            .env("NO_COLOR", "true")
            // A failed build's last lines are to hold the reason, not Trunk's own stack.
            .env("RUST_BACKTRACE", "0");
        Ok(build)
    }

    /// The caller's PATH with them before it: Trunk takes a program whose version fits from PATH,
    /// and downloads it otherwise.
    fn path(&self) -> Result<OsString> {
        let caller = env::var_os("PATH").unwrap_or_default();
        env::join_paths(self.0.iter().cloned().chain(env::split_paths(&caller)))
            .context("a tool's folder has a separator of PATH in its name")
    }
}

/// Builds the release site into `dist/`, unless it is there and nothing it is made of has changed.
pub fn build() -> Result<()> {
    let stamp = stamp::Stamp::of_the_tree()?;
    if stamp.fits() {
        return Ok(());
    }
    let builders = Builders::ready()?;
    cargo::rust_src()?;
    // Here and not in the hook, so that the first installation has a line of its own.
    node::optimisers()?;
    let mut build = builders.build_command()?;
    build.current_dir(paths::root()).arg("--release");
    cargo::smallest(&mut build);
    step::step("Building the site (a first build takes about 4 minutes)", || {
        process::run(&mut build, "site").context("the site does not build")
    })?;
    stamp.keep()
}
