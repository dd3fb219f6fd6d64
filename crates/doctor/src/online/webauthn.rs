//! Whether passkeys and security keys can work on this page.

use serde_json::Value;

use super::{
    address::Address,
    kratos::Flow,
    observe::{Observations, Outcome},
    probe::Probe,
};
use crate::{
    Finding, Rule,
    rule::{Certainty, CureText, Severity, Target},
};

/// The kinds of finding of this topic.
pub const RULES: &[&Rule] =
    &[&INSECURE, &NO_INTERFACE, &POLICY, &IP, &NO_DOMAIN, &MISMATCH, &RELATED, &REFUSED];

const RP: &str = "selfservice:\n  methods:\n    {method}:\n      config:\n        rp:\n          id: {host}\n          origins:\n            - {origin}";

const INSECURE: Rule = Rule {
    code: "insecure-context",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "Browsers allow passkeys only on https or localhost, and this page is {page}.",
    why: "On such a page, browsers take the interface away, so that it looks as if the browser was too old.",
    cures: &[
        CureText { target: Target::Link, text: "http://localhost:{port}/" },
        CureText {
            target: Target::Kratos,
            text: "serve:\n  public:\n    base_url: https://{host}/",
        },
    ],
};

const NO_INTERFACE: Rule = Rule {
    code: "no-webauthn",
    severity: Severity::Warning,
    certainty: Certainty::Certain,
    title: "This browser has no passkeys, and the sign-in offers them.",
    why: "The page is secure, and there is still no `PublicKeyCredential`: an old browser, or the view of an \
          app without the permission. Others who visit the page are not affected.",
    cures: &[CureText { target: Target::Link, text: "https://caniuse.com/webauthn" }],
};

const POLICY: Rule = Rule {
    code: "frame-policy",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "A Permissions-Policy forbids passkeys on this page.",
    why: "In a frame of another origin they are off unless the frame allows them. A page of its own may have \
          forbidden them by its header.",
    cures: &[
        CureText {
            target: Target::Page,
            text: "<iframe src=\"{page}\" allow=\"publickey-credentials-get {origin}; publickey-credentials-create {origin}\"></iframe>",
        },
        CureText {
            target: Target::Gateway,
            text: "Permissions-Policy: publickey-credentials-get=(self \"{origin}\"), publickey-credentials-create=(self \"{origin}\")",
        },
    ],
};

const IP: Rule = Rule {
    code: "ip-address",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "Passkeys need a name, and this page is on the address {host}.",
    why: "The id of a relying party is a domain. Browsers refuse every id on a page with an IP address. Use \
          `localhost`, or a name with https.",
    cures: &[CureText { target: Target::Link, text: "http://localhost:{port}/" }],
};

const NO_DOMAIN: Rule = Rule {
    code: "rp-id-no-domain",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The id of the passkeys' relying party is {rp}, which is no domain.",
    why: "It is a host name without scheme, port and path: the page's host or a parent of it. Browsers refuse \
          every passkey with another id.",
    cures: &[CureText { target: Target::Kratos, text: RP }],
};

const MISMATCH: Rule = Rule {
    code: "rp-id-mismatch",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "Passkeys are for {rp}, and this page is on {host}.",
    why: "The id of the relying party must be the page's host or a parent of it. Passkeys that were made for \
          another id cannot be used with the new one: change it before people make any.",
    cures: &[
        CureText { target: Target::Kratos, text: RP },
        CureText { target: Target::Link, text: "https://{rp}/" },
    ],
};

const RELATED: Rule = Rule {
    code: "related-origins-missing",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "{rp} lists the origins that may use its passkeys, and {origin} is not among them.",
    why: "Browsers ask that file where a page is not below the relying party's domain.",
    cures: &[CureText {
        target: Target::Gateway,
        text: "https://{rp}/.well-known/webauthn\n{\"origins\": [\"{origin}\"]}",
    }],
};

const REFUSED: Rule = Rule {
    code: "origin-refused",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "The browser made or used a passkey, and Kratos refused it: {origin} is not among its origins.",
    why: "Kratos compares the whole origin, with scheme and port, with `rp.origins`. A missing port is the \
          usual reason. Kratos says only that the credential is not valid, or answers 500 where one is made.",
    cures: &[CureText { target: Target::Kratos, text: RP }],
};

/// What the client found by itself, and the rule for it.
const MET: [(&str, &Rule); 5] = [
    ("insecure-context", &INSECURE),
    ("no-webauthn", &NO_INTERFACE),
    ("permissions-policy", &POLICY),
    ("ip-address", &IP),
    ("origin-refused", &REFUSED),
];

