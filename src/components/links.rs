//! Links below a form.

use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

use super::{
    actions,
    element::{Element, el, part},
    screen::Acts,
};
use crate::view::action::Link;

/// The links; nothing when there are none.
pub(super) fn draw(links: &[Link], acts: &Acts) -> Option<Element> {
    let drawn = || part("footer", "footer").children(links.iter().map(|link| one(link, acts)));
    (!links.is_empty()).then(drawn)
}

fn one(link: &Link, acts: &Acts) -> Element {
    let anchor = actions::doing(part("a", "link"), "link", &link.does, acts).text(&link.label);
    let gap = if link.question.is_empty() { "" } else { " " };
    el("p").text(&[&link.question, gap].concat()).child(anchor)
}

/// A link that opens a page of the site in place; a press that asks for a new tab stays the browser's.
pub(super) fn opening(anchor: Element, href: &str, acts: &Acts) -> Element {
    let (open, target) = (acts.open.clone(), href.to_owned());
    anchor.attr("href", href).on("click", move |event| {
        let elsewhere = event.dyn_ref::<MouseEvent>().is_some_and(|mouse| {
            mouse.button() != 0
                || mouse.meta_key()
                || mouse.ctrl_key()
                || mouse.shift_key()
                || mouse.alt_key()
        });
        if !elsewhere {
            event.prevent_default();
            open(target.clone());
        }
    })
}
