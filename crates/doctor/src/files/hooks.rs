//! Hooks: sessions after a sign-up, and web hooks.

use super::{
    rule::{cure, rule},
    setup::{Out, Setup},
    source::Source,
    tree::Node,
    url::Url,
};
use crate::{
    Rule,
    rule::{
        Certainty::{Certain, Hint, Likely},
        Severity::{Broken, Danger, Note, Warning},
        Target,
    },
};

static SESSION: Rule = rule(
    "session-hook-missing",
    Warning,
    Likely,
    "After a sign-up with {method} nobody is signed in: the hook session is missing.",
    "People have to sign in again with what they just set up. It is right if addresses must be verified first.",
    &[cure(
        Target::Kratos,
        "selfservice:\n  flows:\n    registration:\n      after:\n        {method}:\n          hooks:\n            - hook: session",
    )],
);
static SESSION_PLACE: Rule = rule(
    "session-hook-place",
    Broken,
    Certain,
    "The hook session stands in registration.after.hooks, where it is not taken.",
    "It belongs below each method.",
    &[cure(
        Target::Kratos,
        "selfservice:\n  flows:\n    registration:\n      after:\n        password:\n          hooks:\n            - hook: session",
    )],
);
static VERIFIED: Rule = rule(
    "verified-address-impossible",
    Broken,
    Certain,
    "Signing in needs a verified address, but verification is off.",
    "Nobody can verify an address, so nobody can sign in.",
    &[cure(
        Target::Kratos,
        "selfservice:\n  flows:\n    verification:\n      enabled: true\n      use: code",
    )],
);
static IGNORE_PARSE: Rule = rule(
    "webhook-ignores-what-it-parses",
    Broken,
    Certain,
    "A web hook has both response.ignore and response.parse.",
    "Kratos refuses it: an answer that is not waited for cannot be read.",
    &[cure(Target::Kratos, "response:\n  parse: true")],
);
static INTERRUPT: Rule = rule(
    "webhook-cannot-interrupt",
    Broken,
    Certain,
    "A web hook has can_interrupt, but ignores the response.",
    "With response.ignore the call goes on in the background and stops nothing.",
    &[cure(Target::Kratos, "response:\n  parse: true")],
);
static UNREAD: Rule = rule(
    "webhook-refusal-unread",
    Note,
    Hint,
    "Kratos waits for the answer of a web hook, and reads nothing of it.",
    "If the hook refuses, with status 400 or more, people read that a third-party service responded improperly, and not why. After a sign-up or a change of the settings, what it refuses is stored already. With response.parse it can refuse in its own words; with response.ignore nobody waits for it.",
    &[cure(Target::Kratos, "response:\n  parse: true # or ignore: true")],
);
static OLD: Rule = rule(
    "webhook-can-interrupt-old",
    Note,
    Certain,
    "can_interrupt is the old name of response.parse.",
    "It works in 1.3.1 and may go.",
    &[cure(Target::Kratos, "response:\n  parse: true")],
);
static BODY: Rule = rule(
    "webhook-body-without-scheme",
    Warning,
    Certain,
    "The body of a web hook has no scheme.",
    "It is a Jsonnet file or text: file://, https:// or base64://. Without one Kratos takes it for a path, which is deprecated.",
    &[cure(Target::Kratos, "body: file://{seen}")],
);
static NO_BODY: Rule = rule(
    "webhook-method-without-body",
    Warning,
    Likely,
    "A web hook has a body, but its method is {method}.",
    "Kratos sends a body with POST, PUT and PATCH only.",
    &[cure(Target::Kratos, "method: POST")],
);
static HTTP: Rule = rule(
    "webhook-http-public",
    Danger,
    Likely,
    "A web hook sends identities to {seen} without https.",
    "Traits and addresses travel readable through the internet.",
    &[cure(Target::Kratos, "url: {right}")],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] = &[
    &SESSION,
    &SESSION_PLACE,
    &VERIFIED,
    &IGNORE_PARSE,
    &INTERRUPT,
    &UNREAD,
    &OLD,
    &BODY,
    &NO_BODY,
    &HTTP,
];

const FLOWS: &str = "selfservice.flows";

