//! API flows of native apps, with a session token instead of a cookie.

use js_sys::Promise;
use serde::{Serialize, ser::SerializeMap};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

use super::promise::promise;
use crate::{
    browser::fetch,
    flow::{
        native::{self, NativeOutcome},
        state::Proof,
    },
    json::Json,
    kratos::{
        flow::FlowKind,
        request::{Request, urldecode},
    },
    session::UnreachableCause,
    to_js::{Failure, parsed},
};

/// The body as Kratos sent it.
#[derive(Serialize)]
struct Body(#[serde(with = "serde_wasm_bindgen::preserve")] JsValue);

/// The outcome of a request; its TypeScript is `NativeOutcome`.
struct JsOutcome {
    kind: &'static str,
    body: Body,
    /// The URL to open in a browser.
    url: Option<String>,
    /// Why a sign-in is required.
    reason: Option<&'static str>,
    /// The flow that replaces an expired one.
    use_flow_id: Option<String>,
}

/// As a map: for the names of a struct's fields, serde-wasm-bindgen has a table of its own, which
/// would add 0.7 kB of Brotli.
impl Serialize for JsOutcome {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(5))?;
        map.serialize_entry("kind", self.kind)?;
        map.serialize_entry("body", &self.body)?;
        map.serialize_entry("url", &self.url)?;
        map.serialize_entry("reason", &self.reason)?;
        map.serialize_entry("useFlowId", &self.use_flow_id)?;
        map.end()
    }
}

/// Creates a flow of `kind`; `query` has its parameters, form-encoded.
///
/// # Errors
/// An error if Kratos refuses or doesn't answer.
#[wasm_bindgen(js_name = nativeCreate)]
pub fn native_create(base: String, kind: String, query: String, token: Option<String>) -> Promise {
    let request = named(&kind).map(|kind| Request::create_native(kind, &urldecode(&query)));
    answered(base, request, token)
}

/// Fetches the flow `id` of `kind`.
///
/// # Errors
/// An error if Kratos refuses or doesn't answer.
#[wasm_bindgen(js_name = nativeFetch)]
pub fn native_fetch(base: String, kind: String, id: String, token: Option<String>) -> Promise {
    let request = named(&kind).map(|kind| Request::fetch(kind, &id));
    answered(base, request, token)
}

/// Submits `body` to `flow`; both are JSON texts.
///
/// # Errors
/// An error if one of them is invalid, or if Kratos refuses or doesn't answer.
#[wasm_bindgen(js_name = nativeSubmit)]
pub fn native_submit(base: String, flow: String, body: String, token: Option<String>) -> Promise {
    let read = |text: &str| Json::parse(text).ok().filter(Json::is_object);
    let request = read(&flow).zip(read(&body)).and_then(|(flow, body)| native::submit(&flow, body));
    answered(base, request.ok_or_else(|| Failure::plain("no-such-flow").throw()), token)
}

/// Sends a request without a flow: `whoami` or `logout` for the session token `first`, or
/// `exchange` for the two codes of a sign-in by a provider.
///
/// # Errors
/// An error if Kratos refuses or doesn't answer.
#[wasm_bindgen(js_name = nativeGet)]
pub fn native_get(base: String, what: &str, first: String, second: &str) -> Promise {
    match what {
        "whoami" => answered(base, Ok(Request::whoami()), Some(first)),
        "logout" => answered(base, Ok(Request::native_logout(&first)), None),
        _ => answered(base, Ok(Request::token_exchange(&first, second)), None),
    }
}

fn named(kind: &str) -> Result<FlowKind, JsValue> {
    FlowKind::named(kind).ok_or_else(|| Failure::plain("no-such-flow").throw())
}

/// A promise of the outcome of `request`; rejected if the request is an error.
fn answered(base: String, request: Result<Request, JsValue>, token: Option<String>) -> Promise {
    promise(async move { answer(base, request?, token).await })
}

async fn answer(base: String, request: Request, token: Option<String>) -> Result<JsValue, JsValue> {
    let request = match &token {
        Some(token) => request.as_session(token),
        None => request,
    };
    let response = fetch::send(&base, &request).await;
    let response = response.map_err(|why| Failure::from(why).throw())?;
    let mut out = JsOutcome {
        kind: "form",
        body: Body(parsed(&response.body)),
        url: None,
        reason: None,
        use_flow_id: None,
    };
    match NativeOutcome::from_response(&response) {
        NativeOutcome::Form => {}
        NativeOutcome::Saved => out.kind = "saved",
        NativeOutcome::Done => out.kind = "done",
        NativeOutcome::Empty => out.kind = "empty",
        NativeOutcome::Redirect(url) => {
            out.kind = "redirect";
            out.url = Some(url);
        }
        NativeOutcome::SignIn(proof) => {
            out.kind = "sign-in";
            out.reason = Some(match proof {
                Proof::SignedOut => "signed-out",
                Proof::TooOld => "too-old",
                Proof::SecondFactor => "second-factor",
            });
        }
        NativeOutcome::Expired(id) => {
            out.kind = "expired";
            out.use_flow_id = id;
        }
        NativeOutcome::Refused(error) => return Err(Failure::from(*error).throw()),
        NativeOutcome::NotKratos(status) => {
            return Err(Failure::from(UnreachableCause::NotKratos(status)).throw());
        }
    }
    // Fails only for numbers beyond JavaScript's range, which can only be in the body.
    let serializer = Serializer::new().serialize_missing_as_null(true);
    Ok(out.serialize(&serializer.serialize_maps_as_objects(true))?)
}
