//! The tables of all languages.

use std::{fs, path::Path};

use serde_json::{Map, Value};

use crate::pseudo;

/// The tables as JSON, by tag: English, which is in the crate, the pseudo-locale, and each file of
/// `src/i18n/locales`.
pub fn tables(root: &Path) -> String {
    let i18n = root.join("src/i18n");
    let mut tables = Map::new();
    for (tag, table) in files(&i18n.join("locales")) {
        if tag == "en" {
            tables.insert(pseudo::TAG.to_owned(), tagged(&pseudo::table(&table), pseudo::TAG));
            tables.insert(tag, "".into());
        } else {
            let table = tagged(&table, &tag);
            tables.insert(tag, table);
        }
    }
    Value::Object(tables).to_string()
}

/// The table with the line that says its language.
fn tagged(table: &str, tag: &str) -> Value {
    format!("{table}tag={tag}\n").into()
}

/// The names and texts of the files in a folder.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}
