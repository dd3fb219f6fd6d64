//! Ceremonies: the only calls of `navigator.credentials`.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, AbortSignal, CredentialsContainer};

use super::{
    clock::{self, Timer},
    fetch::spawn,
    page::{call, document, text_member},
    page_lock,
};
use crate::{
    flow::ceremony::Ceremony,
    json::Json,
    webauthn::{
        answer::{self, AuthenticatorResponse, Credential},
        base64url,
        error::{CeremonyError, Operation, Rejection},
        options::Options,
    },
};

// web-sys has the JSON methods only behind an unstable cfg, which a library can't set for its
// users.
#[wasm_bindgen]
extern "C" {
    type PublicKeyCredential;

    #[wasm_bindgen(catch, static_method_of = PublicKeyCredential, js_name = parseRequestOptionsFromJSON)]
    fn parse_request_options(json: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, static_method_of = PublicKeyCredential, js_name = parseCreationOptionsFromJSON)]
    fn parse_creation_options(json: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, static_method_of = PublicKeyCredential, js_name = isConditionalMediationAvailable)]
    fn is_conditional_mediation_available() -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, method, js_name = toJSON)]
    fn to_json(this: &PublicKeyCredential) -> Result<JsValue, JsValue>;
}

thread_local! {
    /// The page's running ceremony. A browser runs one at a time and refuses a second.
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
    /// A conditional request paused by another flow's ceremony; restarted afterwards.
    static PAUSED: RefCell<Option<Autofill>> = const { RefCell::new(None) };
    /// The number of flows on this page so far.
    static FLOWS: Cell<u32> = const { Cell::new(0) };
}

/// How long after its timeout a ceremony counts as stuck, in milliseconds: some browsers and
/// extensions never settle the promise.
const GRACE: i32 = 5_000;
/// The time limit for creating a passkey without a dialog, in milliseconds.
const SILENT_LIMIT: i32 = 3_000;
/// The time limit for a ceremony without a `timeout`, in milliseconds; the maximum of browsers
/// (WebAuthn Level 3 §15.1).
const LIMIT: i32 = 600_000;

/// The result of a ceremony.
type End = Result<String, CeremonyError>;
/// Called once with the result; further results are ignored.
type Done = Rc<dyn Fn(End)>;

struct Running {
    flow: u32,
    controller: AbortController,
    /// `Some` for conditional requests, `None` for modal ones.
    autofill: Option<Autofill>,
}

#[derive(Clone)]
struct Autofill {
    flow: u32,
    options: Options,
    done: Done,
}

/// The ceremonies of one flow. The flows of a page take turns.
pub(crate) struct Ceremonies(u32);

impl Ceremonies {
    /// The ceremonies of a new flow.
    pub(crate) fn new() -> Self {
        Self(FLOWS.replace(FLOWS.get().wrapping_add(1)))
    }

    /// Aborts the flow's running ceremony, if any; other flows are not affected.
    pub(crate) fn end(&self) {
        let is_own = |flow: u32| flow == self.0;
        PAUSED.with_borrow_mut(|paused| paused.take_if(|autofill| is_own(autofill.flow)));
        let running = RUNNING.with_borrow_mut(|running| running.take_if(|one| is_own(one.flow)));
        if let Some(running) = running {
            running.controller.abort();
            page_lock::unregister(&running.controller);
            restart_autofill();
        }
    }

    /// Runs a ceremony in place of any other, and calls `done` once with its result. A conditional
    /// request waits for another flow's modal ceremony, and does not report being paused by one.
    ///
    /// Inside a click, the browser API is called before this returns, as user activation requires.
    pub(crate) fn run(&self, ceremony: &Ceremony, done: impl FnOnce(End) + 'static) {
        let done = {
            let done = RefCell::new(Some(done));
            Rc::new(move |end| {
                if let Some(done) = done.take() {
                    done(end);
                }
            })
        };
        match ceremony {
            Ceremony::Autofill(options) => {
                autofill(Autofill { flow: self.0, options: options.clone(), done });
            }
            Ceremony::Get(options) => self.start(options, Operation::Get, false, done),
            Ceremony::Create(options) => self.start(options, Operation::Create, false, done),
            Ceremony::CreateSilently(options) => self.start(options, Operation::Create, true, done),
        }
    }

