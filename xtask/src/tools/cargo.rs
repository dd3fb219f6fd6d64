//! Cargo, the wasm32 target, and the programs installed by cargo.
//!
//! They are built without optimisation: that takes a third of the time, has the same output, and
//! costs one second in a build of minutes.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{cache, on_path};
use crate::versions::{
    CARGO_CYCLONEDX, CARGO_DENY, GECKODRIVER, MDBOOK, TRUNK, WASM_BINDGEN, WASM_TARGET,
};
use crate::{paths, process, step};

/// Programs of wasm-bindgen.
pub struct WasmBindgen {
    /// The folder that holds `wasm-bindgen`.
    pub folder: PathBuf,
    /// Runs WebAssembly tests in a browser.
    pub test_runner: PathBuf,
}

/// A cargo command in the checkout, without the caller's flags, which would cause rebuilds.
pub fn command() -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(paths::root());
    without_flags(&mut command);
    command
}

/// Removes the caller's compiler flags and profile changes from a command.
pub fn without_flags(command: &mut Command) {
    for (name, _) in env::vars_os() {
        let shapes_builds = name.to_str().is_some_and(|name| {
            ["RUSTFLAGS", "RUSTDOCFLAGS", "CARGO_ENCODED_RUSTFLAGS", "RUSTC_BOOTSTRAP"]
                .contains(&name)
                || ["CARGO_BUILD_", "CARGO_PROFILE_", "CARGO_TARGET_WASM32_", "CARGO_UNSTABLE_"]
                    .iter()
                    .any(|prefix| name.starts_with(prefix))
        });
        if shapes_builds {
            command.env_remove(name);
        }
    }
}

/// Installs the wasm32 target if needed.
pub fn wasm_target() -> Result<()> {
    target(WASM_TARGET)
}

/// Installs a target if needed.
pub fn target(name: &str) -> Result<()> {
    let folder = rustc_prints(&["target-libdir", "--target", name])?;
    if Path::new(&folder).is_dir() {
        return Ok(());
    }
    rustup_add("target", name, "your system's package of that target")
}

/// Installs the sources of the standard library if needed. Release builds of the site compile it.
pub fn rust_src() -> Result<()> {
    let sysroot = rustc_prints(&["sysroot"])?;
    if Path::new(&sysroot).join("lib/rustlib/src/rust/library/std").is_dir() {
        return Ok(());
    }
    rustup_add("component", "rust-src", "your system's package of Rust's sources")
}

/// The host target.
pub fn host() -> Result<String> {
    rustc_prints(&["host-tuple"])
}

fn rustc_prints(what: &[&str]) -> Result<String> {
    let printed = process::output(Command::new("rustc").arg("--print").args(what))
        .context("rustc is missing; install Rust with rustup")?;
    Ok(printed.trim().to_owned())
}

fn rustup_add(kind: &str, name: &str, elsewhere: &str) -> Result<()> {
    if on_path::find("rustup").is_none() {
        anyhow::bail!(
            "this Rust has no {name} and there is no rustup to add it; install rustup, or {elsewhere}"
        );
    }
    step::step(&format!("Adding the Rust {kind} {name}"), || {
        process::run(Command::new("rustup").args([kind, "add", name]), "rustup").with_context(
            || format!("rustup could not add {name}; check the network and run this again"),
        )
    })
}

/// Makes a release build as small as possible: compiles the standard library for size, with panics
/// that abort without a message.
///
/// These options are unstable; `RUSTC_BOOTSTRAP` enables them in the pinned compiler. A panic stops
/// the page anyway, nobody reads its message, and messages, locations and formatting code are a
/// tenth of the module. Only modules for browsers are built this way; tests keep the messages.
pub fn smallest(command: &mut Command) {
    command
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
        .env("CARGO_UNSTABLE_PANIC_IMMEDIATE_ABORT", "true")
        .env("CARGO_PROFILE_RELEASE_PANIC", "immediate-abort");
}

/// The pinned version of `wasm-bindgen` and its test runner.
pub fn wasm_bindgen() -> Result<WasmBindgen> {
    let found = on_path::pinned("wasm-bindgen", "--version", WASM_BINDGEN).zip(on_path::pinned(
        "wasm-bindgen-test-runner",
        "--version",
        WASM_BINDGEN,
    ));
    if let Some((program, test_runner)) = found {
        let folder = program.parent().context("wasm-bindgen has no folder")?.to_path_buf();
        return Ok(WasmBindgen { folder, test_runner });
    }
    // Not `--locked`: this release's lock file requires a version of webpki-roots that no longer
    // exists.
    let folder = install("wasm-bindgen-cli", WASM_BINDGEN, &["--debug"], "about a minute")?;
    Ok(WasmBindgen { test_runner: folder.join("wasm-bindgen-test-runner"), folder })
}