/// What keeps passkeys from working; one cause.
#[must_use]
pub fn check(seen: &Observations, before: &[Finding]) -> Option<Finding> {
    // The same cause, found by what it does to cookies.
    let told =
        ["secure-cookie-on-http", "cookies-blocked-in-frame", "other-site", "action-elsewhere"];
    if before.iter().any(|finding| told.contains(&finding.code)) {
        return None;
    }
    let rp = rp_id(seen);
    let here = seen.here();
    let filled = |rule: &Rule| {
        Finding::new(rule)
            .value("page", &here.whole())
            .value("origin", &here.origin())
            .value("host", here.host)
            .value("port", if here.port.is_empty() { "80" } else { here.port })
            .value("rp", rp.as_deref().unwrap_or_default())
            .value("method", method(seen))
    };
    if is_wanted(seen) && !seen.in_terminal() {
        let origin = here.origin();
        if !seen.page.secure {
            return Some(
                filled(&INSECURE).seen("isSecureContext", "false").seen("the page", &origin),
            );
        }
        if !seen.page.webauthn {
            return Some(filled(&NO_INTERFACE).seen("PublicKeyCredential", "undefined"));
        }
        let allows = [("get", seen.page.may_get), ("create", seen.page.may_create)];
        if let Some((what, _)) = allows.iter().find(|(_, allows)| *allows == Some(false)) {
            let what = ["the policy's publickey-credentials-", what].concat();
            return Some(filled(&POLICY).seen(&what, "not allowed").seen("the page", &origin));
        }
    }
    if is_wanted(seen) && here.is_ip() {
        return Some(filled(&IP).seen("the page's host", here.host));
    }
    if let Some(rp) = rp.as_deref().filter(|rp| !covers(rp, here.host)) {
        let finding = |rule| {
            filled(rule)
                .seen("the relying party in the flow's options", rp)
                .seen("the page's host", here.host)
        };
        if !is_domain(rp) {
            return Some(finding(&NO_DOMAIN));
        }
        let Some(related) = seen.answer("related") else { return Some(finding(&MISMATCH)) };
        let evidence = |rule| finding(rule).seen(&related.what(), &related.seen());
        let lists = related.json().get("origins").and_then(Value::as_array).cloned();
        return match lists {
            Some(origins) if origins.iter().any(|listed| listed == here.origin().as_str()) => None,
            Some(_) => Some(evidence(&RELATED)),
            None if is_maybe_related(seen, rp) => None,
            None => Some(evidence(&MISMATCH)),
        };
    }
    let (code, rule) = MET.iter().find(|(code, _)| seen.event("finding", code).is_some())?;
    let event = seen.event("finding", code)?;
    Some(filled(rule).seen("a ceremony on this page", &event.detail))
}

/// What to ask where the relying party is another domain.
#[must_use]
pub fn related(seen: &Observations) -> Option<Probe> {
    let rp = rp_id(seen)?;
    let url = ["https://", &rp, "/.well-known/webauthn"].concat();
    let ask = Probe::plain("related", url, "May this page use the passkeys of another domain?");
    (is_domain(&rp) && !covers(&rp, seen.here().host) && !seen.here().is_ip()).then_some(ask)
}

/// Whether the id of a relying party has no scheme, port or path.
fn is_domain(rp: &str) -> bool {
    !rp.contains(['/', ':'])
}

/// Whether the list may be there and only cannot be read, for a name that looks related.
#[must_use]
pub fn is_maybe_related(seen: &Observations, rp: &str) -> bool {
    let label = |host: &str| host.split('.').next().unwrap_or_default().to_owned();
    let rp = Address { scheme: "https", host: rp, ..Address::default() };
    let is_failed = seen.answer("related").is_some_and(|answer| answer.outcome == Outcome::Failed);
    is_failed && label(rp.site()) == label(seen.here().site()) && rp.site() != seen.here().site()
}

/// The relying party in the options of a flow.
#[must_use]
pub fn rp_id(seen: &Observations) -> Option<String> {
    let flows = ["login", "registration", "settings"];
    flows.iter().find_map(|kind| Flow::of(seen.answer(kind)?)?.rp_id())
}

/// Whether the page shows passkeys or security keys.
#[must_use]
pub fn is_wanted(seen: &Observations) -> bool {
    let shown = |group: &str| seen.settings.groups.is_empty() || seen.wants(group);
    let offered = |group: &str| {
        let flows = ["login", "registration", "settings"];
        flows
            .iter()
            .any(|kind| seen.answer(kind).and_then(Flow::of).is_some_and(|flow| flow.has(group)))
    };
    ["passkey", "webauthn"].iter().any(|group| shown(group) && offered(group))
}

fn method(seen: &Observations) -> &'static str {
    let has = |group| seen.answer("login").and_then(Flow::of).is_some_and(|flow| flow.has(group));
    if has("webauthn") && !has("passkey") { "webauthn" } else { "passkey" }
}

/// Whether a page on `host` may use the relying party `rp`.
fn covers(rp: &str, host: &str) -> bool {
    host.strip_suffix(rp).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_relying_party_is_the_host_or_a_parent() {
        assert!(covers("example.com", "auth.example.com"));
        assert!(covers("localhost", "localhost"));
        assert!(!covers("example.com", "badexample.com"));
        assert!(!covers("auth.example.com", "example.com"));
    }
}
