//! Session requests: whoami and signing out.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::promise::promise;
use crate::{
    browser::fetch,
    driver,
    kratos::request::Request,
    session::{
        SessionState,
        logout::{End, Mode},
    },
    to_js::{Failure, parsed, state_to_js},
};

/// The session state, with the session as Kratos sent it under `raw`.
#[wasm_bindgen]
pub fn whoami(base: String) -> Promise {
    promise(async move {
        let answer = fetch::send(&base, &Request::whoami()).await;
        let raw = answer.as_ref().map_or(JsValue::NULL, |response| parsed(&response.body));
        let state = state_to_js(&SessionState::read(answer.map(|response| response.read())));
        js_sys::Reflect::set(&state, &"raw".into(), &raw)?;
        Ok(state)
    })
}

/// Signs out. `leave` is called with the URL to navigate to, and the result is `leaving`; without a
/// navigation it is `signed-out`.
///
/// # Errors
/// An error if there is still a session, or if Kratos refuses or doesn't answer.
#[wasm_bindgen(js_name = signOut)]
pub fn sign_out(base: String, mode: String, return_to: Option<String>, leave: Function) -> Promise {
    promise(async move {
        let mode = match mode.as_str() {
            "fetch" => Mode::Fetch,
            "everywhere" => Mode::Everywhere,
            _ => Mode::Navigate,
        };
        let end = driver::sign_out(&base, mode, return_to, &|url: &str| {
            // The package's own function, which doesn't throw.
            let _ = leave.call1(&JsValue::NULL, &url.into());
        })
        .await;
        match end {
            None => Ok("leaving".into()),
            Some(End::SignedOut) => Ok("signed-out".into()),
            Some(End::StillSignedIn) => Err(Failure::plain("still-signed-in").throw()),
            Some(End::Failed(cause)) => Err(Failure::from(cause).throw()),
        }
    })
}
