//! The site as a zip file.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Packs a folder's files, sorted, with one time: the same files are the same bytes.
pub fn site(folder: &Path, out: &Path) -> Result<()> {
    let file = File::create(out).with_context(|| format!("cannot write {}", out.display()))?;
    let mut zip = ZipWriter::new(file);
    let mut files = Vec::new();
    walk(folder, &mut files)?;
    files.sort_unstable();
    for path in files {
        let name = path.strip_prefix(folder)?.to_string_lossy().into_owned();
        // Packed copies get no smaller.
        let is_packed = path.extension().is_some_and(|end| end == "br" || end == "gz");
        let method =
            if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .unix_permissions(0o644)
            .last_modified_time(DateTime::default());
        zip.start_file(name, options)?;
        zip.write_all(&fs::read(&path)?)?;
    }
    zip.finish()?;
    Ok(())
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            walk(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_are_the_same_zip() {
        let folder = tempfile::tempdir().unwrap();
        let site_folder = folder.path().join("site");
        fs::create_dir_all(site_folder.join("themes")).unwrap();
        for (name, text) in [("index.html", "<p>"), ("themes/a.css", "a{}"), ("index.html.br", "x")]
        {
            fs::write(site_folder.join(name), text).unwrap();
        }
        let pack = |name: &str| {
            let out = folder.path().join(name);
            site(&site_folder, &out).unwrap();
            fs::read(out).unwrap()
        };
        assert_eq!(pack("a.zip"), pack("b.zip"));
        let names = String::from_utf8_lossy(&pack("a.zip")).into_owned();
        assert!(names.contains("themes/a.css"));
    }
}
