//! What to ask next.

use super::{
    address::Address,
    gateway::PREFIXES,
    kratos::{self, Flow},
    observe::{Observations, Outcome},
    probe::Probe,
    reach, return_to, session, webauthn,
};

/// No probe starts later than this, in milliseconds.
pub const TIME: u64 = 45_000;
/// No examination has more probes.
const MOST: usize = 40;
/// An origin that belongs to nobody.
pub const FOREIGN_ORIGIN: &str = "https://propylon-doctor.invalid";

/// An account and a session that nobody has.
const NOBODY: &str = "00000000-0000-0000-0000-000000000000";

/// The probes that help and were not performed yet.
#[must_use]
pub fn next(seen: &Observations) -> Vec<Probe> {
    if seen.elapsed > TIME || seen.answers.len() >= MOST {
        return Vec::new();
    }
    let mut probes = plan(seen);
    probes.retain(|probe| seen.answer(probe.id).is_none());
    for probe in &mut probes {
        probe.cross_site = !seen.here().is_same_site(&Address::read(&probe.url));
    }
    probes
}

fn plan(seen: &Observations) -> Vec<Probe> {
    let base = seen.base().whole();
    let at = |path: &str| [&base, path].concat();
    if reach::is_mixed(seen) {
        return api(seen);
    }
    let alive = Probe::get("alive", at("/health/alive"), "Does Kratos answer?");
    let create = Probe::get("login", at("/self-service/login/browser"), "Does it create a flow?");
    let (Some(_), Some(login)) = (seen.answer("alive"), seen.answer("login")) else {
        return vec![alive, create];
    };
    match login.outcome {
        Outcome::Answered if kratos::is_flow_answer(login) => good(seen, &at),
        Outcome::Answered => strange(seen, login.status, &at),
        Outcome::Redirect => vec![admin(&at)],
        Outcome::Failed => failed(seen, &at),
        _ => Vec::new(),
    }
}

/// Kratos answers.
fn good(seen: &Observations, at: &dyn Fn(&str) -> String) -> Vec<Probe> {
    let create = |id, path: &str| Probe::get(id, at(path), "What does this flow offer?");
    let mut probes = Vec::new();
    if let Some(flow) = seen.answer("login").and_then(Flow::of) {
        let path = ["/self-service/login/flows?id=", flow.id()].concat();
        probes.push(Probe::get("again", at(&path), "Do cookies come back?"));
    }
    probes.push(Probe::get("whoami", at("/sessions/whoami"), "Who is signed in?"));
    probes.push(admin(at));
    if seen.is_cross_origin() {
        let path = ["/sessions/", NOBODY].concat();
        let ask = Probe::get("preflight", at(&path), "Are requests with a preflight allowed?");
        probes.push(Probe { method: "DELETE", ..ask });
    }
    if seen.in_terminal() {
        let ask =
            Probe::get("foreign-origin", at("/sessions/whoami"), "May any website read answers?");
        probes.push(Probe { origin: Some(FOREIGN_ORIGIN), credentials: "omit", ..ask });
    }
    if seen.settings.deep {
        if !session::is_signed_in(seen) && seen.answer("whoami").is_some() {
            probes.push(create("registration", "/self-service/registration/browser"));
            probes.push(create("recovery", "/self-service/recovery/browser"));
        }
        probes.push(create("verification", "/self-service/verification/browser"));
        if session::is_signed_in(seen) {
            probes.push(create("settings", "/self-service/settings/browser"));
        }
        probes.push(return_to::foreign(seen));
    }
    probes.extend(return_to::probes(seen));
    probes.extend(webauthn::related(seen));
    probes.extend(api(seen));
    probes
}

/// Whether the admin API is at this address.
fn admin(at: &dyn Fn(&str) -> String) -> Probe {
    let path = ["/admin/identities/", NOBODY].concat();
    Probe::still("admin", at(&path), "Is the admin API out of reach?")
}

/// Something answers, and not as Kratos does.
fn strange(seen: &Observations, status: u16, at: &dyn Fn(&str) -> String) -> Vec<Probe> {
    let mut probes = vec![admin(at)];
    if status >= 500 {
        probes.push(Probe::get("ready", at("/health/ready"), "Is Kratos ready?"));
    }
    if status == 404 {
        let origin = seen.base().origin();
        let root = if seen.base().path.is_empty() { None } else { Some(("at-root", "")) };
        let ask = |(id, path): (&'static str, &str)| {
            Probe::get(
                id,
                [&origin, path, "/health/alive"].concat(),
                "Is Kratos below another path?",
            )
        };
        probes.extend(root.into_iter().chain(PREFIXES).map(ask));
    }
    probes
}

/// The browser says only that it failed.
fn failed(seen: &Observations, at: &dyn Fn(&str) -> String) -> Vec<Probe> {
    let base = seen.base();
    let path = "/self-service/login/browser";
    let mut probes = vec![
        Probe::opaque("opaque", at(path), "Is something there at all?"),
        Probe::still("still", at(path), "Is it a redirect?"),
        Probe::plain("plain", at("/health/alive"), "Can it be read without cookies?"),
        admin(at),
    ];
    if seen.answer("opaque").is_some_and(|opaque| opaque.outcome == Outcome::Failed) {
        probes.push(Probe::opaque("root", base.origin() + "/", "Does any path answer?"));
        let other = if base.is_https() { "http://" } else { "https://" };
        // A secure page may not ask on http.
        if !(base.is_https() && seen.here().is_https()) {
            let url = [other, &base.host_port(), "/"].concat();
            probes.push(Probe::opaque("other-scheme", url, "Is it the other of http and https?"));
        }
    }
    probes
}

/// The API behind the gateway.
fn api(seen: &Observations) -> Vec<Probe> {
    let (Some(url), Some(api)) = (seen.settings.api.clone(), seen.api()) else { return Vec::new() };
    let mut probes = vec![Probe::get("api", url.clone(), "Does the API answer?")];
    match seen.answer("api") {
        Some(answer) if answer.outcome == Outcome::Failed => {
            probes.push(Probe::opaque("api-opaque", url, "Is something there at all?"));
        }
        Some(answer) if answer.is_readable() && api.origin() != seen.here().origin() => {
            probes.push(Probe::preflighted("api-preflight", url, "Does it allow a preflight?"));
        }
        _ => {}
    }
    probes
}
