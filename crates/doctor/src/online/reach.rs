//! Whether Kratos can be reached and its answers read: name and port, TLS, policy, CORS.

use super::{
    bounds,
    observe::{Answer, Observations, Outcome},
};
use crate::{
    Finding, Rule,
    rule::{Certainty, CureText, Severity, Target},
};

/// The kinds of finding of this topic.
pub const RULES: &[&Rule] = &[
    &MIXED,
    &CSP,
    &UNREACHABLE,
    &NO_CORS,
    &NO_CREDENTIALS,
    &PREFLIGHT,
    &CLOCK,
    &bounds::ENDLESS,
    &bounds::TOO_LARGE,
    &bounds::LOOP,
];

const MIXED: Rule = Rule {
    code: "mixed-content",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The page is on https and asks Kratos on http, which browsers refuse.",
    why: "A page on https may only load from https, or from this computer. The request never leaves the \
          browser, so that no server log shows it.",
    cures: &[
        CureText {
            target: Target::Kratos,
            text: "serve:\n  public:\n    base_url: https://{host}/",
        },
        CureText { target: Target::Site, text: "{\"kratosUrl\": \"https://{host}\"}" },
        CureText {
            target: Target::Page,
            text: "<kratos-login base-url=\"https://{host}\"></kratos-login>",
        },
    ],
};

const CSP: Rule = Rule {
    code: "csp-blocks-connect",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The page's Content-Security-Policy forbids requests to {base}.",
    why: "The browser reported the violation. The request never leaves the browser; to scripts it looks \
          like a server that is down.",
    cures: &[CureText {
        target: Target::Gateway,
        text: "Content-Security-Policy: … connect-src 'self' {base}; form-action 'self' {base}; …",
    }],
};

const UNREACHABLE: Rule = Rule {
    code: "server-unreachable",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "Nothing answers at {base}.",
    why: "Requests fail even where no permission of the server is needed, so CORS is not the reason: the \
          name does not resolve, nothing listens on the port, it is https at an http port or the other way \
          round, or the certificate is not trusted.",
    cures: &[
        CureText { target: Target::Command, text: "curl -v {base}/health/alive" },
        CureText {
            target: Target::Kratos,
            text: "serve:\n  public:\n    host: 0.0.0.0\n    port: {port}",
        },
    ],
};

const NO_CORS: Rule = Rule {
    code: "cors-missing",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The server at {base} is up, but does not allow {origin} to read its answers (CORS).",
    why: "It answered a request whose answer is not read, and the same request failed where it is read. So \
          its answer has no `Access-Control-Allow-Origin: {origin}`. If a gateway stands before Kratos, its \
          own errors lack the header too, so look at what the command shows.",
    cures: &[
        CureText {
            target: Target::Kratos,
            text: "serve:\n  public:\n    cors:\n      enabled: true\n      allowed_origins:\n        - {origin}\n      allow_credentials: true",
        },
        CureText {
            target: Target::Command,
            text: "curl -i -H 'Origin: {origin}' {base}/self-service/login/browser",
        },
    ],
};

const NO_CREDENTIALS: Rule = Rule {
    code: "cors-no-credentials",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The server at {base} lets {origin} read answers, but not those to requests with cookies.",
    why: "Flows need cookies. Browsers then require `Access-Control-Allow-Credentials: true`, and the \
          origin itself in `Access-Control-Allow-Origin`; Kratos' default `*` is not enough.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "serve:\n  public:\n    cors:\n      enabled: true\n      allowed_origins:\n        - {origin}\n      allow_credentials: true",
    }],
};

const PREFLIGHT: Rule = Rule {
    code: "preflight-refused",
    severity: Severity::Warning,
    certainty: Certainty::Certain,
    title: "Requests that browsers ask about first (OPTIONS) are refused at {base}.",
    why: "The same server answers requests without a preflight, which is all that sign-in and the other \
          flows need. Signing out other devices is a DELETE, and other clients send JSON: both fail. A \
          gateway often has no rule for OPTIONS (404), or asks it for a session, which it never has (401).",
    cures: &[
        CureText {
            target: Target::Oathkeeper,
            text: "serve:\n  proxy:\n    cors:\n      enabled: true\n      allowed_origins:\n        - {origin}\n      allowed_methods: [GET, POST, DELETE]\n      allowed_headers: [Content-Type, Accept]\n      allow_credentials: true",
        },
        CureText {
            target: Target::Kratos,
            text: "serve:\n  public:\n    cors:\n      enabled: true\n      allowed_origins:\n        - {origin}\n      allowed_methods: [GET, POST, PUT, PATCH, DELETE]\n      allow_credentials: true",
        },
    ],
};

const CLOCK: Rule = Rule {
    code: "clock-differs",
    severity: Severity::Warning,
    certainty: Certainty::Likely,
    title: "The clocks of this computer and of the server differ by {seconds} seconds.",
    why: "Codes of authenticator apps, the expiry of flows and sessions, and tokens of gateways depend on \
          the time.",
    cures: &[CureText { target: Target::Command, text: "timedatectl set-ntp true" }],
};

