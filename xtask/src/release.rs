//! `cargo xtask release`: all files of a release in `target/release-files`, with their checksums. Nothing is
//! published.

mod sbom;
mod zipped;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::image::layout::sha256;
use crate::tools::{cargo, node};
use crate::{image, package, paths, process, step};

/// The version of all parts.
const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The list of checksums, as `sha256sum --check` reads it.
const SUMS: &str = "SHA256SUMS";

/// Where the files are.
fn folder() -> PathBuf {
    paths::target().join("release-files")
}

/// Builds them.
pub fn build() -> Result<()> {
    node::check()?;
    changelog(&fs::read_to_string(paths::root().join("CHANGELOG.md"))?)?;
    package::ready()?;
    image::build(image::Options::default())?;
    let out = folder();
    package::renew(&out)?;
    step::step("Packing the npm package", || npm(&out))?;
    step::step("Packing the crate", || krate(&out))?;
    step::step("Packing the site", || {
        zipped::site(&paths::dist(), &out.join(named("-site", "zip")))
    })?;
    fs::copy(image::file(), out.join(named("", "oci.tar"))).context("cannot copy the image")?;
    sbom::crates(&out.join(named("-crates", "cdx.json")))?;
    step::step("Listing the npm packages", || sbom::npm(&out.join(named("-npm", "cdx.json"))))?;
    sbom::server(&out.join(named("-server", "cdx.json")))?;
    let sums = sums(&out)?;
    fs::write(out.join(SUMS), &sums)?;
    print!("{sums}");
    println!("{}", paths::shown(&out));
    Ok(())
}

/// A file of the release: `propylon-0.1.0-site.zip`.
fn named(what: &str, ending: &str) -> String {
    format!("propylon-{VERSION}{what}.{ending}")
}

/// A release has an entry in the changelog, or is one of what has none yet.
fn changelog(text: &str) -> Result<()> {
    let is_there = text.contains(&format!("\n## {VERSION}")) || text.contains("\n## Unreleased\n");
    if is_there {
        Ok(())
    } else {
        bail!("CHANGELOG.md has neither {VERSION} nor Unreleased; write what is new")
    }
}

fn npm(out: &Path) -> Result<()> {
    let mut pack = Command::new("npm");
    pack.args(["pack", "--ignore-scripts", "--pack-destination"])
        .arg(out)
        .current_dir(package::folder());
    process::run(&mut pack, "npm-pack")
}

/// Packs the crate and compiles it out of its file. It refuses changes that are not committed.
fn krate(out: &Path) -> Result<()> {
    let mut pack = cargo::command();
    pack.args(["package", "--locked", "--package", "propylon", "--target-dir"])
        .arg(paths::target());
    process::run(&mut pack, "cargo-package")?;
    let name = named("", "crate");
    fs::copy(paths::target().join("package").join(&name), out.join(&name))
        .with_context(|| format!("cannot copy {name}"))?;
    Ok(())
}

/// The checksum of each file of a folder, sorted by name.
fn sums(folder: &Path) -> Result<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().into_string().unwrap_or_default());
    }
    names.sort_unstable();
    let mut lines = String::new();
    for name in names.iter().filter(|name| *name != SUMS) {
        let digest = sha256(&fs::read(folder.join(name))?);
        lines += &format!("{}  {name}\n", digest.trim_start_matches("sha256:"));
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_that_sha256sum_reads() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("b"), "").unwrap();
        fs::write(folder.path().join("a"), "abc").unwrap();
        fs::write(folder.path().join(SUMS), "old").unwrap();
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n\
            e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\n";
        assert_eq!(sums(folder.path()).unwrap(), expected);
    }

    #[test]
    fn the_files_of_deploy_name_this_version() {
        for (file, line) in [
            ("deploy/compose.yaml", format!("image: localhost/propylon:{VERSION}")),
            ("deploy/kubernetes/base/kustomization.yaml", format!("newTag: {VERSION}")),
        ] {
            let text = fs::read_to_string(paths::root().join(file)).unwrap();
            assert!(text.lines().any(|one| one.trim() == line), "{file} has no line {line}");
        }
    }

    #[test]
    fn a_release_without_a_word_about_it_is_refused() {
        assert!(changelog("# Changelog\n\n## Unreleased\n").is_ok());
        assert!(changelog(&format!("# Changelog\n\n## {VERSION} (2026-11-27)\n")).is_ok());
        assert!(changelog("# Changelog\n\n## 0.0.1\n").is_err());
    }
}
