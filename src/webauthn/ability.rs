//! Whether a ceremony can work on this page, told before anybody presses a button.

use super::error::Operation;

/// What a page sees of itself and its browser.
///
/// See <https://www.w3.org/TR/webauthn-3/#sctn-getClientCapabilities>.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Observation {
    /// `isSecureContext`: https, or localhost.
    pub is_secure: bool,
    /// Whether there is a `PublicKeyCredential`.
    pub has_interface: bool,
    /// Whether the page's policy allows `publickey-credentials-get`, where the browser tells.
    pub allows_get: Option<bool>,
    /// Whether the page's policy allows `publickey-credentials-create`, where the browser tells.
    pub allows_create: Option<bool>,
    /// Scheme, host and port.
    pub origin: String,
    /// The host alone.
    pub host: String,
    /// The names in `PublicKeyCredential.getClientCapabilities()` that are true; `None` as long as the
    /// browser has not told or cannot tell.
    pub capabilities: Option<Vec<String>>,
}

/// Why no ceremony can work. The order is the one in which the reasons explain each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// Neither https nor localhost, so the browser hides the interface.
    InsecureContext,
    /// The browser has no interface, or it is switched off.
    NoInterface,
    /// The page is framed, and the frame's owner or a policy forbids it.
    Policy,
    /// The page is on an IP address; a relying party is a domain.
    IpAddress,
    /// The relying party is another domain than the page's, and no parent of it.
    OtherDomain,
}

impl Observation {
    /// The first obstacle to a ceremony for the relying party `rp_id`.
    ///
    /// A relying party of another domain is none where the browser may ask that domain for leave
    /// (WebAuthn Level 3 §5.11, related origins).
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

    /// Whether the browser has a capability; `None` when nobody knows.
    pub fn can(&self, capability: &str) -> Option<bool> {
        let known = self.capabilities.as_ref()?;
        Some(known.iter().any(|name| name == capability))
    }
}

/// Whether `rp_id` is `host` or a domain above it.
pub fn is_same_or_parent(rp_id: &str, host: &str) -> bool {
    host == rp_id || host.strip_suffix(rp_id).is_some_and(|rest| rest.ends_with('.'))
}

fn is_ip(host: &str) -> bool {
    host.starts_with('[')
        || host
            .rsplit('.')
            .next()
            .is_some_and(|end| !end.is_empty() && end.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What a password manager is told (WebAuthn Level 3 §5.1.10).
///
/// See <https://www.w3.org/TR/webauthn-3/#sctn-signal-methods>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// `signalUnknownCredential`: the credential is of no use any more.
    Unknown {
        /// The relying party.
        rp_id: String,
        /// Its id, base64url.
        credential: String,
    },
    /// `signalCurrentUserDetails`: the account is called otherwise now. It concerns the passkey that
    /// signed in in this tab, the only one whose user is known.
    Renamed(String),
}

/// Whose passkey it is, as its authenticator knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The relying party.
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
    fn the_first_reason_is_the_one_that_explains_the_others() {
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
    fn another_domain_is_an_obstacle_only_where_the_browser_cannot_ask_it() {
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
