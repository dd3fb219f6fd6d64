//! Precompresses files at build time with the highest settings. The server only picks `x.br` or
//! `x.gz` beside `x`.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

const COMPRESSIBLE: [&str; 8] = ["css", "html", "js", "json", "svg", "txt", "wasm", "webmanifest"];

/// Compresses every file under `folder`, unless that makes it larger.
pub fn tree(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            tree(&path)?;
        } else if path.extension().is_some_and(|e| COMPRESSIBLE.iter().any(|c| e == *c)) {
            file(&path).with_context(|| format!("cannot compress {}", path.display()))?;
        }
    }
    Ok(())
}

fn file(path: &Path) -> Result<()> {
    let content = fs::read(path)?;
    let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
    gzip.write_all(&content)?;
    for (extension, bytes) in [("br", brotli(&content)?), ("gz", gzip.finish()?)] {
        if bytes.len() < content.len() {
            let mut name = path.as_os_str().to_owned();
            name.push(".");
            name.push(extension);
            File::create(Path::new(&name))?.write_all(&bytes)?;
        }
    }
    Ok(())
}

/// Compresses with Brotli at the highest quality.
pub fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut out, &params)?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_copies_hold_the_content_and_tiny_files_have_none() {
        let folder = tempfile::tempdir().unwrap();
        let long = "propylon ".repeat(500);
        fs::create_dir(folder.path().join("locales")).unwrap();
        fs::write(folder.path().join("locales/de.json"), &long).unwrap();
        fs::write(folder.path().join("a.svg"), "x").unwrap();
        fs::write(folder.path().join("photo.png"), &long).unwrap();
        tree(folder.path()).unwrap();

        let read = |name: &str| fs::read(folder.path().join(name)).unwrap();
        let mut from_br = Vec::new();
        brotli::BrotliDecompress(&mut &*read("locales/de.json.br"), &mut from_br).unwrap();
        assert_eq!(from_br, long.as_bytes());
        let mut from_gz = flate2::write::GzDecoder::new(Vec::new());
        from_gz.write_all(&read("locales/de.json.gz")).unwrap();
        assert_eq!(from_gz.finish().unwrap(), long.as_bytes());
        for absent in ["a.svg.br", "a.svg.gz", "photo.png.br"] {
            assert!(!folder.path().join(absent).exists(), "{absent}");
        }
    }
}
