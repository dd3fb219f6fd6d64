//! `cargo xtask package`: builds the npm package from `pkg-template/` and its modules.

mod bundle;
pub mod module;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::site::{self, stamp};
use crate::tools::{cargo, node};
use crate::{paths, step};

/// How to build the package.
#[derive(Clone, Copy, Default, clap::Args)]
pub struct Options {
    /// Build without optimisation, which is faster, for work on the package
    #[arg(long)]
    debug: bool,
}

/// A module of the package: the name of its files and its features.
pub struct Part {
    name: &'static str,
    /// The name of its script, if an entry has the module's own name.
    script: &'static str,
    /// Its crate.
    krate: &'static str,
    features: &'static str,
}

/// One module for each surface; the core renders nothing. The doctor is loaded on demand.
const PARTS: [&Part; 3] = [
    &Part { name: "core", script: "core", krate: "propylon", features: "js" },
    &Part { name: "elements", script: "elements-core", krate: "propylon", features: "element" },
    &DOCTOR,
];

/// The doctor, which the site has, too.
pub const DOCTOR: Part =
    Part { name: "doctor", script: "doctor-core", krate: "propylon-doctor", features: "js" };

/// The inputs of the package.
const INPUTS: [&str; 24] = [
    "src",
    "crates/doctor",
    "pkg-template/src",
    "pkg-template/bin",
    "pkg-template/README.md",
    "pkg-template/custom-elements.json",
    "pkg-template/package.json",
    "www",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "xtask/src/package",
    "xtask/src/package.rs",
    "xtask/src/site",
    "xtask/src/tools/cargo.rs",
    "xtask/stubs",
    "xtask/src/texts.rs",
    "xtask/src/versions.rs",
    "xtask/tools/package-lock.json",
    "xtask/tools/styles.mjs",
];

/// The built package.
pub fn folder() -> PathBuf {
    paths::target().join("npm")
}

/// Builds the release package into `target/npm`, unless no input has changed.
pub fn ready() -> Result<()> {
    build(Options::default())
}

/// Builds the package into `target/npm`.
pub fn build(options: Options) -> Result<()> {
    let stamp = paths::target().join("xtask/npm.stamp");
    let tree = stamp::hash_files(&paths::root(), &INPUTS)?;
    if !options.debug && fs::read_to_string(&stamp).is_ok_and(|kept| kept == tree) {
        return Ok(());
    }
    // From here on, the folder may not match the stamp.
    let _ = fs::remove_file(&stamp);
    cargo::wasm_target()?;
    let bindgen = cargo::wasm_bindgen()?.folder.join("wasm-bindgen");
    if !options.debug {
        cargo::rust_src()?;
    }
    let tools = node::optimisers()?;
    let stage = paths::target().join("npm-stage");
    let template = paths::root().join("pkg-template");
    renew(&stage)?;
    copy(&template.join("src"), &stage)?;
    fs::create_dir_all(stage.join("controls"))?;
    copy(&paths::root().join("www/controls"), &stage.join("controls"))?;
    for part in PARTS {
        step::step(&format!("Building the package's module {}", part.name), || {
            if part.name == DOCTOR.name && !options.debug {
                return copy(&module::doctor(&bindgen, &tools)?, &stage);
            }
            module::build(part, &bindgen, &tools, &stage, options.debug)
        })?;
    }
    let out = folder();
    renew(&out)?;
    bundle::scripts(&tools, &stage, &out.join("dist"))?;
    bundle::styles(&tools, &out.join("dist/styles.css"))?;
    fs::create_dir_all(out.join("bin"))?;
    for file in ["README.md", "bin/propylon.js", "custom-elements.json"] {
        put(&template.join(file), &out.join(file))?;
    }
    put(&paths::root().join("LICENSE"), &out.join("LICENSE"))?;
    if !options.debug {
        site::build()?;
        step::step("Copying the site into the package", || {
            unpacked(&paths::dist(), &out.join("dist/site"))
        })?;
    }
    manifest(&template.join("package.json"), &out.join("package.json"))?;
    println!("{}", paths::shown(&out));
    if !options.debug {
        fs::write(stamp, tree)?;
    }
    Ok(())
}

/// `package.json` with the crate's version.
fn manifest(template: &Path, out: &Path) -> Result<()> {
    let text = fs::read_to_string(template)
        .with_context(|| format!("cannot read {}", template.display()))?;
    let mut manifest: Value = serde_json::from_str(&text)?;
    // The workspace has one version.
    manifest["version"] = env!("CARGO_PKG_VERSION").into();
    fs::write(out, format!("{manifest:#}\n"))?;
    Ok(())
}

/// Makes an empty folder.
pub fn renew(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// Copies a folder's content.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    let entries = fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            put(&entry.path(), &target)?;
        }
    }
    Ok(())
}

/// Copies the site without its packed copies: `npx propylon site` makes them again.
fn unpacked(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            unpacked(&path, &target)?;
        } else if !path.extension().is_some_and(|ending| ending == "br" || ending == "gz") {
            put(&path, &target)?;
        }
    }
    Ok(())
}

fn put(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).map(|_| ()).with_context(|| format!("cannot copy {}", from.display()))
}