/// The folder of the pinned version of `trunk`.
pub fn trunk() -> Result<PathBuf> {
    if let Some(program) = on_path::pinned("trunk", "--version", TRUNK) {
        return Ok(program.parent().context("trunk has no folder")?.to_path_buf());
    }
    // Without these features it can't download tools and uses ours.
    let flags = ["--locked", "--debug", "--no-default-features"];
    install("trunk", TRUNK, &flags, "about 3 minutes")
}

/// Geckodriver, Firefox' driver: `GECKODRIVER`, else the pinned version. Debian has no package of it.
pub fn geckodriver() -> Result<PathBuf> {
    if let Some(given) = on_path::given("GECKODRIVER")? {
        return Ok(given);
    }
    if let Some(program) = on_path::pinned("geckodriver", "--version", GECKODRIVER) {
        return Ok(program);
    }
    let folder = install("geckodriver", GECKODRIVER, &["--locked", "--debug"], "about a minute")?;
    Ok(folder.join("geckodriver"))
}

/// The pinned version of `mdbook`.
pub fn mdbook() -> Result<PathBuf> {
    if let Some(program) = on_path::pinned("mdbook", "--version", MDBOOK) {
        return Ok(program);
    }
    // Without its server, which nothing here needs.
    let flags = ["--locked", "--debug", "--no-default-features", "--features", "search"];
    Ok(install("mdbook", MDBOOK, &flags, "about 2 minutes")?.join("mdbook"))
}

/// What cargo says of the workspace's own packages (<https://doc.rust-lang.org/cargo/commands/cargo-metadata.html>).
pub fn packages() -> Result<Vec<Value>> {
    let mut metadata = command();
    metadata.args(["metadata", "--locked", "--no-deps", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&process::output(&mut metadata)?)?;
    metadata["packages"].as_array().cloned().context("cargo metadata lists no packages")
}

/// The pinned version of `cargo-cyclonedx`, a subcommand of cargo.
pub fn cyclonedx() -> Result<PathBuf> {
    let flags = ["--locked", "--debug"];
    let folder = install("cargo-cyclonedx", CARGO_CYCLONEDX, &flags, "about a minute")?;
    Ok(folder.join("cargo-cyclonedx"))
}

/// The pinned version of `cargo-deny`.
pub fn deny() -> Result<PathBuf> {
    if let Some(program) = on_path::pinned("cargo-deny", "--version", CARGO_DENY) {
        return Ok(program);
    }
    let flags = ["--locked", "--debug"];
    Ok(install("cargo-deny", CARGO_DENY, &flags, "about 4 minutes")?.join("cargo-deny"))
}

fn install(package: &str, version: &str, flags: &[&str], how_long: &str) -> Result<PathBuf> {
    let name = format!("{package}-{version}");
    let entry = cache::entry(&name, &[flags.join(" ").as_bytes()], |folder| {
        let label = format!("Installing {package} {version} ({how_long}, once for this user)");
        step::step(&label, || {
            if prebuilt(package, version, folder) {
                return Ok(());
            }
            process::run(&mut cargo_install(package, version, flags, folder), &name).with_context(
                || format!("{name} could not be installed; if the network failed, run this again"),
            )
        })
    })?;
    Ok(entry.join("bin"))
}

fn cargo_install(package: &str, version: &str, flags: &[&str], folder: &Path) -> Command {
    let mut install = command();
    install
        .args(["install", package, "--version", version, "--root"])
        .arg(folder)
        .args(flags)
        .env_remove("CARGO_TARGET_DIR")
        .env_remove("CARGO_INSTALL_ROOT")
        // Debug information triples the size.
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_PROFILE_DEV_STRIP", "true");
    install
}

/// Installs a published binary, if cargo-binstall is present and finds one.
fn prebuilt(package: &str, version: &str, folder: &Path) -> bool {
    if on_path::find("cargo-binstall").is_none() {
        return false;
    }
    let mut install = Command::new("cargo-binstall");
    install
        .args([package, "--version", version, "--no-confirm", "--disable-strategies", "compile"])
        .arg("--root")
        .arg(folder);
    process::run(&mut install, &format!("{package}-binstall")).is_ok()
}
