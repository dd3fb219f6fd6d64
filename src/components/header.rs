//! The heading of a screen and the sentence below it.

use leptos::prelude::*;

use super::{element::part, notice};
use crate::view::screen::Screen;

pub(super) fn draw(screen: &Screen) -> AnyView {
    let heading = part("h1", "title").attr("tabindex", "-1").text(&screen.title);
    let lead = screen
        .lead
        .as_ref()
        .map(|lead| notice::marked(part("p", "lead"), lead.message).text(&lead.text));
    part("header", "header").child(heading).children(lead).view()
}