/// What keeps every request from Kratos, if something does.
#[must_use]
pub fn check(seen: &Observations) -> Option<Finding> {
    let (here, base) = (seen.here(), seen.base());
    let filled = |rule: &Rule| {
        Finding::new(rule)
            .value("base", &base.whole())
            .value("host", base.host)
            .value("port", if base.port.is_empty() { "4433" } else { base.port })
            .value("origin", &here.origin())
    };
    if is_mixed(seen) {
        let found = filled(&MIXED).seen("the page", &here.whole());
        return Some(found.seen("Kratos' URL in the page's settings", &base.whole()));
    }
    let login = seen.answer("login")?;
    if let Some(found) = forbidden(seen, &base.origin(), login) {
        return Some(found);
    }
    if let Some(found) = bounds::check(seen) {
        return Some(found);
    }
    if login.outcome != Outcome::Failed {
        return None;
    }
    let opaque = seen.answer("opaque")?;
    let evidence = |rule| {
        let found = filled(rule).seen(&login.what(), &login.seen());
        found.seen(&[&opaque.what(), " without reading it"].concat(), &opaque.seen())
    };
    if opaque.outcome == Outcome::Failed {
        let found = evidence(&UNREACHABLE);
        let found = if seen.page.online {
            found
        } else {
            found.seen("the browser", "says that it has no network")
        };
        return Some(match seen.answer("other-scheme") {
            Some(other) if other.outcome == Outcome::Opaque => {
                found.seen(&other.what(), "something answers there")
            }
            _ => found,
        });
    }
    if !seen.is_cross_origin() {
        // CORS does not apply: the failure is a redirect, which the gateway's check has.
        return None;
    }
    if seen.answer("still").is_some_and(|still| still.outcome == Outcome::Redirect) {
        return None;
    }
    let plain = seen.answer("plain");
    Some(match plain.filter(|plain| plain.is_readable()) {
        Some(plain) => evidence(&NO_CREDENTIALS)
            .seen(&[&plain.what(), " without cookies"].concat(), &plain.seen()),
        None => match plain {
            Some(plain) => evidence(&NO_CORS)
                .seen(&[&plain.what(), " without cookies"].concat(), &plain.seen()),
            None => evidence(&NO_CORS),
        },
    })
}

/// Whether the page's policy forbids the request that ended like this, to `origin`.
#[must_use]
pub fn forbidden(seen: &Observations, origin: &str, answer: &Answer) -> Option<Finding> {
    let violation = seen.violations.iter().find(|violation| {
        violation.directive.starts_with("connect-src") && violation.blocked.starts_with(origin)
    })?;
    (answer.outcome == Outcome::Failed).then(|| {
        Finding::new(&CSP)
            .value("base", origin)
            .seen(&answer.what(), &answer.seen())
            .seen(&["violation of ", &violation.directive].concat(), &violation.blocked)
            .seen("the policy", &violation.policy)
    })
}

/// Whether the browser refuses the requests because they are less secure than the page.
#[must_use]
pub fn is_mixed(seen: &Observations) -> bool {
    let base = seen.base();
    seen.here().is_https() && base.scheme == "http" && !base.is_local()
}

/// What is no obstacle to the flows: preflights and the clock.
#[must_use]
pub fn beside(seen: &Observations) -> Vec<Finding> {
    let preflight = seen.answer("preflight").filter(|answer| answer.outcome == Outcome::Failed);
    let refused = preflight.map(|answer| {
        let base = seen.base().whole();
        let what = ["DELETE ", &answer.asked].concat();
        let found = Finding::new(&PREFLIGHT).value("base", &base);
        let found = found.value("origin", &seen.here().origin()).seen(&what, &answer.seen());
        match seen.answer("login") {
            Some(login) => found.seen(&login.what(), "readable"),
            None => found,
        }
    });
    refused.into_iter().chain(clock(seen)).collect()
}

/// Seconds by which clocks may differ.
const TOLERANCE: i64 = 60;

fn clock(seen: &Observations) -> Option<Finding> {
    let difference = |answer: &Answer| Some((answer.at - answer.date?) / 1000);
    let far = |answer: &&Answer| difference(answer).is_some_and(|by| by.abs() > TOLERANCE);
    let answer = seen.answers.iter().find(far)?;
    let seconds = difference(answer)?.to_string();
    let found = Finding::new(&CLOCK).value("seconds", seconds.trim_start_matches('-'));
    let ahead = if seconds.starts_with('-') { "behind" } else { "ahead of" };
    let seen = [
        "the clock here is ",
        seconds.trim_start_matches('-'),
        " seconds ",
        ahead,
        " the header Date",
    ];
    Some(found.seen(&answer.what(), &seen.concat()))
}
