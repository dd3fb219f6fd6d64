//! Watches the session.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::{driver, session::watch::CheckReason, to_js::state_to_js};

/// Watches the browser's session. Wrapped by the package's `auth.session.subscribe`.
#[wasm_bindgen]
pub struct RawWatch(Rc<driver::SessionWatcher>);

#[wasm_bindgen]
impl RawWatch {
    /// Starts watching; `changed` is called with each new state.
    #[wasm_bindgen(constructor)]
    pub fn new(base: String, changed: Function) -> RawWatch {
        Self(driver::SessionWatcher::open(base, move |state| {
            // The package's own function, which doesn't throw.
            let _ = changed.call1(&JsValue::NULL, &state_to_js(state));
        }))
    }

    /// Checks the session again.
    pub fn refresh(&self) {
        self.0.check(CheckReason::MayHaveChanged);
    }

    /// Stops watching.
    pub fn close(&self) {
        self.0.close();
    }
}
