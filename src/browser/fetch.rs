//! The only code that sends requests to Kratos.

use std::{cell::Cell, pin::Pin, rc::Rc};

use gloo_net::http::Request as Fetch;
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, RequestInit};

use super::{
    address,
    clock::{self, Timer},
};
use crate::{
    decimal::integer,
    kratos::{
        flow::OAUTH2,
        request::{Method, Request},
        response::{Answer, Response, Unreached},
    },
};

/// The request timeout in milliseconds. Kratos answers within a second, even with slow password
/// hashes; a longer time means that something in between is broken.
const TIMEOUT: i32 = 15_000;

/// Sends `request` to the Kratos at `base` and reads the whole response.
///
/// `Accept` is the only header, so that browsers send no preflight (see
/// docs/kratos.md#no-preflight). A native app's token adds its own header.
pub(crate) async fn send(base: &str, request: &Request) -> Result<Response, Unreached> {
    let controller = AbortController::new().map_err(|_| Unreached::Failed)?;
    send_by(controller, base, request).await
}

/// Like [`send`], and parses the answer.
pub(crate) async fn ask(base: &str, request: &Request) -> Result<Answer, Unreached> {
    send(base, request).await.map(|response| response.read())
}

/// Like [`send`], and `controller` aborts it.
pub(crate) async fn send_by(
    controller: AbortController,
    base: &str,
    request: &Request,
) -> Result<Response, Unreached> {
    let timed_out = Rc::new(Cell::new(false));
    let timer = {
        let (controller, timed_out) = (controller.clone(), timed_out.clone());
        Timer::after(TIMEOUT, move || {
            timed_out.set(true);
            controller.abort();
        })
    };
    let answer = fetch(&url(base, request), request, &controller.signal()).await;
    drop(timer);
    match answer {
        Ok(answer) => answer,
        Err(_) if timed_out.get() => Err(Unreached::TimedOut),
        Err(_) if controller.signal().aborted() => Err(Unreached::Failed),
        Err(_) if is_redirected(base).await => Err(Unreached::Redirected),
        Err(_) => Err(Unreached::Failed),
    }
}

/// Whether requests to Kratos are redirected. The browser does not tell a redirect to another site, which
/// lacks CORS, from no answer; Kratos answers this request without one.
async fn is_redirected(base: &str) -> bool {
    let init = RequestInit::new();
    init.set_redirect(web_sys::RequestRedirect::Manual);
    let request =
        web_sys::Request::new_with_str_and_init(&[base, "/sessions/whoami"].concat(), &init);
    let (Ok(request), Some(window)) = (request, web_sys::window()) else { return false };
    let (late, limit) = expiring();
    let answer = within(window.fetch_with_request(&request), &limit).await;
    drop(late);
    let answer = answer.ok().and_then(|answer| answer.dyn_into::<web_sys::Response>().ok());
    answer.is_some_and(|answer| answer.type_() == web_sys::ResponseType::Opaqueredirect)
}

async fn fetch(
    url: &str,
    request: &Request,
    signal: &web_sys::AbortSignal,
) -> Result<Result<Response, Unreached>, gloo_net::Error> {
    let (method, body) = match &request.method {
        Method::Get => ("GET", None),
        Method::Delete => ("DELETE", None),
        Method::Form(form) => {
            ("POST", Some(("application/x-www-form-urlencoded;charset=UTF-8", form)))
        }
        Method::Json(body) => ("POST", Some((JSON, body))),
        Method::DeleteJson(body) => ("DELETE", Some((JSON, body))),
    };
    // gloo's builder parses URLs, headers and queries, which adds 4 kB.
    let init = RequestInit::new();
    let headers = Object::new();
    set(&headers, "Accept", JSON);
    if let Some(token) = &request.token {
        set(&headers, "X-Session-Token", token);
    }
    init.set_method(method);
    init.set_credentials(web_sys::RequestCredentials::Include);
    init.set_signal(Some(signal));
    if let Some((kind, body)) = body {
        set(&headers, "Content-Type", kind);
        init.set_body(&body.into());
    }
    init.set_headers(&headers);
    let ready = web_sys::Request::new_with_str_and_init(url, &init);
    let ready = ready.map_err(|_| gloo_net::Error::GlooError("no request".to_owned()))?;
    let answer = Fetch::from(ready).send().await?;
    let wait = answer.headers().get("Retry-After");
    Ok(read(answer.status(), wait, answer.text().await?))
}

/// An answer by its status, `Retry-After` and body.
fn read(status: u16, retry_after: Option<String>, body: String) -> Result<Response, Unreached> {
    // A number of seconds, or a date.
    let wait = |text: String| {
        let seconds = integer(&text).unwrap_or_else(|| clock::seconds_to(&text));
        u32::try_from(seconds).ok()
    };
    match Unreached::from_status(status, retry_after.and_then(wait)) {
        Some(unreached) => Err(unreached),
        None => Ok(Response { status, body }),
    }
}

const JSON: &str = "application/json";

fn set(object: &Object, name: &str, value: &str) {
    // Setting a member of a plain object can't fail.
    let _ = Reflect::set(object, &name.into(), &value.into());
}

/// The absolute URL of a request: below `base`, unless Kratos gave an absolute one. The service for OAuth2
/// clients is at the page's own origin.
pub(crate) fn url(base: &str, request: &Request) -> String {
    match request.url.as_str() {
        path if path.starts_with(OAUTH2) => [&address::home(), path].concat(),
        path if path.starts_with('/') => [base, path].concat(),
        url => url.to_owned(),
    }
}

/// Awaits a response requested elsewhere; `answer` is a promise of `{status, text, retryAfter?}`.
pub(crate) async fn receive(answer: Promise) -> Result<Response, Unreached> {
    let (late, limit) = expiring();
    let arrived = within(answer, &limit).await?;
    drop(late);
    let member = |name: &str| Reflect::get(&arrived, &name.into()).map_err(|_| Unreached::Failed);
    let body = member("text")?.as_string().unwrap_or_default();
    read(status(&member("status")?), member("retryAfter")?.as_string(), body)
}

/// An HTTP status; 0 (no answer) if invalid.
pub(crate) fn status(value: &JsValue) -> u16 {
    let number = value.as_f64().unwrap_or_default();
    (0..600).find(|status| f64::from(*status) == number).unwrap_or(0)
}

/// A promise that resolves after [`TIMEOUT`], unless the timer is dropped.
fn expiring() -> (Option<Timer>, Promise) {
    let mut timer = None;
    let promise = Promise::new(&mut |done, _| {
        timer = Some(Timer::after(TIMEOUT, move || {
            // A promise's `resolve` does not throw.
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

/// Runs a future on the page. Boxed here, so that the executor code is compiled once.
pub(crate) fn spawn(future: impl Future<Output = ()> + 'static) {
    let future: Pin<Box<dyn Future<Output = ()>>> = Box::pin(future);
    spawn_local(future);
}
