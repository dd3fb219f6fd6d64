//! Ceremonies of other modules on the same page, which may hold the client, the elements, or two copies
//! of one. The browser runs one ceremony at a time for all of them.

use js_sys::{Reflect, Symbol};
use wasm_bindgen::prelude::*;
use web_sys::AbortController;

/// Where a page keeps the controller of what stands in front of it, and that of autofill, as long as
/// there is one.
const PLACES: [&str; 2] = ["propylon.ceremony", "propylon.autofill"];

/// Whether a ceremony of another module stands in front of the page, where none of this one runs.
pub(super) fn is_in_front() -> bool {
    kept(PLACES[0]).is_some_and(|one| !one.signal().aborted())
}

/// Ends what runs elsewhere on the page, and says what runs now.
pub(super) fn take_place(controller: &AbortController, is_in_front: bool) {
    for place in PLACES {
        if let Some(other) = kept(place) {
            other.abort();
        }
        let is_its = is_in_front == (place == PLACES[0]);
        keep(place, is_its.then_some(controller));
    }
}

/// Says that `controller` has nothing to end any more.
pub(super) fn leave_place(controller: &AbortController) {
    for place in PLACES {
        if kept(place).is_some_and(|one| one == *controller) {
            keep(place, None);
        }
    }
}

fn kept(place: &str) -> Option<AbortController> {
    // A symbol of all realms' registry, which nothing else on a page comes across.
    let value = Reflect::get(&js_sys::global(), &Symbol::for_(place)).ok()?;
    value.dyn_into().ok()
}

fn keep(place: &str, controller: Option<&AbortController>) {
    let (global, place) = (js_sys::global(), Symbol::for_(place));
    // Fails where somebody froze the page's globals; then modules know nothing of each other.
    let _ = match controller {
        Some(controller) => Reflect::set(&global, &place, controller),
        None => Reflect::delete_property(&global, &place),
    };
}
