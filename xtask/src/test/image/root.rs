//! The unpacked image as the root of a process.

use std::env;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use flate2::read::GzDecoder;
use serde_json::Value;
use tar::Archive;

use crate::image::{layout::sha256, own_architecture};
use crate::process;
use crate::tools::on_path;

/// A folder with the files of the image for this machine's processor.
pub struct Root(PathBuf);

impl Root {
    /// Unpacks the layers of an image, and checks each digest on the way.
    pub fn unpack(image: &[u8], folder: &Path) -> Result<Self> {
        if folder.exists() {
            // Its folders can't be written.
            process::output(Command::new("chmod").args(["-R", "u+w"]).arg(folder))?;
            fs::remove_dir_all(folder)?;
        }
        let index = json(&entry(image, "index.json")?)?;
        let all = json(&blob(image, &index["manifests"][0])?)?;
        let architecture = own_architecture()?;
        let manifests = all["manifests"].as_array().context("no manifests")?;
        let own = manifests.iter().find(|it| it["platform"]["architecture"] == architecture);
        let manifest = json(&blob(image, own.context("no image for this processor")?)?)?;
        let config = json(&blob(image, &manifest["config"])?)?;
        let diffs = config["rootfs"]["diff_ids"].as_array().context("no diff_ids")?;
        let layers = manifest["layers"].as_array().context("no layers")?;
        ensure!(layers.len() == diffs.len(), "not as many layers as digests of layers");
        for (layer, diff) in layers.iter().zip(diffs) {
            let mut tar = Vec::new();
            GzDecoder::new(&*blob(image, layer)?).read_to_end(&mut tar)?;
            ensure!(sha256(&tar) == *diff, "a layer is not the one of the configuration");
            Archive::new(&*tar).unpack(folder)?;
        }
        Ok(Self(folder.to_owned()))
    }

    /// The bytes of all files.
    pub fn size(&self) -> Result<u64> {
        size(&self.0)
    }

    /// The entry point with these settings: read-only, in a root of its own and as 65532 where we may
    /// do that; elsewhere it only has the files.
    pub fn command(&self, settings: &[(&str, &str)]) -> Command {
        let mut command = if nix::unistd::geteuid().is_root() && on_path::find("unshare").is_some()
        {
            let mut command = Command::new("unshare");
            let script = "mount --bind \"$1\" \"$1\" && mount -o remount,ro,bind \"$1\" && \
                exec chroot --userspec=65532:65532 \"$1\" /propylon";
            command.args(["--mount", "sh", "-c", script, "sh"]).arg(&self.0);
            command.env_clear().env("PATH", env::var_os("PATH").unwrap_or_default());
            command
        } else {
            let mut command = Command::new(self.0.join("propylon"));
            command.env_clear().env("PROPYLON_SITE", self.0.join("site"));
            command
        };
        command.env("HOME", "/").envs(settings.iter().copied());
        command
    }
}

fn size(folder: &Path) -> Result<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        sum += if about.is_dir() { size(&entry.path())? } else { about.len() };
    }
    Ok(sum)
}

/// A file of a tar.
fn entry(tar: &[u8], name: &str) -> Result<Vec<u8>> {
    for entry in Archive::new(tar).entries()? {
        let mut entry = entry?;
        if entry.path()?.to_str() == Some(name) {
            let mut content = Vec::new();
            entry.read_to_end(&mut content)?;
            return Ok(content);
        }
    }
    bail!("the image has no {name}")
}

/// The content that a descriptor names.
fn blob(image: &[u8], descriptor: &Value) -> Result<Vec<u8>> {
    let digest = descriptor["digest"].as_str().context("a descriptor has no digest")?;
    let content = entry(image, &format!("blobs/{}", digest.replace(':', "/")))?;
    ensure!(sha256(&content) == digest, "{digest} is of another content");
    ensure!(descriptor["size"] == content.len(), "{digest} has another size");
    Ok(content)
}

fn json(content: &[u8]) -> Result<Value> {
    Ok(serde_json::from_slice(content)?)
}
