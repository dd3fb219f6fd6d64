//! Debian packages, if this process may install them.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use nix::unistd::geteuid;

use super::on_path;
use crate::{process, step};

/// Whether packages can be installed: as root on a Debian-based system.
pub fn is_usable() -> bool {
    geteuid().is_root() && on_path::find("apt-get").is_some()
}

/// Installs a package.
pub fn install(package: &str) -> Result<()> {
    let apt_get = |arguments: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive");
        process::run(&mut command, "apt")
    };
    step::step(&format!("Installing Debian's {package}"), || {
        apt_get(&["update"])?;
        apt_get(&["install", "-y", "--no-install-recommends", package])
    })
}

/// Finds a program: the one that `variable` names, else one of `names` on PATH, else Debian's.
pub fn program(variable: &str, names: &[&str], package: &str) -> Result<PathBuf> {
    if let Some(given) = on_path::given(variable)? {
        return Ok(given);
    }
    let installed = || names.iter().find_map(|name| on_path::find(name));
    if let Some(found) = installed() {
        return Ok(found);
    }
    if is_usable() {
        install(package)?;
    }
    installed().with_context(|| {
        format!(
            "there is no {}: install it (Debian: apt-get install {package}) and put it on PATH or \
             in {variable}",
            names.join(" or ")
        )
    })
}
