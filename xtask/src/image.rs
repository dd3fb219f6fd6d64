//! `cargo xtask image`: the site and its server as an OCI image, `target/image/propylon.oci.tar`.
//!
//! No container engine and no image tool is needed: an OCI layout is a tar of JSON files and layers,
//! and the only base image is the empty one.

pub mod layer;
pub mod layout;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::tools::go;
use crate::{consent, paths, process, site, step};
use layer::Layer;
use layout::{Image, Layout};

/// The processors of the image, by Go's and OCI's names.
pub const ARCHITECTURES: [&str; 2] = ["amd64", "arm64"];

/// What is in the image.
#[derive(Args, Clone, Copy, Default)]
pub struct Options {
    /// With the service for OAuth2 clients, for this machine's processor alone
    #[arg(long)]
    consent: bool,
}

/// The image.
pub fn file() -> PathBuf {
    paths::target().join("image/propylon.oci.tar")
}

/// Builds the site, the server for each processor, and the image of both.
pub fn build(options: Options) -> Result<()> {
    site::build()?;
    let service = options.consent.then(consent::build).transpose()?;
    // The service is built for this machine alone.
    let own = service.is_some().then(own_architecture).transpose()?;
    let mut servers = Vec::new();
    for architecture in ARCHITECTURES.into_iter().filter(|name| own.is_none_or(|own| own == *name))
    {
        servers.push((architecture, go::image_server(architecture)?));
    }
    let layout = step::step("Packing the image", || pack(&servers, service.as_deref(), time()?))?;
    fs::write(file(), &layout).with_context(|| format!("cannot write {}", file().display()))?;
    let size = layout.len() / 1_000_000;
    let names: Vec<&str> = servers.iter().map(|(name, _)| *name).collect();
    println!("{} ({size} MB, {})", paths::shown(&file()), names.join(" and "));
    Ok(())
}

/// This machine's processor, by Go's and OCI's name.
pub fn own_architecture() -> Result<&'static str> {
    match env::consts::ARCH {
        "x86_64" => Ok("amd64"),
        "aarch64" => Ok("arm64"),
        other => bail!("the image has nothing for {other}"),
    }
}

/// The image as bytes, which are the same for the same files and time.
fn pack(servers: &[(&str, PathBuf)], service: Option<&Path>, time: u64) -> Result<Vec<u8>> {
    let mut pages = Layer::new(time);
    pages.tree(&paths::dist(), Path::new("site"))?;
    let pages = pages.finish()?;
    let mut layout = Layout::new(time);
    for (architecture, server) in servers {
        let mut program = Layer::new(time);
        program.file(Path::new("propylon"), &fs::read(server)?, 0o555)?;
        if let Some(service) = service {
            program.file(Path::new("propylon-consent"), &fs::read(service)?, 0o555)?;
        }
        layout.image(&Image { architecture, layers: &[&program.finish()?, &pages] })?;
    }
    layout.finish()
}

/// The time of all files, in seconds since 1970: `SOURCE_DATE_EPOCH`, else that of the last commit. The
/// site's `ETag`s derive from it, so that all servers of one image give the same.
fn time() -> Result<u64> {
    let (text, from) = match env::var("SOURCE_DATE_EPOCH") {
        Ok(text) => (text, "SOURCE_DATE_EPOCH"),
        Err(_) => {
            let mut git = Command::new("git");
            git.current_dir(paths::root()).args(["log", "-1", "--format=%ct"]);
            let text = process::output(&mut git)
                .context("the image needs a time: set SOURCE_DATE_EPOCH where there is no git")?;
            (text, "git")
        }
    };
    let text = text.trim();
    text.parse().with_context(|| {
        format!("{from} gives the time {text:?}; expected a number of seconds since 1970")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_are_the_same_image() {
        let make = |text: &str| {
            let mut layer = Layer::new(1_700_000_000);
            layer.file(Path::new("propylon"), text.as_bytes(), 0o555).unwrap();
            let layer = layer.finish().unwrap();
            let mut layout = Layout::new(1_700_000_000);
            layout.image(&Image { architecture: "amd64", layers: &[&layer] }).unwrap();
            layout.finish().unwrap()
        };
        assert_eq!(make("a program"), make("a program"));
        assert_ne!(make("a program"), make("another"));
    }
}
