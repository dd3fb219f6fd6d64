//! The hook that Trunk.toml runs after each build, in Trunk's staging folder.
//!
//! Trunk.toml's `pattern_script` has already written a `<script src="/boot.js" …>` instead of an
//! inline module, which the Content-Security-Policy forbids. The hook adds that script, and those of
//! `www/controls`, which are loaded on demand. In a release, it also optimises every file, renames it
//! by its content hash, and precompresses it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::{compress, controls, doctor, optimise};
use crate::digest;
use crate::tools::node::{self, Optimisers};

const BOOT: &str = "boot.js";

/// Post-processes the staged site.
pub fn run() -> Result<()> {
    let staging = folder("TRUNK_STAGING_DIR")?;
    let www = folder("TRUNK_SOURCE_DIR")?.join("www");
    let tools = node::optimisers()?;
    controls::bundle(&tools, "iife", &[www.join(BOOT)], &staging)?;
    controls::build(&tools, &www.join("controls"), &staging.join("controls"))?;
    if env::var("TRUNK_PROFILE").is_ok_and(|profile| profile == "release") {
        release(&tools, &staging)?;
    }
    Ok(())
}

fn folder(variable: &str) -> Result<PathBuf> {
    env::var_os(variable)
        .map(PathBuf::from)
        .with_context(|| format!("{variable} is not set; this command is for Trunk to call"))
}

fn release(tools: &Optimisers, staging: &Path) -> Result<()> {
    let base = env::var("TRUNK_PUBLIC_URL").context("TRUNK_PUBLIC_URL is not set")?;
    let page = staging.join("index.html");
    let mut html = fs::read_to_string(&page).context("Trunk staged no index.html")?;
    join_styles(staging, &base, &mut html)?;
    let files = top_level(staging)?;

    let mut glues = Vec::new();
    for wasm in files.iter().filter(|file| file.ends_with(".wasm")) {
        let name = base_name(wasm)?;
        let glue = glue_of(wasm, &files)?;
        optimise::module(tools, &staging.join(wasm), &staging.join(glue))?;
        let new_wasm = settle(staging, wasm, &mut html)?;
        // The script contains the name of the WebAssembly file.
        let text = fs::read_to_string(staging.join(glue))?;
        let text = text.replace(&format!("{name}_bg.wasm"), &new_wasm);
        fs::write(staging.join(glue), text)?;
        let new_glue = settle(staging, glue, &mut html)?;
        html = preloading(
            &html,
            &[base.as_str(), &new_glue].concat(),
            &[base.as_str(), &new_wasm].concat(),
        )?;
        glues.push(glue);
    }
    for file in files.iter().filter(|file| file.ends_with(".js") || file.ends_with(".css")) {
        if !glues.contains(&file) {
            let path = staging.join(file);
            if file.ends_with(".css") {
                optimise::styles(tools, &path)?;
            } else {
                optimise::script(&tools.esbuild, &path)?;
            }
            settle(staging, file, &mut html)?;
        }
    }
    for folder in ["background", "themes"] {
        for file in fs::read_dir(staging.join(folder))? {
            optimise::styles(tools, &file?.path())?;
        }
    }
    doctor::add(tools, &staging.join("doctor"), &base, &html)?;
    fs::write(&page, html)?;
    compress::tree(staging)
}

/// Appends the style sheets to the first one of the page: together they are smaller, and one request.
fn join_styles(staging: &Path, base: &str, html: &mut String) -> Result<()> {
    let start = format!("href=\"{base}");
    let mut sheets = Vec::new();
    let mut page = String::new();
    for piece in html.split_inclusive('>') {
        let sheet = piece.contains("rel=\"stylesheet\"").then(|| piece.split_once(&start));
        let sheet = sheet.flatten().and_then(|(_, rest)| rest.split_once('"'));
        if let Some((sheet, _)) = sheet {
            sheets.push(sheet.to_owned());
        }
        if sheet.is_none() || sheets.len() == 1 {
            page.push_str(piece);
        }
    }
    let Some((first, others)) = sheets.split_first() else { return Ok(()) };
    let mut text = fs::read_to_string(staging.join(first))?;
    for sheet in others {
        text.push_str(&fs::read_to_string(staging.join(sheet))?);
        fs::remove_file(staging.join(sheet))?;
    }
    fs::write(staging.join(first), text)?;
    *html = page;
    Ok(())
}

/// Adds preload links for the module's script and its WebAssembly to the page.
fn preloading(html: &str, script: &str, wasm: &str) -> Result<String> {
    let (head, rest) = html.split_once("</head>").context("index.html has no </head>")?;
    Ok(format!(
        "{head}<link rel=\"modulepreload\" href=\"{script}\">\n    \
         <link rel=\"preload\" href=\"{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n  \
         </head>{rest}"
    ))
}

