//! Node, and the optimisers installed as npm packages.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{cache, on_path};
use crate::versions::OLDEST_NODE;
use crate::{digest, paths, process, step};

/// Scripts to run with [`node`].
pub struct Optimisers {
    /// Binaryen's optimiser.
    pub wasm_opt: PathBuf,
    /// The minifier for scripts.
    pub esbuild: PathBuf,
    /// The folder with all of them, for `tools/styles.mjs`.
    pub modules: PathBuf,
}

/// Checks that Node is new enough and has npm.
pub fn check() -> Result<()> {
    let cure =
        format!("install Node {} or newer (https://nodejs.org) and run this again", OLDEST_NODE.0);
    if on_path::find("node").is_none() {
        bail!("Node is missing; it runs the optimisers and the end-to-end tests: {cure}");
    }
    if on_path::find("npm").is_none() {
        bail!("npm is missing beside Node: {cure}");
    }
    let answer = process::output(node().arg("--version"))?;
    match on_path::major_minor(&answer) {
        Some(version) if version < OLDEST_NODE => {
            bail!("this Node is too old ({}): {cure}", answer.trim())
        }
        _ => Ok(()),
    }
}

/// A node command without the caller's options.
pub fn node() -> Command {
    let mut node = Command::new("node");
    node.env_remove("NODE_OPTIONS");
    node
}

/// An `npm ci` command. Install scripts are disabled: the packages contain their binaries.
pub fn npm_ci() -> Command {
    let mut npm = Command::new("npm");
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).env_remove("NODE_ENV");
    npm
}

/// The optimisers in the versions of `tools/package-lock.json`.
pub fn optimisers() -> Result<Optimisers> {
    let source = paths::root().join("xtask/tools");
    let read = |file: &str| {
        let path = source.join(file);
        fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let (package, lock) = (read("package.json")?, read("package-lock.json")?);
    let place = cache::entry("optimisers", &[&package, &lock], |folder| {
        check()?;
        fs::write(folder.join("package.json"), &package)?;
        fs::write(folder.join("package-lock.json"), &lock)?;
        step::step(
            "Installing wasm-opt, esbuild, Lightning CSS, phone numbers and a hash (seconds, once for this user)",
            || {
                process::run(npm_ci().current_dir(folder), "npm-optimisers")
                    .context("npm could not install them; if the network failed, run this again")
            },
        )
    })?;
    let modules = place.join("node_modules");
    Ok(Optimisers {
        wasm_opt: modules.join("binaryen/bin/wasm-opt"),
        esbuild: modules.join("esbuild/bin/esbuild"),
        modules,
    })
}

/// The folder of the end-to-end tests, with its npm packages installed.
pub fn e2e_packages() -> Result<PathBuf> {
    packages("tests/e2e", "end-to-end")
}

/// The folder of the package's tests, with its npm packages installed.
pub fn package_packages() -> Result<PathBuf> {
    packages("tests/package", "package")
}

/// The folder of the Next.js tests, with its npm packages installed.
pub fn next_packages() -> Result<PathBuf> {
    packages("tests/next", "next")
}

/// The folder of the tests in servers of frameworks, with its npm packages installed.
pub fn frameworks_packages() -> Result<PathBuf> {
    packages("tests/frameworks", "frameworks")
}

/// The folder of the bench, with its npm packages installed.
pub fn bench_packages() -> Result<PathBuf> {
    packages("tests/bench", "bench")
}

fn packages(place: &str, what: &str) -> Result<PathBuf> {
    let folder = paths::root().join(place);
    let lock = folder.join("package-lock.json");
    let lock = fs::read(&lock).with_context(|| format!("cannot read {}", lock.display()))?;
    let wanted = digest::short([lock]);
    let stamp = folder.join("node_modules/.propylon-lock");
    if !fs::read_to_string(&stamp).is_ok_and(|kept| kept == wanted) {
        check()?;
        step::step(&format!("Installing the packages of {place}"), || {
            process::run(npm_ci().current_dir(&folder), &format!("npm-{what}"))
                .context("npm could not install them; if the network failed, run this again")
        })?;
        fs::write(stamp, wanted)?;
    }
    Ok(folder)
}
