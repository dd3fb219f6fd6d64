//! Clocks and timers.

use wasm_bindgen::prelude::*;

use crate::decimal::integer;

// Timer handles are passed back unchanged: the fake clocks of test suites return numbers that don't
// fit web-sys' `i32`.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_name = setTimeout)]
    fn set_timeout(call: &JsValue, milliseconds: i32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = clearTimeout)]
    fn clear_timeout(handle: &JsValue) -> Result<(), JsValue>;
}

/// Milliseconds since the page was loaded; monotonic.
pub(crate) fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |clock| clock.now())
}

/// The time, in milliseconds since 1970.
pub(crate) fn epoch() -> f64 {
    js_sys::Date::now()
}

#[cfg(feature = "components")]
/// Whole seconds until `instant` on that clock, rounded up, at most an hour; 0 if it has passed.
pub(crate) fn seconds_until(instant: f64) -> i32 {
    let left = to_integer(((instant - now()) / 1000.0).ceil());
    i32::try_from(left.clamp(0, 3_600)).unwrap_or_default()
}

/// A scheduled call. Dropping it cancels it.
pub(crate) struct Timer {
    handle: JsValue,
    _call: Closure<dyn FnMut()>,
}

impl Timer {
    /// Calls `then` after `milliseconds`.
    pub(crate) fn after(milliseconds: i32, then: impl FnOnce() + 'static) -> Self {
        Self::boxed(milliseconds, Box::new(then))
    }

    fn boxed(milliseconds: i32, then: Box<dyn FnOnce()>) -> Self {
        let mut then = Some(then);
        let call = Closure::<dyn FnMut()>::new(move || {
            if let Some(then) = then.take() {
                then();
            }
        });
        let handle = set_timeout(call.as_ref(), milliseconds).unwrap_or(JsValue::UNDEFINED);
        Self { handle, _call: call }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        // Fails only for an invalid handle, which has nothing to cancel.
        let _ = clear_timeout(&self.handle);
    }
}

/// Seconds until a date, rounded up; negative if it has passed, 0 for an invalid one.
pub(crate) fn seconds_to(date: &str) -> i64 {
    let date = js_sys::Date::new(&JsValue::from_str(date)).get_time();
    to_integer(((date - epoch()) / 1000.0).ceil())
}

/// Completes after `milliseconds`.
pub(crate) async fn sleep(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |done, _| {
        // Without a timer, there is nothing to wait for.
        let _ = set_timeout(&done, milliseconds);
    });
    // This promise is never rejected.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

#[cfg(feature = "components")]
/// How many minutes the browser's zone is behind UTC at the local time `local`, such as
/// `1990-05-01T10:30`; 0 for an invalid one.
pub(crate) fn minutes_behind_utc(local: &str) -> i32 {
    let minutes = js_sys::Date::new(&JsValue::from_str(local)).get_timezone_offset();
    i32::try_from(to_integer(minutes)).unwrap_or_default()
}

/// Rounds milliseconds down to an integer; 0 for NaN and infinities.
pub(crate) fn to_integer(milliseconds: f64) -> i64 {
    // Rust has no lossless conversion; decimal digits are exact for any date.
    let digits = js_sys::Number::from(milliseconds.floor()).to_string_with_radix(10);
    digits.ok().and_then(|digits| integer(&String::from(digits))).unwrap_or_default()
}
