//! The page /doctor: a folder of its own, so that no other page loads any of it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{controls, optimise};
use crate::package::{self, module};
use crate::tools::cargo;
use crate::tools::node::{Optimisers, node};
use crate::{digest, paths, process};

/// The place of the styles in the page.
const STYLES: &str = "<!-- styles -->";

/// The folder's scripts and their names among those of the package, which has others of the same names.
const PAGE: (&str, &str) = ("page.js", "doctor-page.js");
const RECORDER: (&str, &str) = ("record.js", "doctor-record.js");

/// The package with the hash of the recorder's placeholders.
pub const HASHES: &str = "@noble/hashes";

/// Builds the page into `out`. `base` is the site's path, and `site` its page, whose styles it shares.
pub fn add(tools: &Optimisers, out: &Path, base: &str, site: &str) -> Result<()> {
    let (root, stage) = (paths::root(), paths::target().join("doctor-stage"));
    package::renew(&stage)?;
    package::renew(out)?;
    package::copy(&root.join("pkg-template/src"), &stage)?;
    let bindgen = cargo::wasm_bindgen()?.folder.join("wasm-bindgen");
    package::copy(&module::doctor(&bindgen, tools)?, &stage)?;

    let source = root.join("www/doctor");
    let wasm = named(out, "doctor.wasm", &fs::read(stage.join("doctor_bg.wasm"))?)?;
    let script = bundled(tools, &source, &stage, PAGE)?;
    if !script.contains("doctor_bg.wasm") {
        bail!("the doctor's script does not name its module, so it would never be loaded");
    }
    let script = named(out, "page.js", script.replace("doctor_bg.wasm", &wasm).as_bytes())?;
    controls::license(tools, HASHES, &out.join("LICENSE.txt"))?;
    // The boot script names it, so its name has no hash.
    fs::write(out.join(RECORDER.0), bundled(tools, &source, &stage, RECORDER)?)?;
    let styles = stage.join("doctor.css");
    fs::copy(root.join("www/styles/doctor.css"), &styles).context("cannot copy doctor.css")?;
    optimise::styles(tools, &styles)?;
    let styles = named(out, "doctor.css", &fs::read(styles)?)?;

    let page = fs::read_to_string(source.join("index.html")).context("cannot read the page")?;
    let links =
        format!("{}<link rel=\"stylesheet\" href=\"{base}doctor/{styles}\">", shared_styles(site));
    let page = page
        .replace(STYLES, &links)
        .replace("/doctor/page.js", &format!("{base}doctor/{script}"))
        .replace("\"/icons/", &format!("\"{base}icons/"));
    Ok(fs::write(out.join("index.html"), page)?)
}

/// A script of the folder with everything it imports.
fn bundled(
    tools: &Optimisers,
    source: &Path,
    stage: &Path,
    (name, entry): (&str, &str),
) -> Result<String> {
    fs::copy(source.join(name), stage.join(entry))
        .with_context(|| format!("cannot copy {name}"))?;
    let out = stage.join("bundle.js");
    let mut command = node();
    command.arg(&tools.esbuild).arg(stage.join(entry));
    command.args(["--bundle", "--format=esm", "--minify", "--charset=utf8"]);
    command.args(["--log-level=warning", optimise::target().as_str()]);
    command.arg(format!("--outfile={}", out.display()));
    // The hash of the recorder's placeholders is a package beside esbuild.
    command.env("NODE_PATH", &tools.modules);
    process::run(&mut command, "esbuild").context("esbuild refuses the doctor's scripts")?;
    Ok(fs::read_to_string(&out)?)
}

/// Writes a file named by its content, and returns its name.
fn named(out: &Path, name: &str, content: &[u8]) -> Result<String> {
    let (stem, extension) = name.rsplit_once('.').context("a file has no extension")?;
    let name = format!("{stem}-{}.{extension}", digest::short([content]));
    fs::write(out.join(&name), content)?;
    Ok(name)
}

/// The links to the styles of the site's page.
fn shared_styles(site: &str) -> String {
    let tags = site.split('<').filter_map(|tag| Some(tag.split_once('>')?.0));
    let links = tags.filter(|tag| tag.starts_with("link") && tag.contains("rel=\"stylesheet\""));
    links.map(|tag| format!("<{}>\n    ", tag.trim_end_matches('/'))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_the_styles_of_the_site() {
        let site =
            r#"<link rel="icon" href="/i.svg"><link rel="stylesheet" href="/kratos-1.css"/><p>"#;
        assert_eq!(shared_styles(site), "<link rel=\"stylesheet\" href=\"/kratos-1.css\">\n    ");
    }
}
