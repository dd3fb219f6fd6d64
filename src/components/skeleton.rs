//! The place of a form that is on its way, the same as the shell in `index.html`.

use leptos::prelude::*;

use super::element::part;
use crate::i18n::Catalog;

pub(super) fn draw(words: Catalog) -> AnyView {
    let line = |kind: &'static str| part("div", "skeleton").attr("data-kind", kind).view();
    part("div", "form")
        .attr("aria-busy", "true")
        .children(["label", "input", "label", "input", "button"].map(line))
        .child(part("p", "live").text(words.text("loading")).view())
        .view()
}
