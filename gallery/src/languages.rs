//! The languages of the gallery.

use std::{cell::OnceCell, collections::BTreeMap};

use propylon::{components::catalog, i18n::Catalog};
use serde_json::Value;

/// The tables by tag, from the build script.
const TABLES: &str = include_str!(concat!(env!("OUT_DIR"), "/languages.json"));

type Tables = BTreeMap<String, String>;

thread_local! {
    static READ: OnceCell<Tables> = const { OnceCell::new() };
}

fn with<T>(look: impl FnOnce(&Tables) -> T) -> T {
    READ.with(|read| look(read.get_or_init(tables)))
}

fn tables() -> Tables {
    let Ok(Value::Object(tables)) = serde_json::from_str(TABLES) else { return Tables::new() };
    let table = |table: Value| table.as_str().unwrap_or_default().to_owned();
    tables.into_iter().map(|(tag, words)| (tag, table(words))).collect()
}

/// All tags.
pub fn tags() -> Vec<String> {
    with(|tables| tables.keys().cloned().collect())
}

/// The texts of a language.
pub fn words(tag: &str) -> Option<Catalog> {
    with(|tables| tables.get(tag).map(|table| catalog(table.clone())))
}
