//! The element that a story is drawn in.

use std::{cell::Cell, rc::Rc};

use leptos::mount::{UnmountHandle, mount_to};
use propylon::{
    components::{Display, Handlers, screen_view},
    i18n::Catalog,
};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// Ends what was drawn when it is replaced.
type Drawn = Box<dyn std::any::Any>;

thread_local! {
    static DRAWN: Cell<Option<Drawn>> = const { Cell::new(None) };
}

/// Draws a display in the place of the one before. Presses lead nowhere.
pub fn draw(words: Catalog, display: Display) -> Result<(), JsValue> {
    let page = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let root: HtmlElement =
        page.get_element_by_id("gate").and_then(|root| root.dyn_into().ok()).ok_or("no gate")?;
    drop(DRAWN.take());
    let handlers = Handlers { event: Rc::new(|_| {}), act: Rc::new(|_| {}) };
    let handle: UnmountHandle<_> = mount_to(root, move || screen_view(words, &display, &handlers));
    DRAWN.set(Some(Box::new(handle)));
    Ok(())
}
