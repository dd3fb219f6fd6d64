//! The session state as a JavaScript value.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::{
    failure::Failure,
    text::{Raw, to_js},
};
use crate::{
    kratos::session::{Device, Session},
    session::{SessionState, UnreachableCause},
};

/// A session state; its TypeScript is `SessionState`.
#[derive(Serialize)]
struct State<'a> {
    state: &'static str,
    session: Option<JsSession<'a>>,
    /// Where Kratos asks for the second factor.
    url: Option<&'a str>,
    error: Option<Failure>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct JsSession<'a> {
    id: &'a str,
    authenticated_at: &'a Option<String>,
    expires_at: &'a Option<String>,
    assurance_level: &'a Option<String>,
    methods: &'a [String],
    identity: Option<Person<'a>>,
    devices: &'a [Device],
}

#[derive(Serialize)]
struct Person<'a> {
    id: &'a str,
    /// The account's display name.
    name: &'a str,
    traits: Raw,
    addresses: Vec<Address<'a>>,
}

#[derive(Serialize)]
struct Address<'a> {
    value: &'a str,
    verified: bool,
}

/// Converts a session state to a JavaScript value.
pub fn state_to_js(state: &SessionState) -> JsValue {
    let mut out = State { state: "none", session: None, url: None, error: None };
    match state {
        SessionState::Unknown => out.state = "unknown",
        SessionState::None => {}
        SessionState::NeedsSecondFactor { redirect_browser_to } => {
            out.state = "needs-aal2";
            out.url = redirect_browser_to.as_deref();
        }
        SessionState::Active(session) => {
            out.state = "active";
            out.session = Some(js_session(session));
        }
        SessionState::Unreachable(cause) => {
            out.state = "unreachable";
            out.error = Some(UnreachableCause::clone(cause).into());
        }
    }
    to_js(&out)
}

fn js_session(session: &Session) -> JsSession<'_> {
    JsSession {
        id: &session.id,
        authenticated_at: &session.authenticated_at,
        expires_at: &session.expires_at,
        assurance_level: &session.assurance_level,
        methods: &session.methods,
        identity: session.identity.as_ref().map(|identity| Person {
            id: &identity.id,
            name: identity.name(),
            traits: Raw(identity.raw_traits.to_text()),
            addresses: identity
                .addresses
                .iter()
                .map(|(value, verified)| Address { value, verified: *verified })
                .collect(),
        }),
        devices: &session.devices,
    }
}
