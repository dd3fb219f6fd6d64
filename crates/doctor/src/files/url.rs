//! URLs in configurations, as far as the checks compare them.

/// The parts of a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Url {
    /// In lower case, without `://`.
    pub scheme: String,
    /// In lower case, without the port.
    pub host: String,
    /// The port if it is not the scheme's own.
    pub port: Option<u16>,
    /// From the first slash, without query and fragment; empty if there is none.
    pub path: String,
}

impl Url {
    /// The parts of an absolute URL with a host.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (scheme, rest) = text.trim().split_once("://")?;
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at_checked(end)?;
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port.parse::<u16>().ok()),
            _ => (authority, None),
        };
        if scheme.is_empty() || host.is_empty() {
            return None;
        }
        let scheme = scheme.to_ascii_lowercase();
        let own = match scheme.as_str() {
            "http" => Some(80),
            "https" => Some(443),
            _ => None,
        };
        Some(Self {
            host: host.to_ascii_lowercase(),
            port: port.filter(|port| Some(*port) != own),
            path: tail.split(['?', '#']).next().unwrap_or_default().to_owned(),
            scheme,
        })
    }

    /// Scheme, host and port, as browsers write an origin.
    #[must_use]
    pub fn origin(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}", self.scheme, self.host)
    }

    /// Origin and path.
    #[must_use]
    pub fn shown(&self) -> String {
        self.origin() + &self.path
    }

    /// Whether the scheme is `http` or `https`.
    #[must_use]
    pub fn is_web(&self) -> bool {
        self.scheme == "http" || self.scheme == "https"
    }

    /// Whether the host is this machine.
    #[must_use]
    pub fn is_local(&self) -> bool {
        is_local(&self.host)
    }
}

/// Whether a host name means this machine.
#[must_use]
pub fn is_local(host: &str) -> bool {
    host == "localhost"
        || host.ends_with(".localhost")
        || host.starts_with("127.")
        || host == "[::1]"
}

/// Whether a host is an IP address.
#[must_use]
pub fn is_address(host: &str) -> bool {
    host.starts_with('[')
        || (host.bytes().any(|byte| byte.is_ascii_digit())
            && host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'))
}

/// Whether `host` is `domain` or below it.
#[must_use]
pub fn covers(domain: &str, host: &str) -> bool {
    let domain = domain.trim_start_matches('.').to_ascii_lowercase();
    host == domain || host.strip_suffix(domain.as_str()).is_some_and(|front| front.ends_with('.'))
}

/// Whether cookies of one host can be sent by pages of the other: equal hosts, or a common domain of
/// two labels, or of three if the second is as short as in `co.uk`.
#[must_use]
pub fn same_site(one: &str, other: &str) -> bool {
    one == other
        || (!is_address(one)
            && !is_address(other)
            && site(one) == site(other)
            && site(one).contains('.'))
        || (one.ends_with(".localhost") && other.ends_with(".localhost"))
}

/// The domain that hosts of one owner most likely share.
#[must_use]
pub fn site(host: &str) -> &str {
    let mut dots = host.rmatch_indices('.').map(|(at, _)| at);
    let (Some(last), second, third) = (dots.next(), dots.next(), dots.next()) else { return host };
    let Some(second) = second else { return host };
    let middle = last.saturating_sub(second).saturating_sub(1);
    let short = middle <= 3 && host.len() - last <= 3;
    let at = if short { third } else { Some(second) };
    at.and_then(|at| host.get(at + 1..)).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_taken_apart() {
        let url = Url::read("HTTPS://user:pw@Auth.example.com:443/a?b#c").unwrap();
        assert_eq!(url.origin(), "https://auth.example.com");
        assert_eq!(url.path, "/a");
        assert_eq!(Url::read("http://[::1]:4433/").unwrap().origin(), "http://[::1]:4433");
        assert_eq!(Url::read("/relative"), None);
        assert_eq!(Url::read("exp://localhost:8081/--/Callback").unwrap().port, Some(8081));
    }

    #[test]
    fn sites_are_what_hosts_share() {
        for (one, other, same) in [
            ("auth.example.com", "app.example.com", true),
            ("example.com", "auth.example.com", true),
            ("a.example.co.uk", "b.example.co.uk", true),
            ("one.co.uk", "two.co.uk", false),
            ("localhost", "127.0.0.1", false),
            ("localhost", "localhost", true),
            ("a.test", "b.test", false),
        ] {
            assert_eq!(same_site(one, other), same, "{one} {other}");
        }
        assert!(covers(".example.com", "auth.example.com"));
        assert!(!covers("ample.com", "example.com"));
    }
}
