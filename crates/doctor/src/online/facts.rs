//! What is no fault, and what cannot be seen from here.

use super::{
    kratos::{self, Flow},
    observe::Observations,
    session, steps, webauthn,
};
use crate::report::{Fact, Unseen};

/// Facts for the table below the findings.
#[must_use]
pub fn facts(seen: &Observations) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut add = |group, name: &str, value: String| {
        facts.push(Fact { group, name: name.to_owned(), value });
    };
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    add("Page", "URL", seen.here().whole());
    if !seen.in_terminal() {
        add("Page", "secure context", yes(seen.page.secure));
        add("Page", "in a frame", yes(seen.page.framed));
        add("Page", "cookies enabled", yes(seen.page.cookies_enabled));
    }
    add("Kratos", "URL", seen.base().whole());
    add("Kratos", "same origin", yes(!seen.is_cross_origin()));
    add("Kratos", "same site", yes(seen.here().is_same_site(&seen.base())));
    if let Some(alive) = seen.answer("alive") {
        let is_alive = if kratos::is_alive(alive) { "alive" } else { "not readable" };
        add("Kratos", "/health/alive", is_alive.to_owned());
    }
    for kind in ["login", "registration", "recovery", "verification", "settings"] {
        if let Some(flow) = seen.answer(kind).and_then(Flow::of) {
            add("Flows", kind, flow.groups().join(", "));
        }
    }
    if seen.answer("whoami").is_some() {
        add("Session", "signed in", yes(session::is_signed_in(seen)));
    }
    if let Some(rp) = webauthn::rp_id(seen) {
        add("Passkeys", "relying party", rp);
    }
    if !seen.in_terminal() {
        add("Passkeys", "interface", yes(seen.page.webauthn));
    }
    for (name, value) in &seen.page.capabilities {
        add("Passkeys", name, yes(*value));
    }
    facts
}

/// What cannot be seen from here, each with the command that shows it.
#[must_use]
pub fn unseen(seen: &Observations) -> Vec<Unseen> {
    let base = seen.base().whole();
    let here = seen.here().origin();
    let doctor = if base == here {
        ["npx propylon doctor ", &here].concat()
    } else {
        ["npx propylon doctor ", &here, " --kratos ", &base].concat()
    };
    let mut unseen = Vec::new();
    let mut add = |what: &str, command: String| {
        unseen.push(Unseen { what: what.to_owned(), command });
    };
    if seen.elapsed > steps::TIME {
        add("Everything that was not asked in time", ["curl -v ", &base, "/health/alive"].concat());
    }
    add(
        "Files: kratos.yml, the identity schema, rules of the gateway",
        ["npx propylon check kratos.yml identity.schema.json rules.yml --url ", &base].concat(),
    );
    if !seen.in_terminal() {
        let api =
            seen.settings.api.as_ref().map(|api| [" --api ", api].concat()).unwrap_or_default();
        add("Attributes of cookies and headers of CORS", [doctor.as_str(), &api].concat());
    }
    if seen.answer("admin").is_none_or(|answer| !answer.is_readable()) {
        let path = "/admin/identities/00000000-0000-0000-0000-000000000000";
        add(
            "Whether the admin API can be reached from outside",
            ["curl -i ", &base, path].concat(),
        );
    }
    if !seen.in_terminal() && seen.settings.api.is_some() && !session::is_signed_in(seen) {
        add("Whether the API knows who is signed in: sign in and run this again", String::new());
    }
    if session::is_signed_in(seen) {
        add(
            "What a sign-in offers to somebody who is not signed in: run this in a private window",
            String::new(),
        );
    }
    if !seen.settings.deep {
        let deep = [doctor.as_str(), " --deep"].concat();
        let command =
            if seen.in_terminal() { deep } else { "auth.diagnose({ deep: true })".to_owned() };
        add("Registration, recovery and verification", command);
    }
    if webauthn::is_wanted(seen) && seen.event("finding", "origin-refused").is_none() {
        add(
            "Whether Kratos accepts passkeys of this origin: try one, or look at rp.origins",
            ["grep -n -A4 'origins:' kratos.yml   # must have ", &here].concat(),
        );
    }
    if let Some(rp) = webauthn::rp_id(seen).filter(|rp| webauthn::is_maybe_related(seen, rp)) {
        add(
            "Which origins may use the passkeys",
            ["curl -s https://", &rp, "/.well-known/webauthn"].concat(),
        );
    }
    unseen
}
