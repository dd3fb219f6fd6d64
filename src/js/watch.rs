//! Who is signed in, as it changes.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::{driver, session::watch::Doubt, to_js::state_to_js};

/// A watch over the browser's session. The package's `auth.session.subscribe` wraps it.
#[wasm_bindgen]
pub struct RawWatch(Rc<driver::SessionWatcher>);

#[wasm_bindgen]
impl RawWatch {
    /// Begins to watch; `changed` hears each new answer.
    #[wasm_bindgen(constructor)]
    pub fn new(base: String, changed: Function) -> RawWatch {
        Self(driver::SessionWatcher::open(base, move |state| {
            // The package's own function; it does not throw.
            let _ = changed.call1(&JsValue::NULL, &state_to_js(state));
        }))
    }

    /// Asks again.
    pub fn refresh(&self) {
        self.0.doubt(Doubt::Moved);
    }

    /// Stops watching.
    pub fn close(&self) {
        self.0.close();
    }
}