    fn start(&self, options: &Options, operation: Operation, silently: bool, done: Done) {
        let Some(controller) = register(self.0, None) else {
            return done(Err(CeremonyError::Unsupported));
        };
        let asked = call_browser(options, operation, &controller.signal(), silently);
        let timeout = options.timeout();
        let limit = timeout.and_then(|timeout| i32::try_from(timeout).ok()).unwrap_or(LIMIT);
        let limit = if silently { SILENT_LIMIT } else { limit.saturating_add(GRACE) };
        let leave = {
            let controller = controller.clone();
            move |end| {
                unregister(&controller);
                done(end);
                restart_autofill();
            }
        };
        let watchdog = {
            let leave = leave.clone();
            Timer::after(limit, move || {
                leave(Err(CeremonyError::TimedOut));
                controller.abort();
            })
        };
        spawn(async move {
            leave(settle(asked, operation, timeout).await);
            drop(watchdog);
        });
    }
}

fn autofill(wanted: Autofill) {
    let is_taken = RUNNING.with_borrow(|running| match running {
        Some(one) => one.flow != wanted.flow && one.autofill.is_none(),
        None => page_lock::is_modal_running(),
    });
    if is_taken {
        PAUSED.set(Some(wanted));
        return;
    }
    let Some(controller) = register(wanted.flow, Some(wanted.clone())) else {
        return (wanted.done)(Err(CeremonyError::Unsupported));
    };
    spawn(async move {
        let signal = controller.signal();
        let end = if can_autofill().await && !signal.aborted() {
            let asked = call_browser(&wanted.options, Operation::Get, &signal, true);
            settle(asked, Operation::Get, None).await
        } else {
            Err(CeremonyError::Unsupported)
        };
        if !signal.aborted() {
            unregister(&controller);
            (wanted.done)(end);
        }
    });
}

/// Aborts the running ceremony. A conditional request of another flow is kept to be restarted.
fn register(flow: u32, autofill: Option<Autofill>) -> Option<AbortController> {
    if let Some(running) = RUNNING.take() {
        running.controller.abort();
        if let Some(other) = running.autofill.filter(|other| other.flow != flow) {
            PAUSED.set(Some(other));
        }
    }
    let controller = AbortController::new().ok()?;
    page_lock::register(&controller, autofill.is_none());
    RUNNING.set(Some(Running { flow, controller: controller.clone(), autofill }));
    Some(controller)
}

fn unregister(controller: &AbortController) {
    page_lock::unregister(controller);
    RUNNING.with_borrow_mut(|running| running.take_if(|one| one.controller == *controller));
}

/// Restarts the paused conditional request, if no ceremony runs.
fn restart_autofill() {
    if RUNNING.with_borrow(Option::is_none)
        && let Some(paused) = PAUSED.take()
    {
        autofill(paused);
    }
}

async fn can_autofill() -> bool {
    let Ok(promise) = PublicKeyCredential::is_conditional_mediation_available() else {
        return false;
    };
    JsFuture::from(promise).await.is_ok_and(|available| available.is_truthy())
}

fn call_browser(
    options: &Options,
    operation: Operation,
    signal: &AbortSignal,
    conditional: bool,
) -> Result<Promise, JsValue> {
    let request = Object::new();
    set(&request, "publicKey", &public_key(options, operation)?)?;
    set(&request, "signal", signal)?;
    if conditional {
        set(&request, "mediation", &"conditional".into())?;
    }
    let window = web_sys::window().ok_or(JsValue::UNDEFINED)?;
    let container: CredentialsContainer = window.navigator().credentials();
    match operation {
        Operation::Get => container.get_with_options(request.unchecked_ref()),
        Operation::Create => container.create_with_options(request.unchecked_ref()),
    }
}

/// The options as a JS object: by `parse…OptionsFromJSON`, else by converting the binary members to
/// buffers.
fn public_key(options: &Options, operation: Operation) -> Result<JsValue, JsValue> {
    let json = js_sys::JSON::parse(&options.to_json())?;
    let native = match operation {
        Operation::Get => PublicKeyCredential::parse_request_options(&json),
        Operation::Create => PublicKeyCredential::parse_creation_options(&json),
    };
    native.or_else(|_| {
        for path in Options::BYTES {
            to_bytes(&json, path)?;
        }
        Ok(json)
    })
}

