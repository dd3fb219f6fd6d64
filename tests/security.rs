//! Checks that the tests named in `docs/security.md` exist.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice, missing_docs)]

use std::{fs, path::Path};

/// The folders of files that the page names without a path.
const FOLDERS: [&str; 7] = [
    "",
    "tests/e2e/specs",
    "tests/e2e/answers",
    "tests/e2e/hydra",
    "tests/package",
    "tests/browser",
    "tests",
];

fn read(file: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    FOLDERS.iter().find_map(|folder| fs::read_to_string(root.join(folder).join(file)).ok())
}

/// Whether a file has a test with this title. `…` in the page and `${…}` in the file match
/// anything.
fn is_in(text: &str, title: &str) -> bool {
    let parts: Vec<&str> = title.split('…').map(str::trim).collect();
    let has_all = parts.iter().all(|part| text.contains(part)) && title != "…";
    let templates = text.split('`').skip(1).step_by(2).filter(|literal| literal.contains("${"));
    has_all || templates.into_iter().any(|template| fits(template, title))
}

/// Whether a template literal can make `title`.
fn fits(template: &str, title: &str) -> bool {
    let mut rest = title;
    let mut pieces = template.split("${");
    let Some(after) = rest.strip_prefix(pieces.next().unwrap_or_default()) else { return false };
    rest = after;
    for piece in pieces {
        let fixed = piece.split_once('}').map_or("", |(_, fixed)| fixed);
        let Some(at) = rest.find(fixed) else { return false };
        rest = &rest[at + fixed.len()..];
    }
    true
}

#[test]
fn every_test_that_the_security_page_names_is_there() {
    let page = read("docs/security.md").unwrap();
    let mut count = 0;
    for row in page.lines().filter(|line| line.starts_with('|')) {
        let mut file: Option<(String, String)> = None;
        for (at, part) in row.split('`').enumerate() {
            if at % 2 == 1 {
                let is_file = [".rs", ".ts", ".mjs"].iter().any(|end| part.ends_with(end));
                if is_file {
                    let text = read(part).unwrap_or_else(|| panic!("no file {part}: {row}"));
                    file = Some((part.to_owned(), text));
                } else if part.contains('_')
                    && part.chars().all(|c| c.is_ascii_lowercase() || c == '_')
                {
                    let Some((name, text)) = &file else { continue };
                    let is_test = name.ends_with(".rs") && text.contains(&format!("fn {part}("));
                    assert!(is_test || !name.ends_with(".rs"), "{name} has no test {part}");
                    count += 1;
                }
                continue;
            }
            let Some((name, text)) = &file else { continue };
            for title in part.split('“').skip(1) {
                let title = title.split('”').next().unwrap();
                assert!(is_in(text, title), "{name} has no test “{title}”");
                count += 1;
            }
        }
    }
    assert!(count > 40, "only {count} tests are named");
}
