//! The session, at Kratos and at the API behind the gateway.

use super::{
    api::check as gateway,
    kratos,
    observe::{Observations, Outcome},
    reach,
};
use crate::{
    Finding, Rule,
    rule::{Certainty, CureText, Severity, Target},
};

/// The kinds of finding of this topic.
pub const RULES: &[&Rule] =
    &[&NOT_KEPT, &API_UNREACHABLE, &API_NO_CORS, &API_HTML, &API_NO_SESSION, &API_PREFLIGHT];

const NOT_KEPT: Rule = Rule {
    code: "session-not-kept",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "Kratos signed somebody in, and does not know them with the next request.",
    why: "The cookie of flows comes back, and the session's cookie does not. It has settings of its own: \
          its domain, its path or its `SameSite` does not fit the host, or a proxy lets only some cookies \
          pass.",
    cures: &[
        CureText {
            target: Target::Kratos,
            text: "session:\n  cookie:\n    domain: {site}\n    path: /\n    same_site: Lax",
        },
        CureText {
            target: Target::Kratos,
            text: "session:\n  cookie:   # the host alone: leave `domain` out\n    same_site: Lax",
        },
    ],
};

const API_UNREACHABLE: Rule = Rule {
    code: "api-unreachable",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "Nothing answers at the API's address {api}.",
    why: "The request fails even where no permission of the server is needed, so CORS is not the reason.",
    cures: &[CureText { target: Target::Command, text: "curl -v {api}" }],
};

/// Lets Oathkeeper answer preflights itself, and lets the page read the answers.
const ALLOW_HERE: CureText = CureText {
    target: Target::Oathkeeper,
    text: "serve:\n  proxy:\n    cors:\n      enabled: true\n      allowed_origins:\n        - {origin}\n      allowed_methods: [GET, POST, PUT, PATCH, DELETE]\n      allowed_headers: [Content-Type, Accept]\n      allow_credentials: true",
};

const API_NO_CORS: Rule = Rule {
    code: "api-cors-missing",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The API at {api} is up, but does not allow {origin} to read its answers (CORS).",
    why: "Without `Access-Control-Allow-Origin: {origin}` and `Access-Control-Allow-Credentials: true` on \
          every answer, errors included, scripts of the page see only that the request failed.",
    cures: &[
        ALLOW_HERE,
        CureText { target: Target::Command, text: "curl -i -H 'Origin: {origin}' {api}" },
    ],
};

const API_HTML: Rule = Rule {
    code: "api-answers-html",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "The API at {api} answers with a page.",
    why: "Something redirects requests without a session to a sign-in page, or answers every path with its \
          own page. Scripts that expect JSON fail.",
    cures: &[CureText {
        target: Target::Rule,
        text: "errors:\n  - handler: json\n    config:\n      when:\n        - error: [unauthorized, forbidden]\n          request:\n            header:\n              accept: [application/json]",
    }],
};

const API_NO_SESSION: Rule = Rule {
    code: "api-gets-no-session",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "Kratos knows who is signed in, and the API at {api} does not.",
    why: "The session is good at {base}. The API's gateway got no cookie, or not this one: the cookie's \
          domain does not cover its host, `only` names another cookie, or `check_session_url` asks another \
          Kratos. Its answer is the same for all of these.",
    cures: &[
        CureText { target: Target::Kratos, text: "session:\n  cookie:\n    domain: {site}" },
        CureText {
            target: Target::Oathkeeper,
            text: "authenticators:\n  cookie_session:\n    enabled: true\n    config:\n      check_session_url: http://kratos:4433/sessions/whoami\n      preserve_path: true\n      extra_from: \"@this\"\n      subject_from: identity.id\n      only: [ory_kratos_session]",
        },
        CureText { target: Target::Page, text: "fetch(\"{api}\", { credentials: \"include\" })" },
    ],
};

const API_PREFLIGHT: Rule = Rule {
    code: "api-preflight-refused",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The API at {api} refuses requests that browsers ask about first (OPTIONS).",
    why: "The same URL answers without a preflight. With `Content-Type: application/json` or another method \
          than GET and POST, browsers send OPTIONS before, without cookies. Oathkeeper answers 404 where \
          no rule has the method, and 401 where the rule wants a session.",
    cures: &[ALLOW_HERE],
};

/// What is wrong with the session, and with the API.
#[must_use]
pub fn check(seen: &Observations) -> Vec<Finding> {
    let kept = not_kept(seen);
    let is_kept = kept.is_none();
    kept.into_iter().chain(if is_kept { api(seen) } else { None }).collect()
}

/// Whether Kratos knows somebody with this request.
#[must_use]
pub fn is_signed_in(seen: &Observations) -> bool {
    seen.answer("whoami").is_some_and(kratos::is_session)
}

fn not_kept(seen: &Observations) -> Option<Finding> {
    let whoami = seen.answer("whoami").filter(|answer| answer.status == 401)?;
    let last = seen.events.iter().rev().find(|event| event.kind != "finding")?;
    let is_lost = last.kind == "stop" && last.code == "cookie-lost";
    let is_over = last.kind == "passed" && last.flow == "login";
    (is_lost || is_over).then(|| {
        Finding::new(&NOT_KEPT)
            .value("site", seen.base().site())
            .seen("before", "a sign-in was accepted")
            .seen(&whoami.what(), &whoami.seen())
    })
}

fn api(seen: &Observations) -> Option<Finding> {
    let (url, api) = (seen.settings.api.as_deref()?, seen.answer("api")?);
    let filled = |rule: &Rule| {
        Finding::new(rule)
            .value("api", url)
            .value("origin", &seen.here().origin())
            .value("base", &seen.base().whole())
            .value("site", seen.base().site())
            .seen(&api.what(), &api.seen())
    };
    match api.outcome {
        Outcome::Answered => {}
        Outcome::Failed => {
            if let Some(found) = reach::forbidden(seen, &seen.api()?.origin(), api) {
                return Some(found);
            }
            let opaque = seen.answer("api-opaque")?;
            let rule =
                if opaque.outcome == Outcome::Opaque { &API_NO_CORS } else { &API_UNREACHABLE };
            return Some(
                filled(rule)
                    .seen(&[&opaque.what(), " without reading it"].concat(), &opaque.seen()),
            );
        }
        _ => return Some(filled(&API_UNREACHABLE)),
    }
    if let Some(found) = gateway(seen, api) {
        return Some(found);
    }
    if api.status < 400 && api.is_html() {
        return Some(filled(&API_HTML));
    }
    if is_signed_in(seen)
        && (api.status == 401 || (api.status == 403 && api.body.contains("credentials")))
    {
        let whoami = seen.answer("whoami")?;
        return Some(filled(&API_NO_SESSION).seen(&whoami.what(), "a session"));
    }
    let preflight =
        seen.answer("api-preflight").filter(|answer| answer.outcome == Outcome::Failed)?;
    // At the same server, this is the other finding's cause.
    let is_told = seen.api().map(|api| api.origin()) == Some(seen.base().origin())
        && seen.answer("preflight").is_some_and(|answer| answer.outcome == Outcome::Failed);
    (!is_told).then(|| {
        let what = [&preflight.what(), " with Content-Type: application/json"].concat();
        filled(&API_PREFLIGHT).seen(&what, &preflight.seen())
    })
}
