//! Detects whether `dist/` is up to date, without building.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{digest, paths};

/// The inputs of the release site.
const INPUTS: [&str; 18] = [
    "src",
    "crates/doctor",
    "pkg-template/src",
    "www",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "xtask/src/package/module.rs",
    "xtask/src/site",
    "xtask/src/site.rs",
    "xtask/src/tools/cargo.rs",
    "xtask/stubs",
    "xtask/src/versions.rs",
    "xtask/tools/package-lock.json",
    "xtask/tools/styles.mjs",
];

/// A hash of the inputs.
pub struct Stamp(String);

impl Stamp {
    /// The stamp of the current tree.
    pub fn of_the_tree() -> Result<Self> {
        Ok(Self(hash_files(&paths::root(), &INPUTS)?))
    }

    /// Whether `dist/` was built from this tree and not changed since, for example by `trunk
    /// serve`.
    pub fn fits(&self) -> bool {
        match (fs::read_to_string(place()), page()) {
            (Ok(kept), Ok(page)) => kept == self.line(&page),
            _ => false,
        }
    }

    /// Stores that `dist/` was built from this tree.
    pub fn keep(&self) -> Result<()> {
        let page = page().context("the build wrote no dist/index.html")?;
        Ok(fs::write(place(), self.line(&page))?)
    }

    /// The built page contains the content hash of every other file, so hashing the page is enough.
    fn line(&self, page: &[u8]) -> String {
        format!("{} {}", self.0, digest::short([page]))
    }
}

fn place() -> PathBuf {
    paths::target().join("xtask/site.stamp")
}

fn page() -> std::io::Result<Vec<u8>> {
    fs::read(paths::dist().join("index.html"))
}

/// A hash of the files at or under `inputs`.
pub fn hash_files(root: &Path, inputs: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        collect(&root.join(input), &mut files)?;
    }
    let mut parts = Vec::new();
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy().into_owned();
        parts.push(name.into_bytes());
        parts.push(fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
    }
    Ok(digest::short(parts))
}

/// The files at or under `path`, sorted.
fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            files.push(path.to_path_buf());
            return Ok(());
        }
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read {}", path.display()));
        }
    };
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    paths.iter().try_for_each(|path| collect(path, files))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_new_or_renamed_file_changes_the_stamp() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("src/deep")).unwrap();
        fs::write(root.join("src/deep/a.rs"), "one").unwrap();
        let stamp = || hash_files(root, &["src", "missing"]).unwrap();
        let first = stamp();
        assert_eq!(first, stamp());
        fs::write(root.join("src/deep/a.rs"), "two").unwrap();
        let changed = stamp();
        fs::rename(root.join("src/deep/a.rs"), root.join("src/deep/b.rs")).unwrap();
        let renamed = stamp();
        fs::write(root.join("src/c.rs"), "").unwrap();
        let added = stamp();
        assert!(first != changed && changed != renamed && renamed != added);
    }
}
