//! Who is signed in, as JavaScript hears it.

use serde::{Serialize, Serializer};
use wasm_bindgen::JsValue;

use super::{
    failure::Failure,
    text::{Raw, to_js},
};
use crate::{
    kratos::session::{Device, Session},
    session::{SessionState, Silence},
};

/// A session state; its TypeScript is `SessionState`.
#[derive(Serialize)]
struct State {
    state: &'static str,
    session: Option<Seen>,
    /// Where Kratos continues with the second factor.
    url: Option<String>,
    error: Option<Failure>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Seen {
    id: String,
    authenticated_at: Option<String>,
    expires_at: Option<String>,
    assurance_level: Option<String>,
    methods: Vec<String>,
    identity: Option<Person>,
    devices: Vec<Device>,
}

#[derive(Serialize)]
struct Person {
    id: String,
    /// What to call them.
    name: String,
    traits: Raw,
    addresses: Vec<Address>,
}

struct Address(String, bool);

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        use serde::ser::SerializeStruct;
        let mut object = to.serialize_struct("", 2)?;
        object.serialize_field("value", &self.0)?;
        object.serialize_field("verified", &self.1)?;
        object.end()
    }
}

/// A session state as JavaScript has it.
pub fn state_to_js(state: &SessionState) -> JsValue {
    let mut out = State { state: "none", session: None, url: None, error: None };
    match state {
        SessionState::Unknown => out.state = "unknown",
        SessionState::None => {}
        SessionState::NeedsSecondFactor { redirect_browser_to } => {
            out.state = "needs-aal2";
            out.url.clone_from(redirect_browser_to);
        }
        SessionState::Active(session) => {
            out.state = "active";
            out.session = Some(seen(session));
        }
        SessionState::Unreachable(silence) => {
            out.state = "unreachable";
            out.error = Some(Silence::clone(silence).into());
        }
    }
    to_js(&out)
}

fn seen(session: &Session) -> Seen {
    let session = session.clone();
    let identity = session.identity.map(|identity| Person {
        name: identity.name().to_owned(),
        traits: Raw(identity.raw_traits.to_string()),
        addresses: identity
            .addresses
            .iter()
            .map(|(value, verified)| Address(value.clone(), *verified))
            .collect(),
        id: identity.id,
    });
    Seen {
        id: session.id,
        authenticated_at: session.authenticated_at,
        expires_at: session.expires_at,
        assurance_level: session.assurance_level,
        methods: session.methods,
        identity,
        devices: session.devices,
    }
}
