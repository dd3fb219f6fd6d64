//! A placeholder while a form is loading, the same as in `index.html`.

use super::element::{Element, part};

pub(super) fn draw() -> Element {
    let line = |kind: &'static str| part("div", "skeleton").attr("data-kind", kind);
    part("div", "form").children(["label", "input", "label", "input", "button"].map(line))
}
