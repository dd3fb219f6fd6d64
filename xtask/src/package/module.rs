//! Builds one module: compiles, binds and optimises it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use base64::Engine;

use super::{DOCTOR, Part};
use crate::site::{optimise, stamp};
use crate::tools::cargo;
use crate::tools::node::Optimisers;
use crate::versions::WASM_TARGET;
use crate::{paths, process};

/// The inputs of the doctor's module.
const DOCTOR_INPUTS: [&str; 11] = [
    "crates/doctor",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
    ".cargo/config.toml",
    "xtask/src/package/module.rs",
    "xtask/src/site",
    "xtask/src/tools/cargo.rs",
    "xtask/stubs",
    "xtask/src/versions.rs",
    "xtask/tools/package-lock.json",
];

/// Writes `<script>.js`, `<script>.base64.js` and `<name>_bg.wasm` into `stage`.
pub fn build(
    part: &Part,
    bindgen: &Path,
    tools: &Optimisers,
    stage: &Path,
    debug: bool,
) -> Result<()> {
    let (name, script) = (part.name, part.script);
    let mut build = cargo::command();
    build.args(["rustc", "--locked", "--package", part.krate, "--lib", "--target", WASM_TARGET]);
    // Without the rlib: if both are built at once, Cargo does no LTO, which makes the module a
    // tenth larger.
    build.args(["--crate-type", "cdylib", "--features", part.features]);
    if !debug {
        cargo::smallest(build.arg("--release"));
    }
    process::run(&mut build, &format!("package-{name}"))?;

    // Modules of the same crate are compiled to the same path.
    let profile = if debug { "debug" } else { "release" };
    let file = part.krate.replace('-', "_") + ".wasm";
    let compiled = paths::target().join(WASM_TARGET).join(profile).join(file);
    let mut bind = Command::new(bindgen);
    bind.arg(&compiled).arg("--out-dir").arg(stage).args(["--target", "web", "--out-name", script]);
    // The types are written by hand in `index.d.ts`.
    bind.args(["--no-typescript", "--remove-name-section", "--remove-producers-section"]);
    process::run(&mut bind, "wasm-bindgen")?;

    let wasm = stage.join(format!("{name}_bg.wasm"));
    let glue = stage.join(format!("{script}.js"));
    let bound = format!("{script}_bg.wasm");
    without_source(&glue, &bound)?;
    fs::rename(stage.join(bound), &wasm)?;
    if !debug {
        optimise::module(tools, &wasm, &glue)?;
    }
    let bytes = fs::read(&wasm).with_context(|| format!("cannot read {}", wasm.display()))?;
    let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
    fs::write(
        stage.join(format!("{script}.base64.js")),
        format!("export const base64 = \"{base64}\";\n"),
    )?;
    Ok(())
}

/// Builds the doctor's release module, which the site and the package have, unless no input has
/// changed. Returns its folder.
pub fn doctor(bindgen: &Path, tools: &Optimisers) -> Result<PathBuf> {
    let folder = paths::target().join("doctor-module");
    let stamp = paths::target().join("xtask/doctor-module.stamp");
    let tree = stamp::hash_files(&paths::root(), &DOCTOR_INPUTS)?;
    if folder.is_dir() && fs::read_to_string(&stamp).is_ok_and(|kept| kept == tree) {
        return Ok(folder);
    }
    super::renew(&folder)?;
    // From here on, the folder may not match the stamp.
    let _ = fs::remove_file(&stamp);
    build(&DOCTOR, bindgen, tools, &folder, false)?;
    fs::write(stamp, tree)?;
    Ok(folder)
}

/// Removes the default URL from wasm-bindgen's script. The package's entry has it; a second one
/// would make bundlers copy the file for the inline entry too, or fail.
fn without_source(glue: &Path, file: &str) -> Result<()> {
    let text = fs::read_to_string(glue)?;
    let source = format!("module_or_path = new URL('{file}', import.meta.url);");
    if text.matches(&source).count() != 1 {
        bail!("wasm-bindgen's script has no line {source:?}; adapt xtask's package/module.rs");
    }
    fs::write(glue, text.replace(&source, ""))?;
    Ok(())
}
