//! Words that JavaScript brings along.

use std::cell::RefCell;

use crate::i18n::Catalog;

thread_local! {
    /// The tables so far. A page has a handful of languages and any number of flows.
    static TABLES: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
}

/// The words of `table`, lines `key=template`, over English. A table is kept for as long as the page.
pub fn words_of(table: String) -> Catalog {
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
