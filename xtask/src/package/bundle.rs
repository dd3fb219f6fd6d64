//! Bundles the package's scripts, translations and styles.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::site::{controls, doctor, optimise};
use crate::tools::node::{Optimisers, node};
use crate::{paths, process, texts};

/// The entries. Shared code goes into separate files.
const ENTRIES: [&str; 15] = [
    "index.js",
    "inline.js",
    "elements.js",
    "elements-inline.js",
    "doctor.js",
    "react.js",
    "vue.js",
    "svelte.js",
    "solid.js",
    "angular.js",
    "server.js",
    "command.js",
    "testing.js",
    "testing-playwright.js",
    "testing-cypress.js",
];

/// Bundles the entries of `stage` into `dist`, and adds the modules and types.
pub fn scripts(tools: &Optimisers, stage: &Path, dist: &Path) -> Result<()> {
    let mut command = node();
    command.arg(&tools.esbuild);
    command.args(ENTRIES.iter().map(|entry| stage.join(entry)));
    let locales = locales(&stage.join("locales"))?;
    command.args(&locales);
    command.args(["--bundle", "--splitting", "--format=esm", "--minify"]);
    command.arg(optimise::target());
    command.arg(controls::STYLES).env("NODE_PATH", &tools.modules);
    command.args(["--chunk-names=shared-[hash]", "--charset=utf8", "--log-level=warning"]);
    // Only the command uses Node; the frameworks are of the app.
    command.args(["--external:node:*", "--external:react", "--external:vue", "--external:svelte"]);
    command.args(["--external:solid-js", "--external:@angular/core"]);
    command.arg(format!("--outdir={}", dist.display()));
    process::run(&mut command, "esbuild").context("esbuild refuses the package's scripts")?;
    for entry in fs::read_dir(stage)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".wasm") || name.ends_with(".d.ts") {
            fs::copy(&path, dist.join(&name))?;
        }
    }
    controls::license(tools, controls::PHONE_NUMBERS, &dist.join("LICENSE-phone-numbers.txt"))?;
    controls::license(tools, doctor::HASHES, &dist.join("LICENSE-hashes.txt"))?;
    for script in locales {
        let types = dist.join("locales").join(script.file_name().unwrap_or_default());
        fs::write(types.with_extension("d.ts"), LOCALE_TYPES)?;
    }
    Ok(())
}

const LOCALE_TYPES: &str = "import type { Words } from \"../index.js\";\n\
    declare const words: Words;\nexport default words;\n";

/// Generates a script from each of the crate's translations.
fn locales(stage: &Path) -> Result<Vec<PathBuf>> {
    fs::create_dir_all(stage)?;
    let mut scripts = Vec::new();
    for entry in fs::read_dir(paths::root().join("src/i18n/locales"))? {
        let path = entry?.path();
        let texts = texts::read(&path)?;
        let words: serde_json::Map<_, _> =
            texts.into_iter().map(|(key, template)| (key, template.into())).collect();
        let script = stage.join(path.file_name().unwrap_or_default()).with_extension("js");
        fs::write(&script, format!("export default {};\n", serde_json::Value::Object(words)))?;
        scripts.push(script);
    }
    scripts.sort_unstable();
    Ok(scripts)
}

/// The site's theme, and what elements in a page of others need beside it.
pub fn styles(tools: &Optimisers, out: &Path) -> Result<()> {
    let read = |name: &str| {
        let source = paths::root().join("www/styles").join(name);
        fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))
    };
    fs::write(out, read("kratos.css")? + &read("elements.css")?)?;
    optimise::styles(tools, out)?;
    let doctor = out.with_file_name("doctor.css");
    fs::write(&doctor, read("doctor.css")?)?;
    optimise::styles(tools, &doctor)?;
    // The style sheet names them by relative URLs.
    for folder in ["icons", "logos", "themes"] {
        let to = out.with_file_name(folder);
        fs::create_dir_all(&to)?;
        for entry in fs::read_dir(paths::root().join("www").join(folder))? {
            let path = entry?.path();
            let copy = to.join(path.file_name().unwrap_or_default());
            fs::copy(&path, &copy).with_context(|| format!("cannot copy {}", path.display()))?;
            if copy.extension().is_some_and(|extension| extension == "css") {
                optimise::styles(tools, &copy)?;
            }
        }
    }
    Ok(())
}
