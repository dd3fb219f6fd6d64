//! What stands before Kratos, and whether what answers is Kratos.

use super::{
    kratos,
    observe::{Answer, Observations, Outcome},
};
use crate::{
    Finding, Rule,
    rule::{Certainty, CureText, Severity, Target},
};

/// The kinds of finding of this topic.
pub const RULES: &[&Rule] = &[
    &NO_RULE,
    &NEEDS_SESSION,
    &TWO_HANDLERS,
    &BAD_UPSTREAM,
    &NOT_READY,
    &FAILED,
    &PREFIX,
    &TO_PAGE,
    &NOT_KRATOS,
];

/// A rule of Oathkeeper that lets Kratos' public routes pass.
const RULE: &str = "- id: kratos-public\n  upstream:\n    url: http://kratos:4433\n  match:\n    url: {origin}/<(self-service|sessions|schemas|\\.well-known/ory|health)(/.*)?>\n    methods: [GET, POST, PUT, PATCH, DELETE]\n  authenticators:\n    - handler: noop\n  authorizer:\n    handler: allow\n  mutators:\n    - handler: noop";

const NO_RULE: Rule = Rule {
    code: "gateway-no-rule",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The gateway at {base} has no rule for Kratos' public routes.",
    why: "Oathkeeper answers 404 where no access rule matches scheme, host, port, path and method. The URL \
          in a rule is the one that browsers use, not the upstream's.",
    cures: &[CureText { target: Target::Rule, text: RULE }],
};

const NEEDS_SESSION: Rule = Rule {
    code: "gateway-needs-session",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The gateway at {base} asks for a session before people can sign in.",
    why: "Kratos' public routes check what they need by themselves; creating a flow is never refused with \
          401 or 403 by Kratos. The gateway has to let them pass without a session.",
    cures: &[CureText { target: Target::Rule, text: RULE }],
};

const TWO_HANDLERS: Rule = Rule {
    code: "gateway-two-error-handlers",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "Two error handlers of the gateway at {base} match the same error.",
    why: "Oathkeeper answers 500 to every refused request then. Each handler needs a `when`, so that one \
          matches browsers and the other everything else. And Kratos' public routes should not be refused \
          at all: give them a rule with the authenticator `noop`.",
    cures: &[
        CureText {
            target: Target::Rule,
            text: "errors:\n  - handler: redirect\n    config:\n      to: {origin}/login\n      when:\n        - error: [unauthorized]\n          request:\n            header:\n              accept: [text/html]\n  - handler: json\n    config:\n      when:\n        - error: [unauthorized, forbidden]\n          request:\n            header:\n              accept: [application/json]",
        },
        CureText { target: Target::Rule, text: RULE },
    ],
};

const BAD_UPSTREAM: Rule = Rule {
    code: "gateway-bad-upstream",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The gateway at {base} cannot reach Kratos (status {status}).",
    why: "The gateway answers, and what it passes requests to does not: Kratos is not running, or the \
          gateway has another address, port or network for it.",
    cures: &[
        CureText {
            target: Target::Command,
            text: "curl -i http://kratos:4433/health/ready   # from where the gateway runs",
        },
        CureText {
            target: Target::Gateway,
            text: "upstream of Kratos' public routes: http://kratos:4433",
        },
    ],
};

const NOT_READY: Rule = Rule {
    code: "kratos-not-ready",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "Kratos at {base} is running, but not ready: {reason}",
    why: "Kratos says so by itself at /health/ready. Its database cannot be reached, or its tables were not \
          made by the version that runs.",
    cures: &[
        CureText {
            target: Target::Command,
            text: "kratos migrate sql -e --yes   # with the same DSN",
        },
        CureText {
            target: Target::Kratos,
            text: "dsn: postgres://kratos:…@database:5432/kratos?sslmode=disable",
        },
    ],
};

const FAILED: Rule = Rule {
    code: "kratos-failed",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "Kratos at {base} fails to create a sign-in flow (status {status}).",
    why: "The answer has Kratos' form, so the way to it is right. Its log has the reason, often an identity \
          schema that cannot be read or a method whose settings are not complete.",
    cures: &[CureText {
        target: Target::Command,
        text: "kratos serve -c kratos.yml 2>&1 | grep -i error",
    }],
};

const PREFIX: Rule = Rule {
    code: "path-prefix",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "The server at {base} does not know Kratos' paths: a prefix is missing, or was not removed.",
    why: "It answers 404 without anything that Kratos or a gateway would say, which is what Kratos itself \
          says to paths that it does not have. Kratos has no prefix of its own: who adds one to the URL \
          must remove it before Kratos.",
    cures: &[
        CureText { target: Target::Kratos, text: "serve:\n  public:\n    base_url: {right}/" },
        CureText {
            target: Target::Rule,
            text: "upstream:\n  url: http://kratos:4433\n  strip_path: {path}",
        },
        CureText {
            target: Target::Gateway,
            text: "handle_path {path}/* {\n\treverse_proxy kratos:4433\n}",
        },
    ],
};