/// Checks the hooks of all flows.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    let Some(kratos) = setup.kratos else { return };
    sessions(setup, kratos, out);
    let Some(flows) = kratos.node.at(FLOWS) else { return };
    each(flows, FLOWS, &mut |path, hook| match hook.text_at("hook") {
        Some("web_hook") => web_hook(kratos, path, hook, out),
        Some("require_verified_address")
            if !kratos.node.true_at(&[FLOWS, ".verification.enabled"].concat()) =>
        {
            out.add(kratos.finding_at(&VERIFIED, path, hook).seen("verification.enabled", "false"));
        }
        _ => {}
    });
}

/// Calls `seen` with each hook below a key.
fn each(node: &Node, path: &str, seen: &mut dyn FnMut(&str, &Node)) {
    for entry in node.entries() {
        let path = [path, ".", &entry.key].concat();
        if entry.key == "hooks" {
            for (index, hook) in entry.node.items().iter().enumerate() {
                seen(&format!("{path}[{index}]"), hook);
            }
        } else {
            each(&entry.node, &path, seen);
        }
    }
}

fn sessions(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    let after = [FLOWS, ".registration.after"].concat();
    let off = kratos.node.at(&[FLOWS, ".registration.enabled"].concat());
    if off.is_some_and(Node::is_false) || setup.pages.is_empty() {
        return;
    }
    let is_session = |hook: &Node| hook.text_at("hook") == Some("session");
    let shared = [after.as_str(), ".hooks"].concat();
    let hooks = kratos.node.at(&shared).map(Node::items).unwrap_or_default();
    if let Some((index, hook)) = hooks.iter().enumerate().find(|(_, hook)| is_session(hook)) {
        out.add(kratos.finding_at(&SESSION_PLACE, &format!("{shared}[{index}]"), hook));
        return;
    }
    let must_verify = |method: &str| {
        let hooks = kratos.node.at(&format!("{FLOWS}.login.after.{method}.hooks"));
        let shared = kratos.node.at(&[FLOWS, ".login.after.hooks"].concat());
        let hooks = hooks.into_iter().chain(shared).flat_map(Node::items);
        hooks.filter_map(|hook| hook.text_at("hook")).any(|name| name == "require_verified_address")
    };
    let webauthn = setup.enabled("webauthn")
        && kratos.node.true_at("selfservice.methods.webauthn.config.passwordless");
    for (method, on) in [
        ("password", setup.enabled("password")),
        ("code", setup.code_signs_in()),
        ("passkey", setup.enabled("passkey")),
        ("webauthn", webauthn),
        ("oidc", setup.enabled("oidc")),
    ] {
        let key = format!("{after}.{method}.hooks");
        let has = kratos.node.at(&key).map(Node::items).unwrap_or_default().iter().any(is_session);
        if on && !has && !must_verify(method) {
            out.add(kratos.finding(&SESSION, &key).value("method", method));
        }
    }
}

fn web_hook(kratos: &Source, path: &str, hook: &Node, out: &mut Out) {
    let ignores = hook.true_at("config.response.ignore");
    let parses = hook.true_at("config.response.parse");
    let found = |rule, key: &str| {
        let node = hook.at(key).unwrap_or(hook);
        kratos.finding_at(rule, &[path, ".", key].concat(), node)
    };
    if ignores && parses {
        out.add(found(&IGNORE_PARSE, "config.response.parse").seen("response.ignore", "true"));
    } else if hook.true_at("config.can_interrupt") {
        let rule = if ignores { &INTERRUPT } else { &OLD };
        out.add(found(rule, "config.can_interrupt"));
    } else if !ignores && !parses {
        out.add(found(&UNREAD, "config.response"));
    }
    if let Some(body) = hook.text_at("config.body") {
        if !body.contains("://") {
            out.add(found(&BODY, "config.body").value("seen", body));
        }
        let method = hook.text_at("config.method").unwrap_or("POST");
        if ["GET", "HEAD", "DELETE"].contains(&method.to_ascii_uppercase().as_str()) {
            out.add(found(&NO_BODY, "config.method").value("method", method));
        }
    }
    let url = hook.text_at("config.url").and_then(Url::read);
    // Names without a dot and those of a cluster do not leave the network.
    let outside = |url: &Url| {
        url.scheme == "http"
            && !url.is_local()
            && url.host.contains('.')
            && !super::url::is_address(&url.host)
            && ![".svc", ".local", ".internal", ".cluster.local"]
                .iter()
                .any(|end| url.host.ends_with(end))
    };
    if let Some(url) = url.filter(outside) {
        let right = Url { scheme: "https".to_owned(), ..url.clone() }.shown();
        out.add(found(&HTTP, "config.url").value("seen", &url.host).value("right", &right));
    }
}
