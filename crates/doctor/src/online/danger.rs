//! What others can get at.

use super::{
    kratos,
    observe::{Answer, Observations},
    return_to,
};
use crate::{
    Finding, Rule,
    rule::{Certainty, CureText, Severity, Target},
};

/// The kinds of finding of this topic.
pub const RULES: &[&Rule] = &[
    &ADMIN,
    &TOKEN,
    &return_to::ANYTHING,
    &READABLE,
    &NOT_SECURE,
    &ANY_ORIGIN,
    &NOT_HTTPS,
    &API_FLOW,
];

const ADMIN: Rule = Rule {
    code: "admin-api-public",
    severity: Severity::Danger,
    certainty: Certainty::Certain,
    title: "Kratos' admin API answers at {base}, where everybody can reach it.",
    why: "It has no password: whoever reaches it reads and deletes all accounts and makes sessions for any \
          of them. Only your own servers may reach port 4434.",
    cures: &[
        CureText {
            target: Target::Gateway,
            text: "Pass only /self-service/, /sessions, /schemas, /.well-known/ory/ and /health/ on, to port 4433; nothing to port 4434.",
        },
        CureText {
            target: Target::Kratos,
            text: "serve:\n  admin:\n    host: 127.0.0.1\n    port: 4434",
        },
        CureText {
            target: Target::Command,
            text: "curl -i {base}/admin/identities/00000000-0000-0000-0000-000000000000",
        },
    ],
};

const TOKEN: Rule = Rule {
    code: "token-in-page",
    severity: Severity::Danger,
    certainty: Certainty::Certain,
    title: "An API key of the Ory Network (ory_pat_…) is in the page: {place}.",
    why: "Everybody who opens the page can read it, and it administers the whole project. Revoke it now; a \
          browser needs no key, and neither does a Kratos that you run yourself.",
    cures: &[CureText {
        target: Target::Page,
        text: "Remove the key from scripts, settings and storage of the page; use it on servers only.",
    }],
};

const READABLE: Rule = Rule {
    code: "session-cookie-readable",
    severity: Severity::Danger,
    certainty: Certainty::Certain,
    title: "Scripts can read the cookie {name}.",
    why: "Kratos sets `HttpOnly` on its cookies, so that an injected script cannot take a session away. \
          Something in between removed it, or copied the cookie.",
    cures: &[CureText {
        target: Target::Gateway,
        text: "Pass Set-Cookie of Kratos on as it is, with HttpOnly.",
    }],
};

const NOT_SECURE: Rule = Rule {
    code: "cookie-not-secure",
    severity: Severity::Danger,
    certainty: Certainty::Certain,
    title: "The cookie {name} is set on https without `Secure`.",
    why: "Browsers send it over http, too, where the network can read it. Kratos leaves `Secure` out with \
          `--dev`, and where `cookies.secure` is off.",
    cures: &[
        CureText { target: Target::Command, text: "kratos serve -c kratos.yml   # without --dev" },
        CureText {
            target: Target::Kratos,
            text: "cookies:\n  secure: true   # since v25.4\nsession:\n  cookie:\n    secure: true",
        },
    ],
};

const ANY_ORIGIN: Rule = Rule {
    code: "cors-any-origin",
    severity: Severity::Danger,
    certainty: Certainty::Certain,
    title: "Every website may read Kratos' answers with the visitor's cookies.",
    why: "The server allows whatever origin asks, with credentials. A foreign page can read who is signed \
          in, and use flows as them where cookies are sent.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "serve:\n  public:\n    cors:\n      enabled: true\n      allowed_origins:\n        - {origin}\n      allow_credentials: true",
    }],
};

const NOT_HTTPS: Rule = Rule {
    code: "page-not-https",
    severity: Severity::Danger,
    certainty: Certainty::Certain,
    title: "People type passwords on {page}, which is not encrypted.",
    why: "Everybody on the way reads and changes what is sent, passwords and sessions included. That Kratos' \
          cookies are kept here means that it runs with `--dev` or `cookies.secure: false`.",
    cures: &[
        CureText {
            target: Target::Gateway,
            text: "auth.example.com {\n\treverse_proxy kratos:4433   # Caddy obtains a certificate by itself\n}",
        },
        CureText {
            target: Target::Kratos,
            text: "serve:\n  public:\n    base_url: https://{host}/",
        },
    ],
};

const API_FLOW: Rule = Rule {
    code: "api-flow-in-browser",
    severity: Severity::Warning,
    certainty: Certainty::Certain,
    title: "The page opens a flow for native apps: {url}.",
    why: "API flows give a session token to the caller instead of a cookie, and Kratos refuses their submit \
          from a browser, which adds `Origin` and cookies.",
    cures: &[CureText {
        target: Target::Page,
        text: "const login = auth.login();   // GET /self-service/login/browser",
    }],
};