const TO_PAGE: Rule = Rule {
    code: "redirected-to-page",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "Requests to Kratos at {base} are redirected to a page.",
    why: "Kratos answers requests for JSON without a redirect. A gateway sends whoever has no session to a \
          sign-in page, or a network wants its own sign-in first. Requests with `Accept: application/json` \
          must reach Kratos.",
    cures: &[CureText { target: Target::Rule, text: RULE }],
};

const NOT_KRATOS: Rule = Rule {
    code: "not-kratos",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "What answers at {base} is not Kratos.",
    why: "A single-page app or a web server often answers every path with its own page. The URL must be \
          Kratos' public one, and whoever stands before it has to pass Kratos' paths on.",
    cures: &[
        CureText {
            target: Target::Gateway,
            text: "@kratos path /self-service/* /sessions/* /schemas /schemas/* /.well-known/ory/* /health/*\nhandle @kratos {\n\treverse_proxy kratos:4433\n}",
        },
        CureText { target: Target::Site, text: "{\"kratosUrl\": \"https://kratos.example.com\"}" },
        CureText {
            target: Target::Command,
            text: "curl -i {base}/health/alive   # Kratos: {\"status\":\"ok\"}",
        },
    ],
};

/// Paths below which Kratos is often found.
pub const PREFIXES: [(&str, &str); 3] =
    [("at-kratos", "/kratos"), ("at-ory", "/.ory/kratos/public"), ("at-auth", "/auth")];

/// What answers in place of Kratos, if something does.
#[must_use]
pub fn check(seen: &Observations) -> Option<Finding> {
    let login = seen.answer("login")?;
    if login.outcome == Outcome::Redirect
        || (login.outcome == Outcome::Failed && is_redirected(seen))
    {
        let still = seen.answer("still").unwrap_or(login);
        return Some(found(&TO_PAGE, seen, login).seen(&still.what(), &still.seen()));
    }
    if !login.is_readable() || kratos::is_flow_answer(login) {
        return None;
    }
    let text = &login.body;
    let says = |words: &str| text.contains(words);
    let rule = match login.status {
        // Kratos' own 404 is not JSON. Oathkeeper says more only with `verbose`.
        404 if kratos::error_id(login).is_some() => &NO_RULE,
        _ if says("does not match any rules") => &NO_RULE,
        _ if says("more than one error handler") => &TWO_HANDLERS,
        401 | 403 => &NEEDS_SESSION,
        // Without the gateway's form, an error can be Kratos' own.
        500..=599 if not_ready(seen).is_some() => &NOT_READY,
        502..=504 => &BAD_UPSTREAM,
        500..=599 if kratos::error_id(login).is_some() => &FAILED,
        _ if login.is_html() && login.redirected => &TO_PAGE,
        404 if !login.is_html() && !says("{") => &PREFIX,
        _ => &NOT_KRATOS,
    };
    let finding = found(rule, seen, login);
    Some(match rule.code {
        "kratos-not-ready" => {
            let ready = not_ready(seen)?;
            let reason: String = ready.body.trim().chars().take(200).collect();
            finding.value("reason", &reason).seen(&ready.what(), &ready.seen())
        }
        "path-prefix" => prefix(finding, seen),
        "redirected-to-page" => finding.seen("the redirect ended at", &login.url),
        _ => finding,
    })
}

fn found(rule: &Rule, seen: &Observations, login: &Answer) -> Finding {
    let base = seen.base();
    Finding::new(rule)
        .value("base", &base.whole())
        .value("origin", &base.origin())
        .value("status", &login.status.to_string())
        .seen(&login.what(), &login.seen())
}

/// What Kratos says if it is not ready. A gateway that does not reach it says nothing of its health.
fn not_ready(seen: &Observations) -> Option<&Answer> {
    let is_alive = seen.answer("alive").is_some_and(kratos::is_alive);
    seen.answer("ready").filter(|ready| is_alive && ready.status == 503)
}

/// Whether a request of the page's own origin, or one that CORS allows, is redirected to where it may
/// not be read.
fn is_redirected(seen: &Observations) -> bool {
    let is = |id: &str, outcome| seen.answer(id).is_some_and(|answer| answer.outcome == outcome);
    is("opaque", Outcome::Opaque) && (is("still", Outcome::Redirect) || !seen.is_cross_origin())
}

/// Says below which path Kratos is, if it was found.
fn prefix(finding: Finding, seen: &Observations) -> Finding {
    let base = seen.base();
    let known = PREFIXES.into_iter().chain([("at-root", "")]);
    let place = known.into_iter().find_map(|(id, path)| {
        let answer = seen.answer(id).filter(|answer| kratos::is_alive(answer))?;
        Some((path, answer))
    });
    match place {
        Some((path, answer)) => {
            let right = base.origin() + path;
            let finding = finding
                .value("right", &right)
                .value("path", if path.is_empty() { base.path } else { path });
            finding.seen(&answer.what(), "Kratos answers here").sure(Certainty::Certain)
        }
        None => finding
            .value("right", &base.whole())
            .value("path", if base.path.is_empty() { "/kratos" } else { base.path }),
    }
}
