//! Coordinates ceremonies with other modules on the page: the client, the elements, or a second
//! copy of one. The browser runs one ceremony at a time for all of them.

use js_sys::{Reflect, Symbol};
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

/// The global symbols that hold the `AbortController` of the running modal ceremony and of the
/// running conditional request.
const PLACES: [&str; 2] = ["propylon.ceremony", "propylon.autofill"];

/// Whether another module runs a modal ceremony. Only valid if none of this module runs.
pub(super) fn is_in_front() -> bool {
    kept(PLACES[0]).is_some_and(|one| !one.signal().aborted())
}

/// Aborts the ceremonies of other modules and registers `controller`.
pub(super) fn take_place(controller: &AbortController, is_in_front: bool) {
    for place in PLACES {
        if let Some(other) = kept(place) {
            other.abort();
        }
        let is_its = is_in_front == (place == PLACES[0]);
        keep(place, is_its.then_some(controller));
    }
}

/// Removes `controller`, whose ceremony has ended.
pub(super) fn leave_place(controller: &AbortController) {
    for place in PLACES {
        if kept(place).is_some_and(|one| one == *controller) {
            keep(place, None);
        }
    }
}

fn kept(place: &str) -> Option<AbortController> {
    // A symbol from the global registry, shared by all realms and unlikely to clash.
    let value = Reflect::get(&js_sys::global(), &Symbol::for_(place)).ok()?;
    value.dyn_into().ok()
}

fn keep(place: &str, controller: Option<&AbortController>) {
    let (global, place) = (js_sys::global(), Symbol::for_(place));
    // Fails if the page's globals are frozen; then modules are not coordinated.
    let _ = match controller {
        Some(controller) => Reflect::set(&global, &place, controller),
        None => Reflect::delete_property(&global, &place),
    };
}
