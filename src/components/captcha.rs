//! The frame of a captcha's widget. `www/captcha/frame.js` draws the widget in it, and writes its
//! token to the form's hidden input that has the frame's name.

use super::element::{Element, part};
use crate::{browser::address, i18n::Catalog, kratos::node::CAPTCHA_TOKEN};

pub(super) fn draw(words: Catalog) -> Element {
    let frame = part("iframe", "captcha")
        .attr("id", CAPTCHA_TOKEN)
        .attr("name", CAPTCHA_TOKEN)
        .attr("title", &words.text("1070015"))
        .attr("src", &address::href("/captcha/frame.html"))
        // For the check before a submit.
        .flag("required", true);
    part("div", "field").attr("data-group", "captcha").child(frame)
}
