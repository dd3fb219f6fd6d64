//! Files of texts in one language: lines of `key=text`, and comments after `#`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// The texts of a file with their keys, in its order.
pub fn read(path: &Path) -> Result<Vec<(String, String)>> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.map(|line| {
        let (key, text) = line
            .split_once('=')
            .with_context(|| format!("{}: {line:?} is not key=text", path.display()))?;
        Ok((key.to_owned(), text.to_owned()))
    });
    pairs.collect()
}
