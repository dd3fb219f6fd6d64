//! What a gateway answers in place of the API.

use super::{
    kratos,
    observe::{Answer, Observations},
};
use crate::{
    Finding, Rule,
    rule::{Certainty, CureText, Severity, Target},
};

/// The kinds of finding of this topic.
pub const RULES: &[&Rule] = &[&NO_RULE, &TWO_HANDLERS, &BAD_UPSTREAM];

const NO_RULE: Rule = Rule {
    code: "api-no-rule",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "The gateway has no rule for {api}.",
    why: "Oathkeeper answers 404 where no access rule matches scheme, host, port, path and method. The URL \
          in a rule is the one that browsers use, not the upstream's. An API that says in the same words \
          that it does not know the path looks the same: compare its log.",
    cures: &[CureText {
        target: Target::Rule,
        text: "- id: api\n  upstream:\n    url: http://api:8080\n  match:\n    url: {api}<(/.*)?>\n    methods: [GET, POST, PUT, PATCH, DELETE]\n  authenticators:\n    - handler: cookie_session\n  authorizer:\n    handler: allow\n  mutators:\n    - handler: id_token",
    }],
};

const TWO_HANDLERS: Rule = Rule {
    code: "api-two-error-handlers",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "Two error handlers of the gateway match the same error at {api}.",
    why: "Oathkeeper answers 500 to every refused request then, so that nobody learns that a sign-in is \
          missing. Each handler needs a `when`, so that one matches browsers and the other everything else.",
    cures: &[CureText {
        target: Target::Rule,
        text: "errors:\n  - handler: redirect\n    config:\n      to: {origin}/login\n      when:\n        - error: [unauthorized]\n          request:\n            header:\n              accept: [text/html]\n  - handler: json\n    config:\n      when:\n        - error: [unauthorized, forbidden]\n          request:\n            header:\n              accept: [application/json]",
    }],
};

const BAD_UPSTREAM: Rule = Rule {
    code: "api-bad-upstream",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "The gateway cannot reach the API behind {api} (status {status}).",
    why: "The gateway answers, and what it passes requests to does not: the API is not running, or the \
          gateway has another address, port or network for it.",
    cures: &[
        CureText {
            target: Target::Command,
            text: "curl -i http://api:8080/   # from where the gateway runs",
        },
        CureText { target: Target::Rule, text: "upstream:\n  url: http://api:8080" },
    ],
};

/// What the gateway says instead of the API, if this is its answer.
#[must_use]
pub fn check(seen: &Observations, api: &Answer) -> Option<Finding> {
    let says = |words: &str| api.body.contains(words);
    let is_oathkeeper = || {
        says("does not match any rules")
            || kratos::error_text(api) == "The requested resource could not be found"
    };
    let rule = match api.status {
        404 if is_oathkeeper() => &NO_RULE,
        500 if says("more than one error handler") => &TWO_HANDLERS,
        502..=504 => &BAD_UPSTREAM,
        _ => return None,
    };
    let found = Finding::new(rule)
        .value("api", seen.settings.api.as_deref()?)
        .value("origin", &seen.here().origin())
        .value("status", &api.status.to_string());
    Some(found.seen(&api.what(), &api.seen()))
}
