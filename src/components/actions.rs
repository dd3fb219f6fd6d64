//! What can be pressed outside a form.

use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

use super::{
    acts::Acts,
    element::{Element, part},
    signal::Signal,
};
use crate::{
    i18n::Catalog,
    view::{
        action::{Action, Does},
        button::Emphasis,
    },
};

/// A row of actions; nothing when there are none.
pub(super) fn draw(words: Catalog, actions: &[Action], acts: &Acts) -> Option<Element> {
    let buttons = actions.iter().map(|action| button(words, action, acts));
    let row = || part("div", "actions").children(buttons);
    (!actions.is_empty()).then(row)
}

/// One action: a link where it leads to a page of the site, else a button.
pub(super) fn button(words: Catalog, action: &Action, acts: &Acts) -> Element {
    if action.emphasis == Emphasis::Danger {
        return asking(words, action, acts);
    }
    doing(part("a", "button"), "button", &action.does, acts)
        .attr("data-kind", action.emphasis.as_str())
        .text(&action.label)
}

/// An element that does `does`: the anchor where it leads to a page of the site, else a button with
/// the part `name`.
pub(super) fn doing(anchor: Element, name: &'static str, does: &Does, acts: &Acts) -> Element {
    if let Does::Open(href) = does {
        return opening(anchor, href, acts);
    }
    let (act, does) = (acts.act.clone(), does.clone());
    part("button", name).attr("type", "button").on("click", move |_| act(&does))
}

/// A link that opens a page of the site in place; a press that asks for a new tab stays the browser's.
fn opening(anchor: Element, href: &str, acts: &Acts) -> Element {
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

/// A button that wants to be pressed twice, because it takes something away.
fn asking(words: Catalog, action: &Action, acts: &Acts) -> Element {
    let asked = Signal::new(false);
    let (left, pressed) = (asked.clone(), asked.clone());
    let (act, does) = (acts.act.clone(), action.does.clone());
    let label = action.label.clone();
    let caption = move || if asked.get() { words.text("confirm.revoke") } else { label.clone() };
    part("button", "button")
        .attr("type", "button")
        .attr("data-kind", "danger")
        .on("blur", move |_| left.set(false))
        .on("click", move |_| match pressed.now() {
            false => pressed.set(true),
            true => {
                pressed.set(false);
                act(&does);
            }
        })
        .say(caption)
}
