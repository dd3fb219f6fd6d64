//! The optimisers of a release.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::module::{self, Module, features, order};
use crate::tools::node::{Optimisers, node};
use crate::{paths, process};

/// The oldest browsers that styles, scripts and WebAssembly are made for, of early 2022: the first with
/// cascade layers. `tests/e2e/old` checks the scripts against the same list.
const OLDEST: [&str; 5] = ["chrome99", "edge99", "firefox97", "ios15.4", "safari15.4"];

/// esbuild's option for the syntax of these browsers.
pub fn target() -> String {
    format!("--target={}", OLDEST.join(","))
}

/// Three passes shrink the WebAssembly and grow its Brotli form, because Brotli finds repeated code itself.
/// Without them, and with small functions inlined, the site's module is 1% smaller after compression.
const BEFORE_BROTLI: [&str; 5] = [
    "--skip-pass=local-cse",
    "--skip-pass=memory-packing",
    "--skip-pass=simplify-locals",
    "--always-inline-max-function-size",
    "4",
];

/// `--rereloop` builds the control flow anew, from simpler code that `--flatten` makes, and between two
/// optimisations: 1% smaller after compression than one optimisation alone.
const PASSES: [&str; 5] = ["-Oz", "--flatten", "--rereloop", "-Oz", "--converge"];

/// Has V8 compile all functions of a script while it loads, on another thread, and not each at its first
/// call (<https://v8.dev/blog/explicit-compile-hints>).
const EAGER: &str = "--banner:js=//# allFunctionsCalledOnLoad";

/// Optimises a module of wasm-bindgen's `--target web` and its script in place.
pub fn module(tools: &Optimisers, wasm: &Path, glue: &Path) -> Result<()> {
    let step = |step: fn(&Module) -> Result<Module>| {
        let module = step(&Module { wasm: fs::read(wasm)?, glue: fs::read_to_string(glue)? })?;
        fs::write(wasm, module.wasm)?;
        fs::write(glue, module.glue)?;
        anyhow::Ok(())
    };
    let shown = glue.display();
    step(module::prune).with_context(|| format!("cannot prune {shown}"))?;
    wasm_opt(&tools.wasm_opt, wasm)?;
    fs::write(wasm, order::sort(&fs::read(wasm)?)?)?;
    step(module::shorten).with_context(|| format!("cannot shorten the names in {shown}"))?;
    features::check(&fs::read(wasm)?)?;
    // Also removes code that only removed imports and classes used.
    minify(&tools.esbuild, glue, &["--format=esm", "--tree-shaking=true", EAGER])
}

fn wasm_opt(wasm_opt: &Path, file: &Path) -> Result<()> {
    let mut command = node();
    command.arg(wasm_opt).args(PASSES).args(features::options()).args(BEFORE_BROTLI);
    // Rust uses no addresses below 1024: the end of the stack is there.
    command.args(["--low-memory-unused", "--strip-debug", "--strip-producers"]);
    command.arg(file).arg("-o").arg(file);
    process::run(&mut command, "wasm-opt").context("wasm-opt refuses the site's WebAssembly")
}

/// Minifies a script of a first visit in place.
pub fn script(esbuild: &Path, file: &Path) -> Result<()> {
    minify(esbuild, file, &[EAGER])
}

/// Lowers a style sheet for [`OLDEST`] and minifies it, in place.
pub fn styles(tools: &Optimisers, file: &Path) -> Result<()> {
    let mut command = node();
    command.arg(paths::root().join("xtask/tools/styles.mjs")).arg(&tools.modules).arg(file);
    process::run(command.args(OLDEST), "lightningcss")
        .with_context(|| format!("Lightning CSS refuses {}", file.display()))
}

fn minify(esbuild: &Path, file: &Path, flags: &[&str]) -> Result<()> {
    let mut command = node();
    command.arg(esbuild).arg(file).args(["--minify", "--charset=utf8", "--allow-overwrite"]);
    command.arg("--log-level=warning");
    command.arg(target()).arg(format!("--outfile={}", file.display())).args(flags);
    process::run(&mut command, "esbuild")
        .with_context(|| format!("esbuild refuses {}", file.display()))
}
