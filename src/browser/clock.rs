//! Time.

use wasm_bindgen::prelude::*;

/// Milliseconds since the page began; never goes back.
pub(crate) fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// Whole seconds until `instant` of that clock, rounded up, at most 60; 0 when it is past.
pub(crate) fn seconds_until(instant: f64) -> i32 {
    let left = instant - now();
    (0..=60).find(|whole| f64::from(*whole) * 1000.0 >= left).unwrap_or(60)
}

/// A call in the future. Dropping it calls it off.
pub(crate) struct Timer {
    id: i32,
    _call: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls `then` after `milliseconds`.
    pub(crate) fn after(milliseconds: i32, then: impl FnOnce() + 'static) -> Self {
        let mut then = Some(then);
        let call = Closure::<dyn FnMut()>::new(move || {
            if let Some(then) = then.take() {
                then();
            }
        });
        let window = web_sys::window();
        let set = window.and_then(|window| {
            let function = call.as_ref().unchecked_ref();
            window
                .set_timeout_with_callback_and_timeout_and_arguments_0(function, milliseconds)
                .ok()
        });
        Self { id: set.unwrap_or(0), _call: call }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.id);
        }
    }
}

/// An RFC 3339 instant as the person writes dates.
pub(crate) fn local(instant: &str) -> String {
    let date = js_sys::Date::new(&JsValue::from_str(instant));
    if date.get_time().is_nan() {
        return instant.to_owned();
    }
    date.to_locale_string("default", &JsValue::UNDEFINED).into()
}
