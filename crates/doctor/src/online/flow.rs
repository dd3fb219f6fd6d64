//! What the flows offer, and what the page expects of them.

use super::{
    kratos::{self, Flow},
    observe::{Event, Observations},
    return_to,
};
use crate::{
    Finding, Rule,
    rule::{Certainty, CureText, Severity, Target},
};

/// The kinds of finding of this topic.
pub const RULES: &[&Rule] = &[
    &NO_METHOD,
    &NO_CODE,
    &NO_PASSWORD,
    &NO_PASSKEY,
    &NO_DISPLAY_NAME,
    &NO_WEBAUTHN,
    &NO_PROVIDER,
    &NO_LABEL,
    &NO_REGISTRATION,
    &NO_RECOVERY,
    &NO_VERIFICATION,
    &NO_SESSION,
    &SHORT,
    &return_to::FORBIDDEN,
];

const NO_METHOD: Rule = Rule {
    code: "no-method",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The sign-in offers no method at all.",
    why: "Kratos creates the flow, with fields that lead nowhere. No method is enabled, or none of the \
          enabled ones can be a first factor with this identity schema.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "selfservice:\n  methods:\n    password:\n      enabled: true\n    code:\n      enabled: true\n      passwordless_enabled: true",
    }],
};

const NO_CODE: Rule = Rule {
    code: "code-not-offered",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The page wants sign-in by code, and the {flow} does not offer it.",
    why: "`code.enabled` alone is only for recovery and verification. Signing in and up by code needs \
          `passwordless_enabled`, and a trait that is the identifier of codes.",
    cures: &[
        CureText {
            target: Target::Kratos,
            text: "selfservice:\n  methods:\n    code:\n      enabled: true\n      passwordless_enabled: true",
        },
        CureText {
            target: Target::Schema,
            text: "\"email\": {\n  \"type\": \"string\",\n  \"format\": \"email\",\n  \"ory.sh/kratos\": {\n    \"credentials\": { \"code\": { \"identifier\": true, \"via\": \"email\" } }\n  }\n}",
        },
    ],
};

const NO_PASSWORD: Rule = Rule {
    code: "password-not-offered",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The page wants passwords, and the {flow} does not offer them.",
    why: "The method is off, or no trait of the schema is the identifier of passwords.",
    cures: &[
        CureText {
            target: Target::Kratos,
            text: "selfservice:\n  methods:\n    password:\n      enabled: true",
        },
        CureText {
            target: Target::Schema,
            text: "\"ory.sh/kratos\": { \"credentials\": { \"password\": { \"identifier\": true } } }",
        },
    ],
};

const NO_PASSKEY: Rule = Rule {
    code: "passkey-not-offered",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The page wants passkeys, and the {flow} does not offer them.",
    why: "The method is off. It needs the relying party's id, which is the page's host or a parent of it, \
          and its origins.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "selfservice:\n  methods:\n    passkey:\n      enabled: true\n      config:\n        rp:\n          display_name: Example\n          id: {host}\n          origins:\n            - {origin}",
    }],
};

const NO_DISPLAY_NAME: Rule = Rule {
    code: "passkey-no-display-name",
    severity: Severity::Broken,
    certainty: Certainty::Likely,
    title: "Passkeys can sign in, but nobody can make one: the registration does not offer them.",
    why: "One trait of the identity schema has to be the name of a passkey, which password managers show: it \
          has `credentials.passkey.display_name` and a `title`, by which Kratos finds it. No other trait may \
          be marked. It is not `rp.display_name` of Kratos' configuration, which is the service's name. \
          Without it, Kratos drops the method, and versions up to 26.2 answer 500 to a new registration.",
    cures: &[CureText {
        target: Target::Schema,
        text: "\"email\": {\n  \"type\": \"string\",\n  \"format\": \"email\",\n  \"title\": \"E-mail\",\n  \"ory.sh/kratos\": {\n    \"credentials\": { \"passkey\": { \"display_name\": true } }\n  }\n}",
    }],
};

const NO_WEBAUTHN: Rule = Rule {
    code: "webauthn-not-offered",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The page wants security keys, and the {flow} does not offer them.",
    why: "The method is off, or it is only a second factor: as a first factor it needs `passwordless`, and a \
          trait that is its identifier.",
    cures: &[
        CureText {
            target: Target::Kratos,
            text: "selfservice:\n  methods:\n    webauthn:\n      enabled: true\n      config:\n        passwordless: true\n        rp:\n          display_name: Example\n          id: {host}\n          origins:\n            - {origin}",
        },
        CureText {
            target: Target::Schema,
            text: "\"ory.sh/kratos\": { \"credentials\": { \"webauthn\": { \"identifier\": true } } }",
        },
    ],
};

