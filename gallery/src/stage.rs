//! The element that a story is drawn in.

use std::cell::Cell;

use leptos::{
    mount::{UnmountHandle, mount_to},
    prelude::AnyView,
};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// Ends what was drawn when it is replaced.
type Drawn = Box<dyn std::any::Any>;

thread_local! {
    static DRAWN: Cell<Option<Drawn>> = const { Cell::new(None) };
}

/// Draws a view in the place of the one before.
pub fn draw(view: impl FnOnce() -> AnyView + 'static) -> Result<(), JsValue> {
    let page = web_sys::window().and_then(|window| window.document()).ok_or("no document")?;
    let root: HtmlElement =
        page.get_element_by_id("gate").and_then(|root| root.dyn_into().ok()).ok_or("no gate")?;
    drop(DRAWN.take());
    let handle: UnmountHandle<_> = mount_to(root, view);
    DRAWN.set(Some(Box::new(handle)));
    Ok(())
}
