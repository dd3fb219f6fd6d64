//! The folder that Caddy serves: the site, and the two other pages in folders beside it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::process;
use crate::site::compress;
use crate::tools::node;

/// Copies `site` into a folder below `out`, and adds the other pages from `sources`, compressed
/// like the site.
pub fn beside(site: &Path, sources: &Path, out: &Path) -> Result<PathBuf> {
    let folder = out.join("site");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    copy(site, &folder).with_context(|| format!("cannot copy {}", site.display()))?;
    let mut build = node::node();
    build.current_dir(sources).args(["--import", "tsx", "build.ts"]).arg(&folder);
    process::run(&mut build, "bench-pages").context("the other pages do not build")?;
    for page in ["floor", "react"] {
        compress::tree(&folder.join(page))?;
    }
    Ok(folder)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
