//! Coordinates ceremonies with other modules on the page: the client, the elements, or a second
//! copy of one. The browser runs one ceremony at a time for all of them.

use js_sys::{Reflect, Symbol};
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

/// The global symbols that hold the `AbortController` of the running modal ceremony and of the
/// running conditional request.
const PLACES: [&str; 2] = ["propylon.ceremony", "propylon.autofill"];

/// Whether another module runs a modal ceremony. Only valid if none of this module runs.
pub(super) fn is_modal_running() -> bool {
    registered(PLACES[0]).is_some_and(|one| !one.signal().aborted())
}

/// Aborts the ceremonies of other modules and registers `controller`.
pub(super) fn register(controller: &AbortController, is_modal: bool) {
    for place in PLACES {
        if let Some(other) = registered(place) {
            other.abort();
        }
        let is_its = is_modal == (place == PLACES[0]);
        set(place, is_its.then_some(controller));
    }
}

/// Removes `controller`, whose ceremony has ended.
pub(super) fn unregister(controller: &AbortController) {
    for place in PLACES {
        if registered(place).is_some_and(|one| one == *controller) {
            set(place, None);
        }
    }
}

fn registered(place: &str) -> Option<AbortController> {
    // A symbol from the global registry, shared by all realms and unlikely to clash.
    let value = Reflect::get(&js_sys::global(), &Symbol::for_(place)).ok()?;
    value.dyn_into().ok()
}

fn set(place: &str, controller: Option<&AbortController>) {
    let (global, place) = (js_sys::global(), Symbol::for_(place));
    // Fails if the page's globals are frozen; then modules are not coordinated.
    let _ = match controller {
        Some(controller) => Reflect::set(&global, &place, controller),
        None => Reflect::delete_property(&global, &place),
    };
}
