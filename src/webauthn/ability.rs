//! Whether a ceremony can work on this page, known before a button is pressed.

use super::error::Operation;
use crate::text_search::after_last;

/// What a page can observe about itself and its browser.
///
/// See <https://www.w3.org/TR/webauthn-3/#sctn-getClientCapabilities>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observation {
    /// `isSecureContext`: https, or localhost.
    pub is_secure: bool,
    /// Whether there is a `PublicKeyCredential`.
    pub has_interface: bool,
    /// Whether the permissions policy allows `publickey-credentials-get`, if the browser reports
    /// it.
    pub allows_get: Option<bool>,
    /// Whether the permissions policy allows `publickey-credentials-create`, if the browser reports
    /// it.
    pub allows_create: Option<bool>,
    /// Scheme, host and port.
    pub origin: String,
    /// The host alone.
    pub host: String,
    /// The names that are true in `PublicKeyCredential.getClientCapabilities()`; `None` until
    /// known, or if the browser can't report them.
    pub capabilities: Option<Vec<String>>,
}

/// Why no ceremony can work. An earlier variant may be the cause of a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Neither HTTPS nor localhost, so the browser hides WebAuthn.
    InsecureContext,
    /// The browser has no WebAuthn, or it is disabled.
    NoInterface,
    /// A permissions policy or the frame around the page forbids it.
    Policy,
    /// The page is on an IP address; an RP ID must be a domain.
    IpAddress,
    /// The RP ID is neither the page's domain nor a parent of it.
    OtherDomain,
}

impl Observation {
    /// The first obstacle to a ceremony with the RP ID `rp_id`.
    ///
    /// Another domain is no obstacle if the browser supports related origins (WebAuthn Level 3
    /// §5.11).
    pub fn obstacle(&self, operation: Operation, rp_id: Option<&str>) -> Option<Obstacle> {
        let allowed = match operation {
            Operation::Create => self.allows_create,
            Operation::Get => self.allows_get,
        };
        if !self.is_secure {
            return Some(Obstacle::InsecureContext);
        }
        if !self.has_interface {
            return Some(Obstacle::NoInterface);
        }
        if allowed == Some(false) {
            return Some(Obstacle::Policy);
        }
        if is_ip(&self.host) {
            return Some(Obstacle::IpAddress);
        }
        let is_related = self.can("relatedOrigins") != Some(false);
        let is_other = rp_id.is_some_and(|rp_id| !is_same_or_parent(rp_id, &self.host));
        (is_other && !is_related).then_some(Obstacle::OtherDomain)
    }

    /// Whether the browser has a capability; `None` if unknown.
    pub fn can(&self, capability: &str) -> Option<bool> {
        let known = self.capabilities.as_ref()?;
        Some(known.iter().any(|name| name == capability))
    }
}

/// Whether `rp_id` is `host` or a parent domain of it.
pub fn is_same_or_parent(rp_id: &str, host: &str) -> bool {
    host == rp_id || host.strip_suffix(rp_id).is_some_and(|rest| rest.ends_with('.'))
}

fn is_ip(host: &str) -> bool {
    let end = after_last(host, b'.');
    host.starts_with('[') || !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit())
}

/// A signal to the password manager (WebAuthn Level 3 §5.1.10).
///
/// See <https://www.w3.org/TR/webauthn-3/#sctn-signal-methods>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// `signalUnknownCredential`: the credential is not valid any more.
    Unknown {
        /// The RP ID.
        rp_id: String,
        /// The credential id, base64url.
        credential: String,
    },
    /// `signalCurrentUserDetails`: the account has a new name. Applies to the passkey that signed
    /// in in this tab, the only one whose user handle is known.
    Renamed(String),
}

/// The user of a passkey, as stored in the authenticator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The RP ID.
    pub rp_id: String,
    /// The user handle, base64url.
    pub handle: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(host: &str) -> Observation {
        Observation {
            is_secure: true,
            has_interface: true,
            host: host.to_owned(),
            ..Observation::default()
        }
    }

    #[test]
    fn the_first_obstacle_is_the_cause_of_the_others() {
        let mut page = Observation { host: "192.168.1.5".to_owned(), ..Observation::default() };
        let obstacle = |page: &Observation| page.obstacle(Operation::Get, Some("localhost"));
        assert_eq!(obstacle(&page), Some(Obstacle::InsecureContext));
        page.is_secure = true;
        assert_eq!(obstacle(&page), Some(Obstacle::NoInterface));
        page.has_interface = true;
        page.allows_get = Some(false);
        assert_eq!(obstacle(&page), Some(Obstacle::Policy));
        assert_eq!(page.obstacle(Operation::Create, None), Some(Obstacle::IpAddress));
        page.allows_get = None;
        assert_eq!(obstacle(&page), Some(Obstacle::IpAddress));
        page.host = "localhost".to_owned();
        assert_eq!(obstacle(&page), None);
    }

    #[test]
    fn a_relying_party_is_the_host_or_a_domain_above_it() {
        for (rp_id, host, fits) in [
            ("localhost", "localhost", true),
            ("example.com", "auth.example.com", true),
            ("example.com", "example.com", true),
            ("example.com", "badexample.com", false),
            ("auth.example.com", "example.com", false),
        ] {
            assert_eq!(is_same_or_parent(rp_id, host), fits, "{rp_id} {host}");
        }
    }

    #[test]
    fn another_domain_is_an_obstacle_without_related_origins() {
        let mut page = page("auth.example.org");
        assert_eq!(page.obstacle(Operation::Get, Some("example.com")), None);
        page.capabilities = Some(vec!["relatedOrigins".to_owned()]);
        assert_eq!(page.obstacle(Operation::Get, Some("example.com")), None);
        page.capabilities = Some(Vec::new());
        assert_eq!(page.obstacle(Operation::Get, Some("example.com")), Some(Obstacle::OtherDomain));
        assert_eq!(page.obstacle(Operation::Get, Some("example.org")), None);
    }

    #[test]
    fn ip_addresses_are_recognised() {
        for host in ["127.0.0.1", "[::1]", "10.0.0.12"] {
            assert_eq!(
                page(host).obstacle(Operation::Get, None),
                Some(Obstacle::IpAddress),
                "{host}"
            );
        }
        assert_eq!(page("4.example").obstacle(Operation::Get, None), None);
    }
}
