//! URLs, hosts and sites, as far as the doctor needs them.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Suffixes under which everybody can register names, beside those of one label. Not the whole list:
/// only decides between two sentences about cookies.
const SUFFIXES: [&str; 18] = [
    "co.uk",
    "org.uk",
    "ac.uk",
    "com.au",
    "net.au",
    "org.au",
    "co.nz",
    "co.jp",
    "com.br",
    "co.in",
    "co.za",
    "com.cn",
    "com.tr",
    "com.mx",
    "github.io",
    "pages.dev",
    "vercel.app",
    "netlify.app",
];

/// The parts of an absolute URL.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Address<'a> {
    /// `http` or `https`.
    pub scheme: &'a str,
    /// The host, for IPv6 without brackets.
    pub host: &'a str,
    /// The port, if it is given.
    pub port: &'a str,
    /// The path, without a slash at its end.
    pub path: &'a str,
}

impl<'a> Address<'a> {
    /// The parts of `url`; all empty if it is not absolute.
    #[must_use]
    pub fn read(url: &'a str) -> Self {
        let Some((scheme, rest)) = url.split_once("://") else { return Self::default() };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, tail) = rest.split_at_checked(end).unwrap_or((rest, ""));
        let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let (host, port) = match authority.strip_prefix('[').and_then(|v6| v6.split_once(']')) {
            Some((host, port)) => (host, port.strip_prefix(':').unwrap_or("")),
            None => authority.split_once(':').unwrap_or((authority, "")),
        };
        let path = tail.split(['?', '#']).next().unwrap_or("").trim_end_matches('/');
        Self { scheme, host, port, path }
    }

    /// Scheme, host and port, as browsers write an origin.
    #[must_use]
    pub fn origin(&self) -> String {
        let mut origin = [self.scheme, "://", &self.bracketed()].concat();
        if !self.port.is_empty() && self.port != self.usual_port() {
            origin.push(':');
            origin.push_str(self.port);
        }
        origin
    }

    /// Origin and path.
    #[must_use]
    pub fn whole(&self) -> String {
        self.origin() + self.path
    }

    /// Host and port.
    #[must_use]
    pub fn host_port(&self) -> String {
        self.origin().split_once("://").map(|(_, rest)| rest.to_owned()).unwrap_or_default()
    }

    fn bracketed(&self) -> String {
        if self.host.contains(':') { ["[", self.host, "]"].concat() } else { self.host.to_owned() }
    }

    fn usual_port(&self) -> &'static str {
        if self.scheme == "https" { "443" } else { "80" }
    }

    /// Whether the host is an IP address.
    #[must_use]
    pub fn is_ip(&self) -> bool {
        self.host.parse::<Ipv4Addr>().is_ok() || self.host.parse::<Ipv6Addr>().is_ok()
    }

    /// Whether browsers treat it as secure without https.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.host == "localhost"
            || self.host.ends_with(".localhost")
            || self.host.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
            || self.host.parse::<Ipv6Addr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// Whether it is `https`.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.scheme == "https"
    }

    /// The name that cookies can be shared under: `example.com` for `auth.example.com`.
    #[must_use]
    pub fn site(&self) -> &'a str {
        if self.is_ip() {
            return self.host;
        }
        let is_suffix = |name: &str| SUFFIXES.contains(&name) || !name.contains('.');
        let mut name = self.host;
        while let Some((_, parent)) = name.split_once('.') {
            if is_suffix(parent) {
                break;
            }
            name = parent;
        }
        name
    }

    /// Whether both are of one site, so that cookies with `SameSite=Lax` are sent between them.
    #[must_use]
    pub fn is_same_site(&self, other: &Address<'_>) -> bool {
        self.scheme == other.scheme && self.site() == other.site()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_origins() {
        let address = Address::read("https://u:p@auth.example.com:443/a/b/?c#d");
        assert_eq!(address.host, "auth.example.com");
        assert_eq!(address.path, "/a/b");
        assert_eq!(address.origin(), "https://auth.example.com");
        assert_eq!(Address::read("http://[::1]:4455/").origin(), "http://[::1]:4455");
        assert_eq!(Address::read("http://a:8080").host_port(), "a:8080");
        assert_eq!(Address::read("nothing"), Address::default());
    }

    #[test]
    fn sites_are_names_that_somebody_registered() {
        for (url, site) in [
            ("https://auth.example.com", "example.com"),
            ("https://a.b.example.co.uk", "example.co.uk"),
            ("http://localhost:1", "localhost"),
            ("http://a.localhost", "a.localhost"),
            ("http://127.0.0.1", "127.0.0.1"),
        ] {
            assert_eq!(Address::read(url).site(), site);
        }
        let (page, ip) = (Address::read("http://localhost"), Address::read("http://127.0.0.1"));
        assert!(!page.is_same_site(&ip));
        assert!(!Address::read("http://a.test").is_same_site(&Address::read("https://a.test")));
    }
}
