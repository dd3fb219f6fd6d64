//! Checks that every text in the tables is used; unused ones would only add bytes.

#![allow(missing_docs)]
// clippy.toml's exceptions for tests don't cover shared functions.
#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use propylon::i18n::ENGLISH;

/// Keys composed in code: a card's or method's by its group, and a ceremony's text for security
/// keys.
fn is_put_together(key: &str) -> bool {
    key.starts_with("card.") || key.starts_with("method.") || key.ends_with(".key")
}

/// Concatenates all source files.
fn code(folder: &Path, text: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            code(&path, text);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            text.push_str(&fs::read_to_string(path).unwrap());
        }
    }
}

#[test]
fn every_word_is_asked_for() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut text = String::new();
    code(&src, &mut text);
    let texts = ENGLISH.lines().filter_map(|line| line.split_once('='));
    let keys: Vec<&str> = texts.map(|(key, _)| key).collect();
    assert!(keys.len() > 100);
    for key in keys {
        // A numeric key is the id of a Kratos message.
        let is_known =
            key.starts_with(|first: char| first.is_ascii_digit()) || is_put_together(key);
        assert!(is_known || text.contains(&format!("\"{key}\"")), "nobody asks for {key}");
    }
}
