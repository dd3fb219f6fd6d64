//! A C++ compiler, for libFuzzer.

use std::env;
use std::path::PathBuf;

use anyhow::{Context, Result};

use super::{apt, on_path};

const NAMES: [&str; 3] = ["c++", "g++", "clang++"];

/// The compiler: `CXX`, else from PATH, else Debian's.
pub fn compiler() -> Result<PathBuf> {
    if let Some(given) = env::var_os("CXX") {
        let path = PathBuf::from(&given);
        let found = on_path::executable(&path).then_some(path);
        return found.or_else(|| on_path::find(given.to_str()?)).with_context(|| {
            format!("CXX names {}, which is not a program; correct it or unset it", given.display())
        });
    }
    if let Some(found) = installed() {
        return Ok(found);
    }
    if apt::is_usable() {
        apt::install("g++")?;
        return installed().context("apt installed g++, but it is not on PATH");
    }
    installed().with_context(|| {
        format!(
            "there is no C++ compiler: install one (Debian: apt-get install g++, macOS: \
             xcode-select --install), or set CXX to one; looked for {} on PATH",
            NAMES.join(", ")
        )
    })
}

fn installed() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| on_path::find(name))
}
