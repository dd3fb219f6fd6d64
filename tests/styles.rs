//! The docs list the properties of the styles, and the site has no rules outside of the layer.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::{fs, path::Path};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// A style sheet without its comments.
fn rules(path: &str) -> String {
    let text = read(path);
    let mut parts = text.split("/*");
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |rules, part| rules + part.split_once("*/").unwrap().1)
}

/// The properties of the default look, with their values.
fn properties() -> Vec<(String, String)> {
    let rules = rules("www/styles/kratos.css");
    let (_, root) = rules.split_once(":root {").unwrap();
    let (root, _) = root.split_once("@media").unwrap();
    let declared = root.split(';').filter_map(|line| line.split_once(": "));
    let named = declared.map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()));
    // A switch for old browsers is no property for pages.
    named.filter(|(name, _)| name != "--kratos-dark").collect()
}

/// A default as the docs write it; `None` for one that they describe.
fn default(value: &str) -> Option<String> {
    let pair = value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')'));
    match pair {
        Some(pair) => Some(format!("`{}`", pair.replace(", ", "`, `"))),
        None => (!value.contains("light-dark")).then(|| format!("`{value}`")),
    }
}

#[test]
fn the_docs_list_every_property_with_its_default() {
    let properties = properties();
    assert!(properties.len() > 15, "{properties:?}");
    // The comment in the style sheet, which the docs referred to, is not in the built one.
    for page in ["docs/look.md", "pkg-template/README.md"] {
        let text = read(page);
        let rows: Vec<_> = text.lines().filter(|line| line.starts_with("| `--kratos-")).collect();
        assert_eq!(rows.len(), properties.len() + 1, "{page}, with `--kratos-reserve`");
        for (name, value) in &properties {
            let row = rows.iter().find(|row| row.starts_with(&format!("| `{name}` |")));
            let row = row.unwrap_or_else(|| panic!("{page} does not list {name}"));
            let default = default(value).unwrap_or_default();
            assert!(row.contains(&default), "{page}: {row} has not the default {default}");
        }
    }
    assert!(read("www/styles/elements.css").contains("var(--kratos-reserve, 40rem)"));
}

#[test]
fn a_page_of_another_look_overrides_the_site_s_styles_by_any_rule() {
    let themes = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("www/themes")).unwrap();
    let themes = themes.map(|theme| theme.unwrap().file_name().into_string().unwrap());
    let sheets = ["styles/kratos.css", "styles/page.css", "background/background.css"];
    let sheets = sheets.map(str::to_owned).into_iter();
    for sheet in sheets.chain(themes.map(|theme| format!("themes/{theme}"))) {
        let mut depth = 0;
        for line in rules(&format!("www/{sheet}")).lines() {
            let is_layer = line.trim().is_empty() || line == "@layer kratos {";
            assert!(depth > 0 || is_layer, "{sheet}: {line} is outside of the layer");
            depth += line.matches('{').count();
            depth -= line.matches('}').count();
        }
    }
}