fn to_bytes(parent: &JsValue, path: &[&str]) -> Result<(), JsValue> {
    let Some((name, rest)) = path.split_first() else { return Ok(()) };
    if *name == "*" {
        for element in Array::from(parent) {
            to_bytes(&element, rest)?;
        }
        return Ok(());
    }
    let member = Reflect::get(parent, &(*name).into())?;
    if member.is_undefined() {
        return Ok(());
    }
    if !rest.is_empty() {
        return to_bytes(&member, rest);
    }
    let bytes = base64url::decode(&member.as_string().unwrap_or_default());
    let bytes = bytes.map_err(|_| js_sys::TypeError::new(name))?;
    set(parent.unchecked_ref(), name, &Uint8Array::from(bytes.as_slice()))
}

async fn settle(
    asked: Result<Promise, JsValue>,
    operation: Operation,
    timeout: Option<u32>,
) -> Result<String, CeremonyError> {
    let began = clock::now();
    let credential = match asked {
        Ok(promise) => JsFuture::from(promise).await,
        Err(thrown) => Err(thrown),
    };
    let credential = credential.and_then(|credential| credential_json(&credential, operation));
    credential.map_err(|thrown| {
        let is_hidden = document().is_some_and(|document| document.hidden());
        CeremonyError::from_rejection(&Rejection {
            name: &text_member(&thrown, "name"),
            message: &text_member(&thrown, "message"),
            operation,
            elapsed: clock::now() - began,
            timeout,
            is_visible: !is_hidden,
        })
    })
}

/// The credential as JSON text: by `toJSON`, else from its members.
fn credential_json(credential: &JsValue, operation: Operation) -> Result<String, JsValue> {
    let native = credential.unchecked_ref::<PublicKeyCredential>().to_json();
    if let Ok(json) = native {
        let text = String::from(js_sys::JSON::stringify(&json)?);
        return answer::from_native_json(&text)
            .ok_or_else(|| js_sys::TypeError::new("toJSON").into());
    }
    let object = Reflect::get(credential, &"response".into())?;
    let response = match operation {
        Operation::Create => AuthenticatorResponse::Attestation {
            object: bytes(&object, "attestationObject")?,
            transports: transports(&object),
        },
        Operation::Get => AuthenticatorResponse::Assertion {
            authenticator_data: bytes(&object, "authenticatorData")?,
            signature: bytes(&object, "signature")?,
            user_handle: bytes(&object, "userHandle").ok().filter(|handle| !handle.is_empty()),
        },
    };
    let attachment = Reflect::get(credential, &"authenticatorAttachment".into())?;
    let raw_id = bytes(credential, "rawId")?;
    let client_data = bytes(&object, "clientDataJSON")?;
    let attachment = attachment.as_string();
    let extensions = extensions(credential);
    Ok(Credential { raw_id, attachment, client_data, extensions, response }.to_json())
}

fn bytes(object: &JsValue, name: &str) -> Result<Vec<u8>, JsValue> {
    let buffer = Reflect::get(object, &name.into())?;
    if !buffer.is_instance_of::<js_sys::ArrayBuffer>() {
        return Err(js_sys::TypeError::new(name).into());
    }
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// The client extension results. Binary results are not used by Kratos and come out empty.
fn extensions(credential: &JsValue) -> Json {
    let results = call(credential, "getClientExtensionResults", &JsValue::UNDEFINED);
    let text = results.and_then(|results| js_sys::JSON::stringify(&results).ok());
    let read = text.and_then(|text| Json::parse(&String::from(text)).ok());
    read.filter(Json::is_object).unwrap_or(Json::Object(Vec::new()))
}

fn transports(response: &JsValue) -> Vec<String> {
    let list = call(response, "getTransports", &JsValue::UNDEFINED);
    list.map(|list| Array::from(&list).iter().filter_map(|name| name.as_string()).collect())
        .unwrap_or_default()
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), value).map(|_| ())
}
