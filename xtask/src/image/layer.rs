//! A layer: a compressed tar of files.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use tar::{Builder, EntryType, Header};

use super::layout::sha256;

/// A layer that is filled, with one time for all files.
pub struct Layer {
    tar: Builder<Vec<u8>>,
    time: u64,
}

/// A layer that is complete.
pub struct Packed {
    /// The compressed tar.
    pub bytes: Vec<u8>,
    /// The digest of the tar.
    pub diff: String,
}

impl Layer {
    /// An empty layer.
    pub fn new(time: u64) -> Self {
        Self { tar: Builder::new(Vec::new()), time }
    }

    /// Adds a file that belongs to root.
    pub fn file(&mut self, name: &Path, content: &[u8], mode: u32) -> Result<()> {
        let mut header = self.header(EntryType::Regular, mode);
        header.set_size(u64::try_from(content.len())?);
        Ok(self.tar.append_data(&mut header, name, content)?)
    }

    /// Adds a folder with all that is in it, sorted by name.
    pub fn tree(&mut self, from: &Path, name: &Path) -> Result<()> {
        let mut header = self.header(EntryType::Directory, 0o555);
        header.set_size(0);
        self.tar.append_data(&mut header, name, std::io::empty())?;
        for path in sorted(from)? {
            let name = name.join(path.file_name().context("a file has no name")?);
            if path.is_dir() {
                self.tree(&path, &name)?;
            } else {
                self.file(&name, &fs::read(&path)?, 0o444)?;
            }
        }
        Ok(())
    }

    /// Compresses it.
    pub fn finish(self) -> Result<Packed> {
        let tar = self.tar.into_inner()?;
        // The header of gzip has no time and no name.
        let mut gzip = GzEncoder::new(Vec::new(), Compression::default());
        gzip.write_all(&tar)?;
        Ok(Packed { bytes: gzip.finish()?, diff: sha256(&tar) })
    }

    fn header(&self, kind: EntryType, mode: u32) -> Header {
        let mut header = Header::new_ustar();
        header.set_entry_type(kind);
        header.set_mode(mode);
        header.set_mtime(self.time);
        header.set_uid(0);
        header.set_gid(0);
        header
    }
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()));
    let mut paths = entries?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}
