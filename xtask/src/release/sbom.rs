//! What is in a release (CycloneDX): the crates of the WebAssembly, the npm packages in the scripts, and the Go
//! modules in the image's server.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::VERSION;
use crate::tools::{cargo, go};
use crate::versions::WASM_TARGET;
use crate::{package, paths, process, step};

/// cargo-cyclonedx, of the project that makes the format, writes into the folder of each member.
const FILE: &str = "propylon-crates-sbom";

/// The crates of all features, for browsers.
pub fn crates(out: &Path) -> Result<()> {
    let tool = cargo::cyclonedx()?;
    step::step("Listing the crates", || {
        let mut list = Command::new(tool);
        cargo::without_flags(&mut list);
        list.current_dir(paths::root())
            .args([
                "cyclonedx",
                "--manifest-path",
                "Cargo.toml",
                "--format",
                "json",
                "--spec-version",
                "1.5",
            ])
            .args([
                "--all-features",
                "--no-build-deps",
                "--target",
                WASM_TARGET,
                "--override-filename",
                FILE,
            ]);
        process::run(&mut list, "cargo-cyclonedx")?;
        let written = |folder: &Path| folder.join(format!("{FILE}.json"));
        let text = fs::read_to_string(written(&paths::root()));
        for package in cargo::packages()? {
            let manifest =
                package["manifest_path"].as_str().context("a package has no manifest")?;
            fs::remove_file(written(Path::new(manifest).parent().unwrap_or(Path::new(""))))?;
        }
        let text = text.context("cargo-cyclonedx wrote no list")?;
        fs::write(out, without_place(&text, &paths::root().display().to_string()))?;
        Ok(())
    })
}

/// The list without the folder of this checkout, which is nobody's business.
fn without_place(text: &str, root: &str) -> String {
    text.replace(&format!("path+file://{root}"), "path+file://.")
}

/// The packages that the bundled scripts have inside, by npm's own list.
pub fn npm(out: &Path) -> Result<()> {
    let tools = fs::read_to_string(paths::root().join("xtask/tools/package.json"))?;
    let tools: Value = serde_json::from_str(&tools)?;
    let bundled = "libphonenumber-js";
    let version = &tools["dependencies"][bundled];
    // npm takes the folder's name for the package's.
    let folder = paths::target().join("release-sbom/propylon");
    package::renew(&folder)?;
    let manifest = json!({
        "name": "propylon", "version": VERSION, "license": "Apache-2.0", "dependencies": { bundled: version }
    });
    fs::write(folder.join("package.json"), manifest.to_string())?;
    let npm = || {
        let mut npm = Command::new("npm");
        npm.current_dir(&folder);
        npm
    };
    let lock = ["install", "--package-lock-only", "--ignore-scripts", "--no-audit", "--no-fund"];
    process::run(npm().args(lock), "npm-sbom-lock")?;
    let list =
        process::output(npm().args(["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]))?;
    fs::write(out, list).with_context(|| format!("cannot write {}", out.display()))
}

/// The Go modules that the image's server was built with, as the program itself says.
pub fn server(out: &Path) -> Result<()> {
    let tool = go::cyclonedx()?;
    let program = go::image_server("amd64")?;
    step::step("Listing the server's modules", || {
        let mut list = Command::new(tool);
        list.args(["bin", "-json", "-noserial", "-version", VERSION, "-output"])
            .arg(out)
            .arg(program);
        process::run(&mut list, "cyclonedx-gomod")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_list_names_the_folder_of_the_checkout() {
        let text = "\"bom-ref\": \"path+file:///home/ada/propylon#propylon@0.1.0\"";
        assert_eq!(
            without_place(text, "/home/ada/propylon"),
            "\"bom-ref\": \"path+file://.#propylon@0.1.0\""
        );
    }
}
