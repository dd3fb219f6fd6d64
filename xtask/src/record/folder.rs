//! The folder with a version's recordings.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::pretty;
use crate::paths;

/// A version's folder while it is being written.
pub struct Folder {
    path: PathBuf,
    written: BTreeSet<String>,
    bytes: usize,
}

impl Folder {
    /// Opens `tests/kratos/<version>`.
    pub fn open(version: &str) -> Result<Self> {
        let path = paths::root().join("tests/kratos").join(version);
        fs::create_dir_all(&path).with_context(|| format!("cannot create {}", path.display()))?;
        Ok(Self { path, written: BTreeSet::new(), bytes: 0 })
    }

    /// Writes one recording under the name of its case.
    pub fn write(&mut self, recording: &Value) -> Result<()> {
        let case = recording["case"].as_str().context("a recording has no case")?;
        if !self.written.insert(format!("{case}.json")) {
            bail!("two requests are recorded as {case}; give one of them another name");
        }
        let text = pretty::text(recording);
        self.bytes += text.len();
        let file = self.path.join(format!("{case}.json"));
        fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))
    }

    /// Removes recordings of earlier runs that were not written again.
    pub fn remove_others(&self) -> Result<()> {
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.ends_with(".json") && !self.written.contains(&name) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// A summary for people.
    pub fn sum(&self) -> String {
        let kilobytes = self.bytes / 1000;
        format!("{} files, {kilobytes} kB in {}", self.written.len(), paths::shown(&self.path))
    }
}
