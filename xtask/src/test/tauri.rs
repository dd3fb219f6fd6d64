//! The starter of Tauri as a program, for its tests.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tools::{apt, cargo, on_path};
use crate::{package, paths, process, step};

/// Builds a copy of it beside the package, as `tauri build` does.
pub fn starter() -> Result<PathBuf> {
    webkit()?;
    let folder = paths::target().join("tauri-starter");
    let module = folder.join("node_modules/propylon");
    // Files that are gone must not stay; what is built does.
    package::renew(&module)?;
    package::renew(&folder.join("src-tauri/src"))?;
    package::copy(&paths::root().join("pkg-template/starters/tauri"), &folder)?;
    package::copy(&package::folder(), &module)?;
    let mut build = cargo::command();
    build
        .current_dir(folder.join("src-tauri"))
        .args(["build", "--locked", "--features", "tauri/custom-protocol"])
        .env("CARGO_TARGET_DIR", paths::target().join("tauri"))
        // Nobody debugs it.
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    step::step("Building the starter of Tauri (a first build takes 4 minutes)", || {
        process::run(&mut build, "tauri").context("the starter of Tauri does not build")
    })?;
    Ok(paths::target().join("tauri/debug/propylon-starter"))
}

/// The headers of WebKitGTK, else Debian's.
fn webkit() -> Result<()> {
    let has = || {
        on_path::find("pkg-config").is_some()
            && Command::new("pkg-config")
                .args(["--exists", "webkit2gtk-4.1"])
                .status()
                .is_ok_and(|status| status.success())
    };
    if !has() && apt::is_usable() {
        apt::install("libwebkit2gtk-4.1-dev")?;
    }
    if !has() {
        bail!(
            "Tauri needs the development files of WebKitGTK: install them (Debian: apt-get install \
             libwebkit2gtk-4.1-dev pkg-config)"
        );
    }
    Ok(())
}