/// What is dangerous, whatever else is wrong.
#[must_use]
pub fn check(seen: &Observations) -> Vec<Finding> {
    let found = [
        admin(seen),
        token(seen),
        return_to::anything(seen),
        readable(seen),
        not_secure(seen),
        any_origin(seen),
        api_flow(seen),
    ];
    found.into_iter().flatten().collect()
}

/// What is dangerous unless its cause was found before.
#[must_use]
pub fn beside(seen: &Observations, before: &[Finding]) -> Option<Finding> {
    let here = seen.here();
    let told = ["secure-cookie-on-http", "insecure-context", "other-site"];
    if here.scheme != "http"
        || here.is_local()
        || before.iter().any(|finding| told.contains(&finding.code))
    {
        return None;
    }
    let found = Finding::new(&NOT_HTTPS).value("page", &here.whole()).value("host", here.host);
    Some(found.seen("the page", &here.origin()))
}

fn admin(seen: &Observations) -> Option<Finding> {
    let answer = seen.answer("admin").filter(|answer| is_admin(answer))?;
    let found = Finding::new(&ADMIN).value("base", &seen.base().whole());
    Some(found.seen(&answer.what(), &answer.seen()))
}

/// The public API has no such path; the admin API has no such account.
fn is_admin(answer: &Answer) -> bool {
    answer.is_readable()
        && !answer.redirected
        && answer.status == 404
        && kratos::error_id(answer).is_some()
        && kratos::error_text(answer).to_ascii_lowercase().contains("unable to locate the resource")
}

fn token(seen: &Observations) -> Option<Finding> {
    let place = seen.page.tokens.first()?;
    let found = Finding::new(&TOKEN).value("place", place);
    Some(
        seen.page
            .tokens
            .iter()
            .fold(found, |found, place| found.seen(place, "a text that begins with ory_pat_")),
    )
}

/// Whether a cookie is one of Kratos'.
fn is_own(name: &str) -> bool {
    name.starts_with("csrf_token_")
        || name.starts_with("ory_kratos_")
        || name.starts_with("ory_session_")
}

fn readable(seen: &Observations) -> Option<Finding> {
    let filled = |name: &str| Finding::new(&READABLE).value("name", name);
    if let Some(name) = seen.page.readable_cookies.iter().find(|name| is_own(name)) {
        return Some(filled(name).seen("document.cookie", name));
    }
    set_cookie(seen, |cookie| !cookie.has("HttpOnly")).map(|(answer, name, attributes)| {
        filled(&name).seen(&answer.what(), &["Set-Cookie: ", &name, "=…; ", &attributes].concat())
    })
}

fn not_secure(seen: &Observations) -> Option<Finding> {
    let (answer, name, attributes) = set_cookie(seen, |cookie| !cookie.has("Secure"))
        .filter(|(answer, ..)| answer.asked.starts_with("https:"))?;
    let found = Finding::new(&NOT_SECURE).value("name", &name);
    Some(found.seen(&answer.what(), &["Set-Cookie: ", &name, "=…; ", &attributes].concat()))
}

/// The first cookie of Kratos that lacks something.
fn set_cookie(
    seen: &Observations,
    lacks: impl Fn(&super::observe::SetCookie) -> bool,
) -> Option<(&Answer, String, String)> {
    let mut all = seen
        .answers
        .iter()
        .flat_map(|answer| answer.cookies.iter().map(move |cookie| (answer, cookie)));
    let (answer, cookie) = all.find(|(_, cookie)| is_own(&cookie.name) && lacks(cookie))?;
    Some((answer, cookie.name.clone(), cookie.attributes.clone()))
}

fn any_origin(seen: &Observations) -> Option<Finding> {
    let answer = seen.answer("foreign-origin")?;
    let header = |name: &str| answer.headers.get(name).map(String::as_str).unwrap_or_default();
    let allowed = header("access-control-allow-origin");
    let is_any = allowed == super::steps::FOREIGN_ORIGIN
        && header("access-control-allow-credentials") == "true";
    is_any.then(|| {
        let asked = [&answer.what(), " with Origin: ", super::steps::FOREIGN_ORIGIN].concat();
        Finding::new(&ANY_ORIGIN).value("origin", &seen.here().origin()).seen(
            &asked,
            &["Access-Control-Allow-Origin: ", allowed, ", Access-Control-Allow-Credentials: true"]
                .concat(),
        )
    })
}

fn api_flow(seen: &Observations) -> Option<Finding> {
    let url = seen.page.api_flows.first()?;
    let found = Finding::new(&API_FLOW).value("url", url);
    Some(found.seen("a request of this page", url))
}
