//! `Session` and `Identity` of the Kratos API.

use crate::json::{Json, Obj};

/// A session as returned by `/sessions/whoami`.
///
/// See <https://www.ory.sh/docs/kratos/session-management/overview>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// When the person last authenticated, RFC 3339.
    pub authenticated_at: Option<String>,
    /// When it expires, RFC 3339.
    pub expires_at: Option<String>,
    /// `aal1` (one factor) or `aal2` (two factors).
    pub assurance_level: Option<String>,
    /// The methods used, in order: `password`, `code`, `passkey` …
    pub methods: Vec<String>,
    /// The account; Kratos may leave it out.
    pub identity: Option<Identity>,
    /// The devices that used it, the latest last.
    pub devices: Vec<Device>,
}

/// A browser or app that used a session.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// Its IP address.
    pub ip_address: Option<String>,
    /// Its `User-Agent`.
    pub user_agent: Option<String>,
    /// Its location, if a gateway passed it to Kratos.
    pub location: Option<String>,
}

/// A person's account.
///
/// See <https://www.ory.sh/docs/kratos/manage-identities/identity-schema>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Its id, a UUID.
    pub id: String,
    /// The scalar traits by dotted path, for example `name.first`.
    pub traits: Vec<(String, String)>,
    /// All traits as JSON.
    pub raw_traits: Json,
    /// The addresses and whether each is verified.
    pub addresses: Vec<(String, bool)>,
}

impl Session {
    /// Parses a session; `None` if `value` isn't one.
    pub fn read(value: &Json) -> Option<Self> {
        let session = value.obj();
        let id = session.text("id")?;
        Some(Self {
            id,
            authenticated_at: session.text("authenticated_at"),
            expires_at: session.text("expires_at"),
            assurance_level: session.text("authenticator_assurance_level"),
            methods: session
                .list("authentication_methods")
                .iter()
                .filter_map(|method| method.obj().text("method"))
                .collect(),
            identity: session.get("identity").and_then(Identity::read),
            devices: session
                .list("devices")
                .iter()
                .map(|device| Device::read(device.obj()))
                .collect(),
        })
    }
}

impl Device {
    fn read(device: Obj<'_>) -> Self {
        Self {
            ip_address: device.text("ip_address"),
            user_agent: device.text("user_agent"),
            location: device.text("location"),
        }
    }
}

impl Identity {
    pub(crate) fn read(value: &Json) -> Option<Self> {
        let identity = value.obj();
        let mut traits = Vec::new();
        if let Some(value) = identity.get("traits") {
            flatten("", value, &mut traits);
        }
        Some(Self {
            id: identity.text("id")?,
            traits,
            raw_traits: identity.get("traits").cloned().unwrap_or(Json::Null),
            addresses: identity
                .list("verifiable_addresses")
                .iter()
                .map(Json::obj)
                .filter_map(|address| Some((address.text("value")?, address.flag("verified"))))
                .collect(),
        })
    }

    /// The account's display name: the first address, else the first trait that looks like an e-mail
    /// address, else the first trait, else the id.
    pub fn name(&self) -> &str {
        let mut traits = self.traits.iter().map(|(_, value)| value);
        let address = self.addresses.first().map(|(value, _)| value);
        let name = address.or_else(|| traits.clone().find(|value| value.contains('@')));
        name.or_else(|| traits.next()).unwrap_or(&self.id)
    }
}

fn flatten(path: &str, value: &Json, traits: &mut Vec<(String, String)>) {
    if let Some(text) = value.scalar() {
        traits.push((path.to_owned(), text));
    }
    for (name, value) in value.obj().members() {
        let path = if path.is_empty() { name.clone() } else { [path, ".", name].concat() };
        flatten(&path, value, traits);
    }
}
