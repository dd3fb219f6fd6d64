//! The two optimisers of a release.

use std::path::Path;

use anyhow::{Context, Result};

use crate::process;
use crate::tools::node::node;

/// What rustc emits for `wasm32-unknown-unknown`. Not `--all-features`: wasm-opt would then write
/// instructions that browsers in use do not read.
const EMITTED: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Makes a WebAssembly file small in place.
pub fn wasm(wasm_opt: &Path, file: &Path) -> Result<()> {
    let mut command = node();
    command.arg(wasm_opt).arg("-Oz").args(EMITTED).args(["--strip-debug", "--strip-producers"]);
    command.arg(file).arg("-o").arg(file);
    process::run(&mut command, "wasm-opt").context("wasm-opt refuses the site's WebAssembly")
}

/// Minifies a script or a style sheet in place.
pub fn text(esbuild: &Path, file: &Path) -> Result<()> {
    let mut command = node();
    command.arg(esbuild).arg(file).args(["--minify", "--allow-overwrite", "--log-level=warning"]);
    // Browsers that run this WebAssembly read today's syntax: nothing is to be rewritten.
    command.arg("--target=esnext").arg(format!("--outfile={}", file.display()));
    process::run(&mut command, "esbuild")
        .with_context(|| format!("esbuild refuses {}", file.display()))
}