const NO_PROVIDER: Rule = Rule {
    code: "no-provider",
    severity: Severity::Broken,
    certainty: Certainty::Certain,
    title: "The page wants sign-in by a provider, and the {flow} offers none.",
    why: "The method is off, its list of providers is empty, or the organization has none.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "selfservice:\n  methods:\n    oidc:\n      enabled: true\n      config:\n        providers:\n          - id: google\n            label: Google\n            provider: google\n            client_id: …\n            client_secret: …\n            mapper_url: file:///etc/kratos/google.jsonnet\n            scope: [openid, email, profile]",
    }],
};

const NO_LABEL: Rule = Rule {
    code: "provider-without-label",
    severity: Severity::Note,
    certainty: Certainty::Hint,
    title: "People read “Sign in with {id}”: the provider has no label.",
    why: "Without `label`, Kratos names a provider by its id.",
    cures: &[
        CureText {
            target: Target::Kratos,
            text: "selfservice:\n  methods:\n    oidc:\n      config:\n        providers:\n          - id: {id}\n            label: Example",
        },
        CureText {
            target: Target::Site,
            text: "{\"providers\": {\"{id}\": {\"label\": \"Example\"}}}",
        },
    ],
};

const NO_REGISTRATION: Rule = Rule {
    code: "registration-disabled",
    severity: Severity::Warning,
    certainty: Certainty::Certain,
    title: "Registration is turned off in Kratos.",
    why: "The link “Create account” leads to a page that can only say so. If accounts are made by \
          administrators, this is as it should be.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "selfservice:\n  flows:\n    registration:\n      enabled: true\n      ui_url: {origin}/registration",
    }],
};

const NO_RECOVERY: Rule = Rule {
    code: "recovery-disabled",
    severity: Severity::Warning,
    certainty: Certainty::Certain,
    title: "Recovery is turned off in Kratos.",
    why: "Whoever forgets a password or loses a device cannot get back in without an administrator.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "selfservice:\n  flows:\n    recovery:\n      enabled: true\n      use: code\n      ui_url: {origin}/recovery\n  methods:\n    code:\n      enabled: true",
    }],
};

const NO_VERIFICATION: Rule = Rule {
    code: "verification-disabled",
    severity: Severity::Warning,
    certainty: Certainty::Certain,
    title: "Verification of addresses is turned off in Kratos.",
    why: "Nobody can show that an address is theirs.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "selfservice:\n  flows:\n    verification:\n      enabled: true\n      use: code\n      ui_url: {origin}/verification\n  methods:\n    code:\n      enabled: true",
    }],
};

const NO_SESSION: Rule = Rule {
    code: "no-session-after-sign-up",
    severity: Severity::Warning,
    certainty: Certainty::Likely,
    title: "An account was created, and nobody is signed in.",
    why: "Kratos signs nobody in after a registration without the hook `session`, which each method has for \
          itself. If people shall verify an address first, this is as it should be.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "selfservice:\n  flows:\n    registration:\n      after:\n        password:\n          hooks:\n            - hook: session\n        code:\n          hooks:\n            - hook: session\n        passkey:\n          hooks:\n            - hook: session\n        oidc:\n          hooks:\n            - hook: session",
    }],
};

const SHORT: Rule = Rule {
    code: "flow-lifespan-short",
    severity: Severity::Warning,
    certainty: Certainty::Certain,
    title: "The {flow} has to be done within {seconds} seconds.",
    why: "People wait for mails and look for keys. When the time is over, they begin again. The default is \
          an hour.",
    cures: &[CureText {
        target: Target::Kratos,
        text: "selfservice:\n  flows:\n    {flow}:\n      lifespan: 1h",
    }],
};

/// The groups a page may ask for by name, and the finding if they are missing.
const GROUPS: [(&str, &Rule); 5] = [
    ("code", &NO_CODE),
    ("password", &NO_PASSWORD),
    ("passkey", &NO_PASSKEY),
    ("webauthn", &NO_WEBAUTHN),
    ("oidc", &NO_PROVIDER),
];

/// Flows shorter than this are too short, in seconds.
const SHORTEST: i64 = 5 * 60;

/// What the flows lack.
#[must_use]
pub fn check(seen: &Observations) -> Vec<Finding> {
    let login = seen.answer("login").and_then(Flow::of);
    let registration = seen.answer("registration").and_then(Flow::of);
    let mut found = Vec::new();
    if let Some(flow) = &login {
        found.extend(methods(seen, "login", flow));
        found.extend(providers(seen, flow));
        found.extend(display_name(seen, flow, registration.as_ref()));
    }
    if let Some(flow) = registration.filter(|_| found.is_empty()) {
        found.extend(methods(seen, "registration", &flow));
    }
    if found.is_empty() && seen.event("finding", "no-passkey-in-flow").is_some() {
        let event = filled(&NO_PASSKEY, seen, "sign-in");
        found.push(event.seen("the page", "was told to show passkeys, and found none in its flow"));
    }
    found.extend(
        ["login", "registration", "recovery", "verification"]
            .iter()
            .find_map(|kind| short(seen, kind)),
    );
    found.extend(disabled(seen));
    found.extend(no_session(seen));
    found.extend(return_to::check(seen));
    found
}

