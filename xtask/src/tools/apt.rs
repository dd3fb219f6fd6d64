//! Debian packages, if this process may install them.

use std::process::Command;

use anyhow::Result;
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
