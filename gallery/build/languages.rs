//! The tables of all languages.

use std::{fs, path::Path};

use serde_json::{Map, Value};

use crate::pseudo;

/// The tables as JSON, by tag: English, which is in the crate, the pseudo-locale, and each file of
/// `src/i18n/locales`.
pub fn tables(root: &Path) -> String {
    let i18n = root.join("src/i18n");
    let english: String =
        files(&i18n.join("english")).into_iter().map(|(_, table)| table + "\n").collect();
    let mut tables = Map::new();
    tables.insert("en".to_owned(), "".into());
    tables.insert(pseudo::TAG.to_owned(), pseudo::table(&english).into());
    for (tag, table) in files(&i18n.join("locales")) {
        tables.insert(tag, table.into());
    }
    Value::Object(tables).to_string()
}

/// The names and texts of the files in a folder.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}