/// Renames a file by its content hash, and updates the page.
fn settle(staging: &Path, name: &str, html: &mut String) -> Result<String> {
    let content = fs::read(staging.join(name))?;
    let new_name = content_name(name, &digest::short([content]))?;
    if !html.contains(name) {
        bail!("index.html does not refer to {name}, so it would never be loaded");
    }
    fs::rename(staging.join(name), staging.join(&new_name))?;
    *html = html.replace(name, &new_name);
    Ok(new_name)
}

/// `site-<Trunk's hash>_bg.wasm` with `hash` instead of Trunk's; `boot.js` with `hash` added.
fn content_name(name: &str, hash: &str) -> Result<String> {
    let (_, extension) = name.rsplit_once('.').context("a staged file has no extension")?;
    Ok(format!("{}-{hash}.{extension}", base_name(name)?))
}

/// `site` for `site-<Trunk's hash>_bg.wasm`, `boot` for `boot.js`.
fn base_name(name: &str) -> Result<&str> {
    let (stem, _) = name.rsplit_once('.').context("a staged file has no extension")?;
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    Ok(match stem.rsplit_once('-') {
        Some((base, end)) if is_trunk_hash(end) => base,
        _ => stem,
    })
}

/// Trunk writes 64-bit hashes as hex without leading zeros.
fn is_trunk_hash(text: &str) -> bool {
    (12..=16).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The script that loads `site-<hash>_bg.wasm`.
fn glue_of<'a>(wasm: &str, files: &'a [String]) -> Result<&'a String> {
    let glue = wasm.replace("_bg.wasm", ".js");
    files
        .iter()
        .find(|file| **file == glue)
        .with_context(|| format!("Trunk staged {wasm} without its script {glue}"))
}

fn top_level(staging: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(staging)? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_content_and_keep_their_base() {
        let name = |name| content_name(name, "ffffffffffffffff").unwrap();
        assert_eq!(name("site-0123456789abcdef_bg.wasm"), "site-ffffffffffffffff.wasm");
        assert_eq!(name("site-c9f4a85eb388e13.js"), "site-ffffffffffffffff.js");
        assert_eq!(name("boot.js"), "boot-ffffffffffffffff.js");
        assert_eq!(name("default-theme.css"), "default-theme-ffffffffffffffff.css");
    }

    #[test]
    fn the_page_preloads_its_module() {
        let page = preloading("<head></head><body></body>", "/site.js", "/site.wasm").unwrap();
        let head = "<head><link rel=\"modulepreload\" href=\"/site.js\">\n    \
            <link rel=\"preload\" href=\"/site.wasm\" as=\"fetch\" type=\"application/wasm\" crossorigin>\n  \
            </head><body></body>";
        assert_eq!(page, head);
        assert!(preloading("<body></body>", "", "").is_err());
    }

    #[test]
    fn the_page_has_one_style_sheet_in_the_order_of_all() {
        let staging = tempfile::tempdir().unwrap();
        fs::write(staging.path().join("b.css"), "b{}\n").unwrap();
        fs::write(staging.path().join("a.css"), "a{}\n").unwrap();
        let link = |name: &str| format!("\n    <link rel=\"stylesheet\" href=\"/{name}\"/>");
        let mut html = ["<head>", &link("b.css"), &link("a.css"), "\n  </head>"].concat();
        join_styles(staging.path(), "/", &mut html).unwrap();
        assert_eq!(html, ["<head>", &link("b.css"), "\n  </head>"].concat());
        assert_eq!(fs::read_to_string(staging.path().join("b.css")).unwrap(), "b{}\na{}\n");
        assert!(!staging.path().join("a.css").exists());
    }

    #[test]
    fn a_settled_file_is_renamed_in_the_page_everywhere() {
        let staging = tempfile::tempdir().unwrap();
        fs::write(staging.path().join("boot.js"), "1").unwrap();
        let mut html = String::from(r#"<link href="/boot.js"><script src="/boot.js"></script>"#);
        let name = settle(staging.path(), "boot.js", &mut html).unwrap();
        assert!(staging.path().join(&name).is_file());
        assert_eq!(html, format!(r#"<link href="/{name}"><script src="/{name}"></script>"#));
    }

    #[test]
    fn a_file_nobody_loads_is_an_error() {
        let staging = tempfile::tempdir().unwrap();
        fs::write(staging.path().join("boot.js"), "1").unwrap();
        let error = settle(staging.path(), "boot.js", &mut String::new()).unwrap_err();
        assert!(error.to_string().contains("boot.js"));
    }
}
