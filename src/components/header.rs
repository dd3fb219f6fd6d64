//! The heading of a screen and the sentence below it.

use leptos::prelude::*;

use super::element::part;
use crate::view::screen::Lead;

pub(super) fn draw((title, lead): &(String, Option<Lead>)) -> AnyView {
    let heading = part("h1", "title").attr("tabindex", "-1").text(title.clone()).view();
    let lead = lead.as_ref().map(|lead| {
        let message = lead.message.map(|id| ["ui/message/", &id.to_string()].concat());
        part("p", "lead").maybe("data-testid", message).text(lead.text.clone()).view()
    });
    part("header", "header").child(heading).children(lead).view()
}
