//! `cargo xtask consent`: the service for OAuth2 clients as one static program.

use std::env::consts::ARCH;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::tools::cargo;
use crate::{paths, process, step};

/// The most bytes that it may have.
const MOST: u64 = 12_000_000;

/// Builds the program: static on Linux, so that it runs in an image without anything else; else that of
/// the machine.
pub fn build() -> Result<PathBuf> {
    let target = match cfg!(target_os = "linux") {
        true => format!("{ARCH}-unknown-linux-musl"),
        false => cargo::host()?,
    };
    cargo::target(&target)?;
    let mut build = cargo::command();
    build
        .args(["build", "--locked", "--package", "propylon-consent", "--profile", "service"])
        .args(["--target", &target])
        // The C parts use nothing of a C library, so the machine's own compiler does.
        .env(format!("CC_{}", target.replace('-', "_")), "cc");
    step::step("Building the service for OAuth2 clients (a first build takes 3 minutes)", || {
        process::run(&mut build, "consent").context("the service for OAuth2 clients does not build")
    })?;
    let program = paths::target().join(&target).join("service/propylon-consent");
    let size = fs::metadata(&program)?.len();
    println!("{} ({} kB)", paths::shown(&program), size / 1000);
    if size > MOST {
        bail!("the service has {size} bytes, more than {MOST}");
    }
    Ok(program)
}
