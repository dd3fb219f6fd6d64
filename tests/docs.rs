//! Links in docs and comments lead to existing files and headings.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::{
    fs,
    path::{Path, PathBuf},
};

/// The files and folders whose comments and docs are checked.
const ROOTS: [&str; 14] = [
    "src",
    "tests",
    "xtask",
    "fuzz",
    "gallery",
    "www",
    "deploy",
    "examples",
    "pkg-template",
    "docs",
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "Cargo.toml",
];
/// Folders with other projects' files.
const LEFT_OUT: [&str; 4] = ["node_modules", "target", "dist", ".next"];
/// The extensions of text files.
const TEXTS: [&str; 9] = ["rs", "ts", "tsx", "js", "mjs", "md", "css", "toml", "yml"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The text files below [`ROOTS`], with paths relative to the repository.
fn files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = ROOTS.iter().map(|name| root().join(name)).collect();
    while let Some(path) = waiting.pop() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && !LEFT_OUT.contains(&name.as_str()) {
            waiting.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|end| TEXTS.iter().any(|text| end == *text)) {
            let short = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push((short, fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(found.len() > 100, "only {} files", found.len());
    found
}

fn pages() -> impl Iterator<Item = (String, String)> {
    files().into_iter().filter(|(name, _)| name.ends_with(".md"))
}

/// The lines of a page outside code blocks.
fn prose(page: &str) -> impl Iterator<Item = &str> {
    let mut is_code = false;
    page.lines().filter(move |line| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// The anchors that GitHub generates for the headings of a page.
fn anchors(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for line in prose(page).filter(|line| line.starts_with('#')) {
        let heading = line.trim_start_matches('#').trim().to_lowercase();
        let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
        let slug: String = heading.chars().filter(is_kept).collect();
        let slug = slug.replace(' ', "-");
        let before = found.iter().filter(|known| **known == slug).count();
        found.push(if before == 0 { slug } else { format!("{slug}-{before}") });
    }
    found
}

fn has_anchor(page: &Path, anchor: &str) -> bool {
    fs::read_to_string(page).is_ok_and(|page| anchors(&page).iter().any(|known| known == anchor))
}

/// The longest prefix of `text` that can be a path or an anchor.
fn word(text: &str) -> &str {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/' | '.');
    text.split(|c| !is_part(c)).next().unwrap().trim_end_matches('.')
}

/// The links `](…)` of a page.
fn links(page: &str) -> Vec<&str> {
    let parts = prose(page).flat_map(|line| line.split("](").skip(1));
    parts.filter_map(|rest| rest.split_once(')').map(|(link, _)| link)).collect()
}

fn assert_none(missing: &[String], what: &str) {
    assert!(missing.is_empty(), "{what}:\n{}", missing.join("\n"));
}

#[test]
fn every_section_that_a_comment_or_a_page_names_is_there() {
    let (mut count, mut missing) = (0, Vec::new());
    for (name, text) in files() {
        for rest in text.split("docs/").skip(1) {
            let page = word(rest);
            let Some(after) = rest.strip_prefix(page) else { continue };
            let Some(anchor) = after.strip_prefix('#').filter(|_| page.ends_with(".md")) else {
                continue;
            };
            let anchor = word(anchor);
            count += 1;
            if !has_anchor(&root().join("docs").join(page), anchor) {
                missing.push(format!("{name}: docs/{page}#{anchor}"));
            }
        }
    }
    assert_none(&missing, "no such section");
    assert!(count > 25, "only {count} sections are named");
}

#[test]
fn every_link_between_files_leads_somewhere() {
    let (mut count, mut missing) = (0, Vec::new());
    for (name, text) in pages() {
        // The package's README is read in the package, where other files surround it.
        if name == "pkg-template/README.md" {
            continue;
        }
        let page = root().join(&name);
        for link in links(&text) {
            if link.contains("://") || link.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match path {
                "" => page.clone(),
                path => page.parent().unwrap().join(path),
            };
            count += 1;
            if !target.exists() || !anchor.is_empty() && !has_anchor(&target, anchor) {
                missing.push(format!("{name}: {link}"));
            }
        }
    }
    assert_none(&missing, "no such file or section");
    assert!(count > 40, "only {count} links");
}

#[test]
fn every_file_that_a_page_names_is_there() {
    const OURS: [&str; 7] =
        ["src/", "tests/", "xtask/", "www/", "docs/", "deploy/", "pkg-template/"];
    let (mut count, mut missing) = (0, Vec::new());
    for (name, text) in pages().filter(|(name, _)| name.starts_with("docs/")) {
        let named = prose(&text).flat_map(|line| line.split('`').skip(1).step_by(2));
        for path in named.filter(|path| OURS.iter().any(|ours| path.starts_with(ours))) {
            // A pattern isn't one file.
            if path.contains(['*', '<', '…', ' ']) {
                continue;
            }
            count += 1;
            if !root().join(path).exists() {
                missing.push(format!("{name}: {path}"));
            }
        }
    }
    assert_none(&missing, "no such file");
    assert!(count > 40, "only {count} files are named");
}

#[test]
fn no_comment_cites_a_page_that_is_not_in_the_repository() {
    let mut missing = Vec::new();
    for (name, text) in files().into_iter().filter(|(name, _)| name.ends_with(".rs")) {
        for line in text.lines().filter(|line| line.trim_start().starts_with("//")) {
            for part in line.split_whitespace().map(|part| part.trim_start_matches(['(', '`'])) {
                let page = word(part);
                let is_page = page.ends_with(".md") && !part.contains("://");
                if is_page && !root().join(page).exists() {
                    missing.push(format!("{name}: {page}"));
                }
            }
            if line.contains("contract §") {
                missing.push(format!("{name}: {line}"));
            }
        }
    }
    assert_none(&missing, "no such page");
}
