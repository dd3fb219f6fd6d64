//! Finds the files that a file of the site loads.

use std::fs;
use std::path::Path;

/// The `rel` values of links that a browser loads by itself.
const LOADED: [&str; 6] =
    ["icon", "manifest", "modulepreload", "preload", "stylesheet", "apple-touch-icon"];

/// The files, relative to `dist`, that `name` with the content `text` loads.
pub fn loaded_by(name: &str, text: &str, dist: &Path) -> Vec<String> {
    let mut found: Vec<String> = match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("html") => in_page(text),
        Some("css") => in_style(text),
        Some("js") => in_script(text, dist),
        _ => Vec::new(),
    };
    found.retain(|path| !path.starts_with("data:"));
    found
        .iter()
        .map(|path| path.trim_start_matches("./").trim_start_matches('/').to_owned())
        .collect()
}

fn in_page(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for tag in html.split('<').skip(1) {
        let tag = tag.split_once('>').map_or(tag, |(tag, _)| tag);
        let attributes = attributes(tag);
        let value = |name: &str| {
            attributes.iter().find(|(attribute, _)| *attribute == name).map(|(_, value)| *value)
        };
        let rel = value("rel").unwrap_or_default();
        let wanted: &[&str] = match tag.split_whitespace().next() {
            Some("link") if rel.split_whitespace().any(|rel| LOADED.contains(&rel)) => &["href"],
            Some("script") => &["src", "data-module", "data-wasm"],
            Some("img") => &["src"],
            _ => &[],
        };
        found.extend(wanted.iter().filter_map(|name| value(name)).map(str::to_owned));
    }
    found
}

/// The quoted attributes in a tag.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once("=\"") {
        let name = before.split_whitespace().next_back().unwrap_or_default();
        let Some((value, next)) = after.split_once('"') else { break };
        found.push((name, value));
        rest = next;
    }
    found
}

fn in_style(css: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("url(") {
        let Some((url, next)) = after.split_once(')') else { break };
        // The picture of a custom property, such as an icon, is loaded only where it is shown.
        let declaration = before.rsplit([';', '{']).next().unwrap_or_default();
        if !declaration.trim_start().starts_with("--") {
            found.push(url.trim_matches(['"', '\'', ' ']).to_owned());
        }
        rest = next;
    }
    found
}

/// A script may load any file; those whose full name it contains count.
fn in_script(script: &str, dist: &Path) -> Vec<String> {
    let entries = fs::read_dir(dist).into_iter().flatten().flatten();
    let entries = entries.filter(|entry| entry.path().is_file());
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| !name.ends_with(".html") && script.contains(name.as_str())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_leads_to_what_browsers_load_and_not_to_what_people_click() {
        let page = r#"<!doctype html><html><head>
            <link rel="icon" href="/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/site.css"/>
            <link rel="alternate" href="/feed.xml">
            <script src="/boot.js" data-module="/site.js" data-wasm="/site.wasm" defer></script>
            </head><body><a href="/registration">x</a><img alt="" src="data:image/gif;base64,AA"></body>"#;
        assert_eq!(
            loaded_by("index.html", page, Path::new("nowhere")),
            ["icon.svg", "site.css", "boot.js", "site.js", "site.wasm"]
        );
    }

    #[test]
    fn a_style_leads_to_its_images() {
        let css = r#"a{background:url("/dot.svg")}b{background:url(data:image/gif;base64,AA)}
            [data-icon=add]{--icon:url(icons/add.svg)}c{color:red;--logo: url(logos/x.svg)}"#;
        assert_eq!(loaded_by("a.css", css, Path::new("nowhere")), ["dot.svg"]);
    }
}
