//! Translations from outside, and the browser's rules of their language.

use std::cell::RefCell;

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::page::warn;
use crate::i18n::{
    Catalog, ENGLISH, Rules,
    table::{find, usable},
};

#[wasm_bindgen]
extern "C" {
    /// <https://tc39.es/ecma402/#sec-intl-pluralrules-constructor>
    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;

    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(language: &str) -> Result<PluralRules, JsValue>;

    /// A text with a number is read as a number.
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, number: &str) -> String;

    /// <https://tc39.es/ecma402/#sec-intl-listformat-constructor>
    #[wasm_bindgen(js_namespace = Intl)]
    type ListFormat;

    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(language: &str) -> Result<ListFormat, JsValue>;

    #[wasm_bindgen(method)]
    fn format(this: &ListFormat, things: &Array) -> String;
}

/// The browser's rules.
static RULES: Rules = Rules { plural, list };

thread_local! {
    /// The tables so far, as they came and as they are used. A page uses few languages but any number of
    /// flows.
    static TABLES: RefCell<Vec<(String, &'static str)>> = const { RefCell::new(Vec::new()) };
}

/// The catalog of `table`, lines of `key=template`, with English as fallback; English for an empty
/// one. The first fault of a table is logged to the console. A table is never freed.
pub fn catalog(table: String) -> Catalog {
    if table.is_empty() {
        // With the browser's rules, a page needs no others.
        return Catalog::over_english("", &RULES);
    }
    let known = TABLES.with_borrow(|tables| {
        tables.iter().find(|(given, _)| *given == table).map(|(_, kept)| *kept)
    });
    let kept = known.unwrap_or_else(|| keep(table));
    Catalog::over_english(kept, &RULES)
}

fn keep(table: String) -> &'static str {
    let (used, fault) = usable(ENGLISH, &table);
    let kept: &'static str = used.leak();
    if let Some(fault) = fault {
        let language = find(kept, "tag").unwrap_or_default();
        warn(&["locales/", language, ", ", &fault.text(), "; using English there"].concat());
    }
    TABLES.with_borrow_mut(|tables| tables.push((table, kept)));
    kept
}

/// The plural category of a number in a language.
fn plural(language: &str, number: &str) -> String {
    // Fails only for an invalid tag.
    PluralRules::new(language).map_or_else(|_| String::new(), |rules| rules.select(number))
}

/// Several things as one part of a sentence in a language.
fn list(language: &str, things: &[&str]) -> String {
    let things: Array = things.iter().map(|&thing| JsValue::from(thing)).collect();
    // Fails only for an invalid tag.
    let rule = ListFormat::new(language).or_else(|_| ListFormat::new("en"));
    rule.map_or_else(|_| String::new(), |rule| rule.format(&things))
}
