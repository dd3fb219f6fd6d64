//! The browser's WebAuthn capabilities, and signals to the password manager.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::{
    fetch::spawn,
    page::{call, document, member, text_member},
};
use crate::webauthn::ability::{Observation, Signal, User};

/// Reads what is available synchronously.
pub(crate) fn observe() -> Observation {
    let Some(window) = web_sys::window() else { return Observation::default() };
    let location = window.location();
    Observation {
        is_secure: window.is_secure_context(),
        has_interface: interface().is_some(),
        allows_get: allows("publickey-credentials-get"),
        allows_create: allows("publickey-credentials-create"),
        origin: text_member(&location, "origin"),
        host: text_member(&location, "hostname"),
        capabilities: None,
    }
}

/// Requests the client capabilities and calls `then` with the names that are true. Never calls it
/// if the browser can't report them.
pub(crate) fn ask(then: impl FnOnce(Vec<String>) + 'static) {
    let Some(promise) = capabilities() else { return };
    spawn(async move {
        let Ok(answer) = JsFuture::from(promise).await else { return };
        let entries = Object::entries(answer.unchecked_ref());
        let named = entries.iter().filter_map(|entry| {
            let entry: Array = entry.dyn_into().ok()?;
            entry.get(1).is_truthy().then(|| entry.get(0).as_string())?
        });
        then(named.collect());
    });
}

fn interface() -> Option<JsValue> {
    let window = web_sys::window()?;
    Some(member(&window, "PublicKeyCredential")).filter(JsValue::is_function)
}

fn capabilities() -> Option<Promise> {
    call(&interface()?, "getClientCapabilities", &JsValue::UNDEFINED)?.dyn_into().ok()
}

/// Whether the document's permissions policy allows a feature. Only Chromium reports it, and denies
/// features that it doesn't know: passkeys could be created long before it knew that one.
fn allows(feature: &str) -> Option<bool> {
    let document = document()?;
    let policy = member(&document, "featurePolicy");
    let known: Array = call(&policy, "features", &JsValue::UNDEFINED)?.dyn_into().ok()?;
    let feature = feature.into();
    if !known.includes(&feature, 0) {
        return None;
    }
    call(&policy, "allowsFeature", &feature)?.as_bool()
}

/// Signals a passkey to the password manager, where supported. Not awaited; failures are ignored.
/// `user` is the account whose passkey signed in in this tab.
pub(crate) fn signal(signal: &Signal, user: Option<User>) {
    let text = |text: &str| JsValue::from_str(text);
    let (method, members) = match (signal, user) {
        (Signal::Unknown { rp_id, credential }, _) => (
            "signalUnknownCredential",
            vec![("rpId", text(rp_id)), ("credentialId", text(credential))],
        ),
        (Signal::Renamed(name), Some(user)) => (
            "signalCurrentUserDetails",
            vec![
                ("rpId", text(&user.rp_id)),
                ("userId", text(&user.handle)),
                ("name", text(name)),
                ("displayName", text(name)),
            ],
        ),
        (Signal::Renamed(_), None) => return,
    };
    let Some(interface) = interface() else { return };
    let options = Object::new();
    for (name, value) in members {
        // Fails only for a frozen object.
        let _ = Reflect::set(&options, &name.into(), &value);
    }
    let promise = call(&interface, method, &options);
    if let Some(promise) = promise.and_then(|promise| promise.dyn_into::<Promise>().ok()) {
        spawn(async move {
            // A rejected signal changes nothing for the person.
            let _ = JsFuture::from(promise).await;
        });
    }
}
