//! The pictures of the README, taken of the gallery.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::tools::{chromium, node};
use crate::{paths, process, step};

/// Takes the pictures into `docs/pictures`.
pub fn make(gallery: &Path) -> Result<()> {
    let folder = paths::root().join("docs/pictures");
    fs::create_dir_all(&folder)?;
    let mut take = node::node();
    take.current_dir(node::e2e_packages()?)
        .arg("gallery/pictures.mjs")
        .env("CHROME_BIN", chromium::browser()?)
        .env("PROPYLON_GALLERY", gallery)
        .env("PROPYLON_PICTURES", &folder);
    step::step("Taking the pictures", || {
        process::run(&mut take, "pictures").context("the pictures could not be taken")
    })?;
    println!("{}", paths::shown(&folder));
    Ok(())
}