fn filled(rule: &Rule, seen: &Observations, flow: &str) -> Finding {
    let here = seen.here();
    Finding::new(rule).value("flow", flow).value("origin", &here.origin()).value("host", here.host)
}

fn said(kind: &str, flow: &Flow) -> (String, String) {
    (["the groups of a new ", kind, " flow"].concat(), flow.groups().join(", "))
}

fn methods(seen: &Observations, kind: &str, flow: &Flow) -> Option<Finding> {
    let (what, groups) = said(kind, flow);
    if flow.is_first_of_two_steps() {
        return None;
    }
    let beside = ["default", "captcha", "profile"];
    // A method of web authentication has no input without a browser's script.
    if flow.groups().iter().all(|group| beside.contains(group)) {
        return Some(filled(&NO_METHOD, seen, kind).seen(&what, &groups));
    }
    let missing = |(group, _): &&(&str, &Rule)| seen.wants(group) && !flow.has(group);
    let (group, rule) = GROUPS.iter().find(missing)?;
    Some(filled(rule, seen, kind).seen(&what, &groups).seen("the page's groups", group))
}

fn providers(seen: &Observations, flow: &Flow) -> Option<Finding> {
    let bare = |node: &super::kratos::Node<'_>| {
        let id = node.attribute("value");
        node.group() == "oidc"
            && !id.is_empty()
            && node.provider() == id
            && id.starts_with(|letter: char| letter.is_ascii_lowercase())
    };
    let node = flow.nodes().find(bare)?;
    let id = node.attribute("value");
    Some(
        filled(&NO_LABEL, seen, "login")
            .value("id", id)
            .seen(&["the button of ", id].concat(), node.provider()),
    )
}

fn display_name(seen: &Observations, login: &Flow, registration: Option<&Flow>) -> Option<Finding> {
    if !login.has("passkey") {
        return None;
    }
    let answer = seen.answer("registration")?;
    let is_failed = answer.is_readable() && answer.status == 500;
    let is_missing =
        registration.is_some_and(|flow| !flow.is_first_of_two_steps() && !flow.has("passkey"));
    let (what, groups) = said("login", login);
    (is_failed || is_missing).then(|| {
        let found = filled(&NO_DISPLAY_NAME, seen, "registration").seen(&what, &groups);
        match registration {
            Some(flow) => {
                let (what, groups) = said("registration", flow);
                found.seen(&what, &groups).sure(Certainty::Certain)
            }
            None => found.seen(&answer.what(), &answer.seen()),
        }
    })
}

fn short(seen: &Observations, kind: &str) -> Option<Finding> {
    let flow = Flow::of(seen.answer(kind)?)?;
    let (begin, end) = flow.times();
    let seconds = kratos::seconds(end)? - kratos::seconds(begin)?;
    (seconds < SHORTEST).then(|| {
        let span = [begin, " to ", end].concat();
        filled(&SHORT, seen, kind)
            .value("seconds", &seconds.to_string())
            .seen("issued_at to expires_at", &span)
    })
}

fn disabled(seen: &Observations) -> Vec<Finding> {
    let rules = [
        ("registration", &NO_REGISTRATION),
        ("recovery", &NO_RECOVERY),
        ("verification", &NO_VERIFICATION),
    ];
    let one = |(kind, rule): (&str, &Rule)| {
        let found = filled(rule, seen, kind);
        if let Some(answer) = seen.answer(kind) {
            let is_off = kratos::error_id(answer)
                .is_some_and(|id| id == "self_service_flow_disabled")
                || (answer.status == 400 && kratos::error_text(answer).contains("disabled"));
            return is_off.then(|| found.seen(&answer.what(), &answer.seen()));
        }
        let stop = seen.event("stop", "switched-off").filter(|event| event.flow == kind)?;
        Some(found.seen("the page stopped", &[&stop.code, " ", &stop.detail].concat()))
    };
    rules.into_iter().filter_map(one).collect()
}

fn no_session(seen: &Observations) -> Option<Finding> {
    // Whoever signed in or out since then says nothing about the registration.
    let is_other = |event: &&Event| {
        event.kind == "signed-out" || (event.kind == "passed" && event.flow == "login")
    };
    let is_made = |event: &&Event| {
        let is_left = event.kind == "left" && event.flow == "registration";
        (event.kind == "stop" && event.code == "account-made")
            || (is_left && event.code != "provider")
    };
    let mut since = seen.events.iter().rev().take_while(|event| !is_other(event));
    let made = since.find(is_made)?;
    let whoami = seen.answer("whoami").filter(|whoami| whoami.status == 401)?;
    let what = ["the end of the ", &made.flow].concat();
    let found = filled(&NO_SESSION, seen, "registration").seen(&what, "an account was created");
    Some(found.seen(&whoami.what(), &whoami.seen()))
}
