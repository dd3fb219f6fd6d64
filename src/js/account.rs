//! Requests of somebody who may be signed in: whoami, signing out.

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

/// Who is signed in, as a session state; with the session as Kratos sent it under `raw`.
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

/// Signs out. `leave` is called with the URL to leave for; then the answer is `leaving`, else
/// `signed-out`.
///
/// # Errors
/// A failure when somebody is still signed in, or Kratos refuses or does not answer.
#[wasm_bindgen(js_name = signOut)]
pub fn sign_out(base: String, mode: String, return_to: Option<String>, leave: Function) -> Promise {
    promise(async move {
        let mode = match mode.as_str() {
            "fetch" => Mode::Fetch,
            "everywhere" => Mode::Everywhere,
            _ => Mode::Navigate,
        };
        let end = driver::sign_out(&base, mode, return_to, |url| {
            // The package's own function; it does not throw.
            let _ = leave.call1(&JsValue::NULL, &url.into());
        })
        .await;
        match end {
            None => Ok("leaving".into()),
            Some(End::SignedOut) => Ok("signed-out".into()),
            Some(End::StillSignedIn) => Err(Failure::plain("still-signed-in").throw()),
            Some(End::Trouble(silence)) => Err(Failure::from(silence).throw()),
        }
    })
}
