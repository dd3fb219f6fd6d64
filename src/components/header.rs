//! The heading of a screen and the sentence below it.

use super::{
    element::{Element, part},
    notice,
};
use crate::view::screen::Screen;

/// `tag` is the element of its heading.
pub(super) fn draw(screen: &Screen, tag: &'static str) -> Element {
    let heading = part(tag, "title").attr("tabindex", "-1").text(&screen.title);
    let lead = screen
        .lead
        .as_ref()
        .map(|lead| notice::marked(part("p", "lead"), lead.message).text(&lead.text));
    part("header", "header").child(heading).children(lead)
}
