//! `cargo xtask gallery`: a static page of all screens, for people and for tests.

mod pictures;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use base64::Engine;
use serde_json::Value;

use crate::site::controls;
use crate::tools::{cargo, node};
use crate::versions::WASM_TARGET;
use crate::{paths, process, step};

/// The manifest of the gallery, a crate outside this workspace.
pub const MANIFEST: &str = "gallery/Cargo.toml";

/// What to do with the gallery.
#[derive(Clone, Copy, clap::Args)]
pub struct Options {
    /// Make the pictures of the README, in docs/pictures
    #[arg(long)]
    pictures: bool,
}

/// Builds the gallery and prints where it is.
pub fn run(options: Options) -> Result<()> {
    let page = build()?;
    println!("{}", page.join("index.html").display());
    if options.pictures { pictures::make(&page) } else { Ok(()) }
}

/// Builds the gallery into `target/gallery`. Its pages need no server.
pub fn build() -> Result<PathBuf> {
    cargo::wasm_target()?;
    let bindgen = cargo::wasm_bindgen()?.folder.join("wasm-bindgen");
    let out = paths::target().join("gallery");
    step::step("Building the gallery", || compile(&bindgen, &out))?;
    let root = paths::root();
    copy(&root.join("gallery/page"), &out)?;
    // A page from a file can't import.
    let controls = [root.join("gallery/page/controls.js")];
    controls::bundle(&node::optimisers()?, "iife", &controls, &out)?;
    copy(&root.join("www/styles"), &out.join("styles"))?;
    copy(&root.join("www/background"), &out.join("background"))?;
    inline_pictures(&out.join("styles/kratos.css"), &root.join("www"))?;
    let themes = themes(&root.join("www/themes"), &out.join("themes"))?;
    fs::write(out.join("themes.js"), format!("window.THEMES = {};\n", Value::from(themes)))?;
    Ok(out)
}

/// Compiles the crate, and puts its module into a script: a page from a file can't fetch.
fn compile(bindgen: &Path, out: &Path) -> Result<()> {
    let built = paths::target().join("gallery-build");
    let mut build = cargo::command();
    build
        .args(["build", "--locked", "--manifest-path", MANIFEST, "--target", WASM_TARGET])
        .arg("--target-dir")
        // Its own: the crate's library has no hash in its name, so builds with other features replace it.
        .arg(&built)
        .env("CARGO_PROFILE_DEV_DEBUG", "0");
    process::run(&mut build, "gallery").context("the gallery does not build")?;
    if out.exists() {
        fs::remove_dir_all(out)?;
    }
    let module = built.join(WASM_TARGET).join("debug/propylon_gallery.wasm");
    let mut bind = Command::new(bindgen);
    bind.arg(module).args(["--target", "no-modules", "--no-typescript", "--out-name", "glue"]);
    bind.arg("--remove-name-section").arg("--out-dir").arg(out);
    process::run(&mut bind, "wasm-bindgen")?;
    let bound = out.join("glue_bg.wasm");
    let base64 = base64::engine::general_purpose::STANDARD.encode(fs::read(&bound)?);
    fs::write(out.join("module.js"), format!("window.MODULE = \"{base64}\";\n"))?;
    fs::remove_file(bound)?;
    Ok(())
}

/// Puts the icons and logos into the style sheet: a page from a file can't load masks.
fn inline_pictures(sheet: &Path, www: &Path) -> Result<()> {
    let text = fs::read_to_string(sheet)?;
    let mut parts = text.split("url(\"");
    let mut inlined = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (url, rest) = part.split_once('"').context("kratos.css has an open url")?;
        let picture = url.ends_with(".svg").then(|| fs::read(www.join(url))).transpose()?;
        let url = picture.map_or_else(
            || url.to_owned(),
            |picture| {
                let base64 = base64::engine::general_purpose::STANDARD.encode(picture);
                format!("data:image/svg+xml;base64,{base64}")
            },
        );
        inlined.push_str(&format!("url(\"{url}\"{rest}"));
    }
    fs::write(sheet, inlined).map_err(Into::into)
}

/// Copies the themes, if there are any, and lists their names.
fn themes(from: &Path, to: &Path) -> Result<Vec<String>> {
    if !from.is_dir() {
        return Ok(Vec::new());
    }
    copy(from, to)?;
    let mut names = Vec::new();
    for entry in fs::read_dir(from)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(name.strip_suffix(".css").map(str::to_owned));
    }
    names.sort_unstable();
    Ok(names)
}

/// Copies the files of a folder.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))? {
        let path = entry?.path();
        if path.is_file() {
            fs::copy(&path, to.join(path.file_name().unwrap_or_default()))?;
        }
    }
    Ok(())
}
