//! Facts as term and value.

use super::element::{Element, el, part};

/// A list of facts; nothing when there are none.
pub(super) fn draw(pairs: &[(String, String)]) -> Option<Element> {
    let row = |(term, value): &(String, String)| {
        el("div").child(el("dt").text(term)).child(el("dd").text(value))
    };
    (!pairs.is_empty()).then(|| part("dl", "facts").children(pairs.iter().map(row)))
}
