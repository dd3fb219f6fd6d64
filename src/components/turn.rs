//! The turn from one step of a flow to the next, which the page may animate.

use std::cell::RefCell;

use js_sys::Function;
use wasm_bindgen::prelude::*;

thread_local! {
    static BEGIN: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Has turns begun by `begin`, which is called with a function that changes the page, and returns whether it
/// will call it. Until then, the page shows the step before.
pub(crate) fn animate_turns(begin: Function) {
    BEGIN.set(Some(begin));
}

/// Has `arrive` called soon, which shows the next step; returns false if it won't be.
pub(super) fn begin(arrive: impl FnMut() + 'static) -> bool {
    let Some(begin) = BEGIN.with_borrow(Clone::clone) else { return false };
    let arrive = Closure::<dyn FnMut()>::new(arrive).into_js_value();
    begin.call1(&JsValue::NULL, &arrive).is_ok_and(|begun| begun.is_truthy())
}
