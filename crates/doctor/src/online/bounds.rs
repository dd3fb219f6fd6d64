//! Answers without an end: bodies, redirects, silence.

use super::observe::{Observations, Outcome};
use crate::{
    Finding, Rule,
    rule::{Certainty, CureText, Severity, Target},
};

/// The answer does not end.
pub const ENDLESS: Rule = Rule {
    code: "answer-endless",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The server at {base} takes a request, and does not finish its answer.",
    why: "The doctor waited some seconds and gave up. A proxy may wait for an upstream that is not there, a \
          firewall may drop packets, or this is a stream and not Kratos.",
    cures: &[CureText {
        target: Target::Command,
        text: "curl -v --max-time 10 {base}/self-service/login/browser -H 'Accept: application/json'",
    }],
};

/// The answer is longer than any of Kratos.
pub const TOO_LARGE: Rule = Rule {
    code: "answer-too-large",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The server at {base} sends more than any answer of Kratos has.",
    why: "The doctor stopped reading after 256 kB. Something other than Kratos answers, such as a download \
          or a page with everything in it.",
    cures: &[CureText {
        target: Target::Command,
        text: "curl -sI {base}/self-service/login/browser -H 'Accept: application/json'",
    }],
};

/// Redirects go in circles.
pub const LOOP: Rule = Rule {
    code: "redirect-loop",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "Requests to Kratos at {base} are redirected without an end.",
    why: "Kratos answers requests for JSON without any redirect. A rule for http to https behind a proxy \
          that ends TLS, or one for a slash at the end, often redirects to itself.",
    cures: &[
        CureText {
            target: Target::Command,
            text: "curl -sIL --max-redirs 5 {base}/self-service/login/browser -H 'Accept: application/json'",
        },
        CureText {
            target: Target::Gateway,
            text: "Let /self-service/, /sessions/, /schemas, /.well-known/ory/ and /health/ pass to Kratos \
                   before any rule that redirects.",
        },
    ],
};

/// An answer of Kratos' address without an end.
#[must_use]
pub fn check(seen: &Observations) -> Option<Finding> {
    let login = seen.answer("login")?;
    let rule = match login.outcome {
        Outcome::TimedOut => &ENDLESS,
        Outcome::TooLarge => &TOO_LARGE,
        Outcome::Failed if is_loop(seen) => &LOOP,
        _ => return None,
    };
    let found = Finding::new(rule).value("base", &seen.base().whole());
    let found = found.seen(&login.what(), &login.seen());
    let others = ["still", "root", "opaque"].iter().filter_map(|id| seen.answer(id));
    Some(match rule.code {
        "redirect-loop" => {
            others.fold(found, |found, other| found.seen(&other.what(), &other.seen()))
        }
        _ => found,
    })
}

/// Whether a request fails when it follows redirects, and is a redirect when it does not; or whether
/// only this path fails.
fn is_loop(seen: &Observations) -> bool {
    let is = |id: &str, outcome| seen.answer(id).is_some_and(|answer| answer.outcome == outcome);
    let reason = seen.answer("login").map(|login| login.reason.as_str()).unwrap_or_default();
    // A terminal knows why it may not read an answer. Kratos sends other requests on to the site, which
    // may be away, too.
    if reason.contains("Access-Control-") {
        return false;
    }
    let fails_always = is("opaque", Outcome::Failed);
    reason.contains("redirect count")
        || (fails_always && (is("still", Outcome::Redirect) || is("root", Outcome::Opaque)))
}
