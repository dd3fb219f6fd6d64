//! The session, for the elements that show a page's own content by its state.

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::{driver::SharedSession, to_js::state_to_js};

/// A follower of the session. Freeing it ends it.
#[wasm_bindgen]
pub struct FollowedSession {
    _session: SharedSession,
}

/// Follows the session at `base`; `changed` is called with each new state, at once if one is known,
/// and must not call back while it runs. All elements of a page share one watch.
#[wasm_bindgen]
pub fn follow_session(base: String, changed: Function) -> FollowedSession {
    FollowedSession {
        _session: SharedSession::follow(base, move |state| {
            // The package's own function, which doesn't throw.
            let _ = changed.call1(&JsValue::NULL, &state_to_js(state));
        }),
    }
}
