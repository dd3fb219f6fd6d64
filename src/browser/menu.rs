//! A `<details>` that opens a menu.

use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, Node};

use super::{
    dom,
    listen::Listener,
    page::{document, member, text_member},
};

/// Closes a menu by Escape, and when something outside is pressed or focused. Dropping it ends that.
#[must_use]
pub(crate) struct MenuListeners {
    _listeners: Vec<Listener>,
}

impl MenuListeners {
    /// Listens for the menu of `details`.
    pub(crate) fn new(details: &Element) -> Self {
        let (escaped, pressed, left) = (details.clone(), details.clone(), details.clone());
        let mut listeners = vec![Listener::on(details.clone().into(), "focusout", move |event| {
            // Without another element, the window lost the focus, or a text was pressed.
            let next = member(&event, "relatedTarget").dyn_into::<Node>();
            if next.is_ok_and(|next| !left.contains(Some(&next))) {
                close(&left);
            }
        })];
        if let Some(document) = document() {
            // Safari doesn't focus a pressed button, so the key may arrive anywhere.
            listeners.push(Listener::on(document.clone().into(), "keydown", move |event| {
                let is_asked = text_member(&event, "key") == "Escape" && !event.default_prevented();
                if is_asked && is_open(&escaped) {
                    event.prevent_default();
                    close(&escaped);
                    focus_summary(&escaped);
                }
            }));
            listeners.push(Listener::on(document.into(), "pointerdown", move |event| {
                // The target may be hidden in a shadow root.
                if !event.composed_path().includes(&pressed, 0) {
                    close(&pressed);
                }
            }));
        }
        Self { _listeners: listeners }
    }
}

/// Whether a `toggle` event is that of a menu that was closed.
pub(crate) fn is_closed(event: &Event) -> bool {
    let details = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    details.is_some_and(|details| !is_open(&details))
}

/// Closes the menu in which a link or a button was pressed.
pub(crate) fn close_after_choice(event: &Event) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let around = |selector| target.as_ref()?.closest(selector).ok()?;
    // Found by the event: a listener that held the menu would keep it in memory.
    if let (Some(_), Some(details)) = (around("a, button"), around("[data-part=user]")) {
        close(&details);
    }
}

/// Closes a menu; the focus inside goes to its button.
pub(crate) fn close(details: &Element) {
    if !is_open(details) {
        return;
    }
    let is_inside = details.matches(":focus-within").unwrap_or_default();
    // Fails only for an invalid attribute name.
    let _ = details.remove_attribute("open");
    if is_inside {
        focus_summary(details);
    }
}

fn is_open(details: &Element) -> bool {
    details.has_attribute("open")
}

fn focus_summary(details: &Element) {
    if let Ok(Some(summary)) = details.query_selector("summary") {
        dom::focus(&summary);
    }
}
