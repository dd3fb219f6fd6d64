//! The person's other sessions.

use js_sys::Promise;
use wasm_bindgen::prelude::*;

use super::promise::promise;
use crate::{
    browser::fetch,
    kratos::{
        request::Request,
        response::{Answer, Response},
    },
    session::UnreachableCause,
    to_js::{Failure, parsed},
};

/// The person's other sessions, as Kratos lists them.
///
/// # Errors
/// An error if Kratos refuses or doesn't answer.
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

/// Revokes the session `id`; without an id, all sessions but the current one.
///
/// # Errors
/// An error if Kratos refuses or doesn't answer.
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

async fn send(base: &str, request: &Request) -> Result<Response, JsValue> {
    fetch::send(base, request).await.map_err(|why| Failure::from(why).throw())
}

fn refused(answer: Answer, status: u16) -> JsValue {
    Failure::from(match answer {
        Answer::Error(error) => UnreachableCause::Refused(*error),
        _ => UnreachableCause::NotKratos(status),
    })
    .throw()
}
