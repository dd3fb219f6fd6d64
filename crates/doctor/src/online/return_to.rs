//! Where people may return to.

use super::{
    address::Address,
    kratos::{self, Flow},
    observe::Observations,
    probe::Probe,
};
use crate::{
    Finding, Rule,
    rule::{Certainty, CureText, Severity, Target},
};

/// A place is forbidden.
pub const FORBIDDEN: Rule = Rule {
    code: "return-to-forbidden",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "Kratos does not allow people to return to {wanted}{near}.",
    why: "Kratos compares scheme, host and port with each entry of `allowed_return_urls`, and the path as a \
          beginning: an entry with a slash at the end does not allow the same path without it.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "selfservice:\n  allowed_return_urls:\n    - {entry}",
    }],
};

/// Every place is allowed.
pub const ANYTHING: Rule = Rule {
    code: "return-to-anything",
    severity: Severity::Danger,
    certainty: Certainty::Certain,
    title: "Kratos sends people to any site after the sign-in.",
    why: "It accepted a `return_to` of a foreign host. Whoever sends a link to your sign-in can lead people \
          from it to a copy that asks for their password again.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "selfservice:\n  allowed_return_urls:\n    - {origin}",
    }],
};

/// A host that belongs to nobody.
const FOREIGN: &str = "https://propylon-doctor.invalid/";

/// A place that differs in one thing.
struct Variant {
    id: &'static str,
    url: String,
    what: &'static str,
}

/// What to ask about the place that people should return to, once it is refused.
#[must_use]
pub fn probes(seen: &Observations) -> Vec<Probe> {
    let ask = |id, url: &str| Probe::get(id, with(seen, url), "Where may people return to?");
    let Some(wanted) = seen.settings.return_to.as_deref() else { return Vec::new() };
    let first = ask("return-to", wanted);
    let Some(answer) = seen.answer("return-to") else { return vec![first] };
    if !is_forbidden(answer) {
        return Vec::new();
    }
    variants(wanted).iter().map(|variant| ask(variant.id, &variant.url)).collect()
}

/// The request that tells whether any place is allowed.
#[must_use]
pub fn foreign(seen: &Observations) -> Probe {
    Probe::get("foreign", with(seen, FOREIGN), "Are people sent to any site?")
}

fn with(seen: &Observations, url: &str) -> String {
    [&seen.base().whole(), "/self-service/login/browser?return_to=", &encoded(url)].concat()
}

fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn is_forbidden(answer: &super::observe::Answer) -> bool {
    kratos::error_id(answer).is_some_and(|id| id == "self_service_flow_return_to_forbidden")
}

fn variants(wanted: &str) -> Vec<Variant> {
    let address = Address::read(wanted);
    // A place without a path is written with a slash in most lists.
    let whole =
        |address: Address<'_>| address.whole() + if address.path.is_empty() { "/" } else { "" };
    let scheme = if address.is_https() { "http" } else { "https" };
    let slash = match wanted.strip_suffix('/') {
        Some(without) => without.to_owned(),
        None => [wanted, "/"].concat(),
    };
    let www = match address.host.strip_prefix("www.") {
        Some(bare) => bare.to_owned(),
        None => ["www.", address.host].concat(),
    };
    let local = if address.host == "localhost" { "127.0.0.1" } else { "localhost" };
    let mut variants = vec![
        Variant { id: "return-slash", url: slash, what: "the slash at the end" },
        Variant {
            id: "return-scheme",
            url: whole(Address { scheme, ..address }),
            what: "the scheme",
        },
        Variant {
            id: "return-port",
            url: whole(Address { port: "", ..address }),
            what: "the port",
        },
    ];
    if address.is_local() {
        variants.push(Variant {
            id: "return-host",
            url: whole(Address { host: local, ..address }),
            what: "the host",
        });
    } else {
        variants.push(Variant {
            id: "return-host",
            url: whole(Address { host: &www, ..address }),
            what: "the host",
        });
    }
    if let Some((parent, _)) = address.path.rsplit_once('/') {
        let path = if parent.is_empty() { "/" } else { parent };
        let url = Address { path: "", ..address }.origin() + path;
        variants.push(Variant { id: "return-path", url, what: "the path" });
    }
    variants.retain(|variant| variant.url != wanted);
    variants
}

/// Whether the place is forbidden, and which one near it is not.
#[must_use]
pub fn check(seen: &Observations) -> Option<Finding> {
    let answer = seen.answer("return-to");
    let wanted = seen.settings.return_to.as_deref();
    let (Some(answer), Some(wanted)) = (answer.filter(|answer| is_forbidden(answer)), wanted)
    else {
        let stop = seen.event("stop", "return-to-forbidden").filter(|_| answer.is_none())?;
        let wanted = if stop.detail.is_empty() { "this address" } else { stop.detail.as_str() };
        let found = Finding::new(&FORBIDDEN).value("wanted", wanted).value("near", "");
        return Some(found.value("entry", wanted).seen("the page stopped", &stop.code));
    };
    let allowed = variants(wanted)
        .into_iter()
        .find(|variant| seen.answer(variant.id).is_some_and(|answer| Flow::of(answer).is_some()));
    let address = Address::read(wanted);
    let found = Finding::new(&FORBIDDEN)
        .value("wanted", wanted)
        .value("entry", &(address.origin() + address.path))
        .seen(&answer.what(), &kratos::error_text(answer));
    Some(match allowed {
        Some(Variant { url, what, .. }) => {
            let near = [", only to ", &url, ": ", what, " differs"].concat();
            found.value("near", &near).seen(&["return_to ", &url].concat(), "allowed")
        }
        None => found.value("near", ""),
    })
}

/// Whether any place is allowed.
#[must_use]
pub fn anything(seen: &Observations) -> Option<Finding> {
    let answer = seen.answer("foreign").filter(|answer| Flow::of(answer).is_some())?;
    let found = Finding::new(&ANYTHING).value("origin", &seen.here().origin());
    Some(found.seen(&answer.what(), "a flow, as if the place was allowed"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_nearby_differ_in_one_thing() {
        let urls: Vec<String> = variants("https://app.example.com:8443/inbox")
            .into_iter()
            .map(|variant| variant.url)
            .collect();
        assert_eq!(
            urls,
            [
                "https://app.example.com:8443/inbox/",
                "http://app.example.com:8443/inbox",
                "https://app.example.com/inbox",
                "https://www.app.example.com:8443/inbox",
                "https://app.example.com:8443/",
            ]
        );
    }
}
