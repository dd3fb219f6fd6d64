//! The package's scripts and styles, as they are shipped.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::tools::node::{Optimisers, node};
use crate::{paths, process, site::optimise};

/// What can be imported. What they share goes into files of its own.
const ENTRIES: [&str; 4] = ["index.js", "inline.js", "elements.js", "elements-inline.js"];

/// Bundles the entries of `stage` into `dist`, and puts the modules and types beside them.
pub fn scripts(tools: &Optimisers, stage: &Path, dist: &Path) -> Result<()> {
    let mut command = node();
    command.arg(&tools.esbuild);
    command.args(ENTRIES.iter().map(|entry| stage.join(entry)).filter(|entry| entry.is_file()));
    command.args(["--bundle", "--splitting", "--format=esm", "--minify", "--target=es2022"]);
    command.args(["--chunk-names=shared-[hash]", "--log-level=warning"]);
    command.arg(format!("--outdir={}", dist.display()));
    process::run(&mut command, "esbuild").context("esbuild refuses the package's scripts")?;
    for entry in fs::read_dir(stage)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".wasm") || name.ends_with(".d.ts") {
            fs::copy(&path, dist.join(&name))?;
        }
    }
    Ok(())
}

/// The theme of the site in one file; a page may hold any of the elements.
pub fn styles(tools: &Optimisers, out: &Path) -> Result<()> {
    let folder = paths::root().join("www/styles");
    let mut all = String::new();
    for name in ["kratos.css", "account.css"] {
        let source = folder.join(name);
        all += &fs::read_to_string(&source)
            .with_context(|| format!("cannot read {}", source.display()))?;
    }
    fs::write(out, all)?;
    optimise::text(&tools.esbuild, out)
}
