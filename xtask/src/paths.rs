//! Paths in this checkout, and the tool cache shared by checkouts.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The checkout's root. Derived from the crate that Cargo runs, so a moved checkout works.
pub fn root() -> PathBuf {
    let xtask = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    xtask.parent().map(Path::to_path_buf).unwrap_or(xtask)
}

/// Cargo's target folder.
pub fn target() -> PathBuf {
    env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}

/// The built site.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// The log of a build step.
pub fn step_log(name: &str) -> PathBuf {
    target().join("xtask").join(format!("{name}.log"))
}

/// A path relative to the checkout, for messages.
pub fn shown(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

/// The user's tool cache: `$PROPYLON_CACHE`, else the platform's cache folder.
pub fn cache() -> Result<PathBuf> {
    if let Some(dir) = env::var_os("PROPYLON_CACHE") {
        return std::path::absolute(dir).context("PROPYLON_CACHE is not a valid path");
    }
    if let Some(dir) = env::var_os("XDG_CACHE_HOME").filter(|dir| Path::new(dir).is_absolute()) {
        return Ok(Path::new(&dir).join("propylon"));
    }
    let home = env::home_dir()
        .context("there is no home folder to keep tools in; set PROPYLON_CACHE to a folder")?;
    let platform = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
    Ok(home.join(platform).join("propylon"))
}
