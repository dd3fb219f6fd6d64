//! The document, console messages, and members of objects that differ between browsers.

use js_sys::{Function, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::Document;

/// The document.
pub(crate) fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Logs a warning to the console.
pub(crate) fn warn(text: &str) {
    web_sys::console::warn_1(&["propylon: ", text].concat().into());
}

/// A member of an object; `undefined` if there is none.
#[inline(never)]
pub(crate) fn member(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or_default()
}

/// A member of an object that is a text; empty if there is none.
#[inline(never)]
pub(crate) fn text_member(object: &JsValue, name: &str) -> String {
    member(object, name).as_string().unwrap_or_default()
}

/// Calls a method; `None` if there is none or it throws.
#[inline(never)]
pub(crate) fn call(object: &JsValue, method: &str, argument: &JsValue) -> Option<JsValue> {
    member(object, method).dyn_into::<Function>().ok()?.call1(object, argument).ok()
}
