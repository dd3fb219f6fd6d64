//! Facts as term and value.

use leptos::prelude::*;

use super::element::{el, part};

/// A list of facts; nothing when there are none.
pub(super) fn draw(pairs: &[(String, String)]) -> Option<AnyView> {
    if pairs.is_empty() {
        return None;
    }
    let row = |(term, value): &(String, String)| {
        el("div")
            .child(el("dt").text(term.clone()).view())
            .child(el("dd").text(value.clone()).view())
            .view()
    };
    Some(part("dl", "facts").children(pairs.iter().map(row)).view())
}
