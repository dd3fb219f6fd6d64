//! The one place that talks to Kratos.

use std::{cell::Cell, pin::Pin, rc::Rc};

use gloo_net::http::{Request as Fetch, RequestBuilder};
use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::clock::Timer;
use crate::{
    flow::event::Unreached,
    kratos::{
        request::{Method, Request},
        response::Response,
    },
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
    let answer = fetch(&url(base, request), request, &controller.signal()).await;
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
    let json = "application/json";
    let ready = match &request.method {
        Method::Get => common(Fetch::get(url)).build()?,
        Method::Delete => common(Fetch::delete(url)).build()?,
        Method::Form(form) => with_body(
            common(Fetch::post(url)),
            "application/x-www-form-urlencoded;charset=UTF-8",
            form,
        )?,
        Method::Json(body) => with_body(common(Fetch::post(url)), json, body)?,
        Method::DeleteJson(body) => with_body(common(Fetch::delete(url)), json, body)?,
    };
    let answer = ready.send().await?;
    Ok(Response { status: answer.status(), body: answer.text().await? })
}

fn with_body(
    builder: RequestBuilder,
    kind: &str,
    body: &str,
) -> Result<gloo_net::http::Request, gloo_net::Error> {
    builder.header("Content-Type", kind).body(body)
}

/// Where a request goes: below `base`, unless Kratos gave a whole URL.
pub(crate) fn url(base: &str, request: &Request) -> String {
    let is_path = request.url.starts_with('/');
    if is_path { [base, &request.url].concat() } else { request.url.clone() }
}

/// Waits for an answer that somebody else asked for; `response` is a promise of a `Response`.
pub(crate) async fn receive(response: Promise) -> Result<Response, Unreached> {
    let (late, limit) = expiring();
    let arrived = within(response, &limit).await?;
    let answer: web_sys::Response = arrived.dyn_into().map_err(|_| Unreached::Failed)?;
    let text = answer.text().map_err(|_| Unreached::Failed)?;
    let body = within(text, &limit).await?.as_string().unwrap_or_default();
    drop(late);
    Ok(Response { status: answer.status(), body })
}

/// A promise of `undefined` that is kept after [`LIMIT`], while the timer lives.
fn expiring() -> (Option<Timer>, Promise) {
    let mut timer = None;
    let promise = Promise::new(&mut |done, _| {
        timer = Some(Timer::after(LIMIT, move || {
            // A promise's own resolver does not throw.
            let _ = done.call0(&JsValue::UNDEFINED);
        }));
    });
    (timer, promise)
}

async fn within(promise: Promise, limit: &Promise) -> Result<JsValue, Unreached> {
    let first = Promise::race(&js_sys::Array::of2(&promise, limit));
    match JsFuture::from(first).await {
        Ok(value) if value.is_undefined() => Err(Unreached::TimedOut),
        Ok(value) => Ok(value),
        Err(_) => Err(Unreached::Failed),
    }
}

/// Runs a future on the page. Boxed here, so that the machinery behind it is built once.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    spawn_local(future);
}
