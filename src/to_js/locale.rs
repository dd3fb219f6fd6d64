//! Translations passed from JavaScript.

use std::cell::RefCell;

use crate::i18n::Catalog;

thread_local! {
    /// The tables so far. A page uses few languages but any number of flows.
    static TABLES: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// The catalog of `table`, lines of `key=template`, with English as fallback. A table is never
/// freed.
pub fn catalog_of_table(table: String) -> Catalog {
    if table.is_empty() {
        return Catalog::english();
    }
    TABLES.with_borrow_mut(|tables| {
        let known = tables.iter().find(|known| **known == table).copied();
        Catalog::over_english(known.unwrap_or_else(|| {
            let kept: &'static str = table.leak();
            tables.push(kept);
            kept
        }))
    })
}
