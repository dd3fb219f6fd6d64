//! Requests of somebody who may be signed in: whoami, their sessions, signing out.

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

use super::{
    failure::Failure,
    value::{parsed, promise},
    watch::state_to_js,
};
use crate::{
    browser::fetch,
    driver,
    kratos::{
        request::Request,
        response::{Answer, Response},
    },
    session::{
        SessionState, Silence,
        logout::{End, Mode},
    },
};

/// Who is signed in, as a session state; with the session as Kratos sent it under `raw`.
#[wasm_bindgen]
pub fn whoami(base: String) -> Promise {
    promise(async move {
        let answer = fetch::send(&base, &Request::whoami()).await;
        let state = state_to_js(&SessionState::read(answer.as_ref().map_err(|why| *why)));
        let raw = answer.map_or(JsValue::NULL, |response| parsed(&response.body));
        js_sys::Reflect::set(&state, &"raw".into(), &raw)?;
        Ok(state)
    })
}

/// The person's other sessions, as Kratos lists them.
///
/// # Errors
/// A failure when Kratos refuses or does not answer.
#[wasm_bindgen(js_name = listSessions)]
pub fn list_sessions(base: String) -> Promise {
    promise(async move {
        let response = send(&base, &Request::sessions()).await?;
        match response.read() {
            Answer::Sessions(_) => Ok(parsed(&response.body)),
            other => Err(refused(other, response.status)),
        }
    })
}

/// Ends the session `id`, or without one all but the own one.
///
/// # Errors
/// A failure when Kratos refuses or does not answer.
#[wasm_bindgen(js_name = revokeSession)]
pub fn revoke_session(base: String, id: Option<String>) -> Promise {
    promise(async move {
        let request = match id {
            Some(id) => Request::revoke(&id),
            None => Request::revoke_others(),
        };
        let response = send(&base, &request).await?;
        match response.read() {
            Answer::Empty => Ok(JsValue::UNDEFINED),
            other => Err(refused(other, response.status)),
        }
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

async fn send(base: &str, request: &Request) -> Result<Response, JsValue> {
    fetch::send(base, request).await.map_err(|why| Failure::from(why).throw())
}

fn refused(answer: Answer, status: u16) -> JsValue {
    Failure::from(match answer {
        Answer::Error(error) => Silence::Refused(*error),
        _ => Silence::NotKratos(status),
    })
    .throw()
}
