//! The one place that talks to Kratos.

use std::{cell::Cell, rc::Rc};

use gloo_net::http::{Request as Fetch, RequestBuilder};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

use super::clock::Timer;
use crate::{
    flow::event::Unreached,
    kratos::{request::Request, response::Response},
};

/// How long an answer may take, in milliseconds. Kratos itself answers within a second, slow
/// password hashes included; beyond this something in between is broken.
const LIMIT: i32 = 15_000;

/// Sends `request` to the Kratos at `base` and waits for the whole answer.
///
/// Nothing but `Accept` goes along, so that no browser asks for permission first (contract §1.2).
pub(crate) async fn send(base: &str, request: &Request) -> Result<Response, Unreached> {
    let controller = web_sys::AbortController::new().map_err(|_| Unreached::Failed)?;
    let timed_out = Rc::new(Cell::new(false));
    let timer = {
        let (controller, timed_out) = (controller.clone(), timed_out.clone());
        Timer::after(LIMIT, move || {
            timed_out.set(true);
            controller.abort();
        })
    };
    let answer = fetch(&[base, &request.url].concat(), request, &controller.signal()).await;
    drop(timer);
    answer.map_err(|_| if timed_out.get() { Unreached::TimedOut } else { Unreached::Failed })
}

async fn fetch(
    url: &str,
    request: &Request,
    signal: &web_sys::AbortSignal,
) -> Result<Response, gloo_net::Error> {
    let common = |builder: RequestBuilder| {
        builder
            .header("Accept", "application/json")
            .credentials(web_sys::RequestCredentials::Include)
            .abort_signal(Some(signal))
    };
    let ready = match &request.form {
        None => common(Fetch::get(url)).build()?,
        Some(form) => common(Fetch::post(url))
            .header("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")
            .body(form.as_str())?,
    };
    let answer = ready.send().await?;
    Ok(Response { status: answer.status(), body: answer.text().await? })
}

/// Waits for an answer that somebody else asked for; `response` is a promise of a `Response`.
pub(crate) async fn receive(response: Promise) -> Result<Response, Unreached> {
    let (resolve, timer) = (Rc::new(Cell::new(None)), Rc::new(Cell::new(None)));
    let limit = {
        let resolve = resolve.clone();
        Promise::new(&mut move |done, _| resolve.set(Some(done)))
    };
    timer.set(resolve.take().map(|done: js_sys::Function| {
        Timer::after(LIMIT, move || {
            // A call of a promise's own resolver does not fail.
            let _ = done.call0(&JsValue::UNDEFINED);
        })
    }));
    let read = future_to_promise(async move {
        let answer: web_sys::Response = JsFuture::from(response).await?.dyn_into()?;
        let pair = js_sys::Array::new();
        pair.push(&JsValue::from(answer.status()));
        pair.push(&JsFuture::from(answer.text()?).await?);
        Ok(pair.into())
    });
    let first = JsFuture::from(Promise::race(&js_sys::Array::of2(&read, &limit))).await;
    let pair = first.map_err(|_| Unreached::Failed)?;
    let Ok(pair) = pair.dyn_into::<js_sys::Array>() else { return Err(Unreached::TimedOut) };
    let (status, body): (u16, String) =
        serde_wasm_bindgen::from_value(pair.into()).map_err(|_| Unreached::Failed)?;
    Ok(Response { status, body })
}
