//! Facts: pairs of term and value.

use super::element::{Element, el, part};

/// A list of facts; `None` without facts.
pub(super) fn draw(pairs: &[(String, String)]) -> Option<Element> {
    let row = |(term, value): &(String, String)| {
        el("div").child(el("dt").text(term)).child(el("dd").text(value))
    };
    (!pairs.is_empty()).then(|| part("dl", "facts").children(pairs.iter().map(row)))
}
