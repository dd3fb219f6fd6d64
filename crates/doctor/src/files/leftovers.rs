//! What is right on a developer's machine, and wrong where others sign in.

use super::{
    rule::{cure, rule},
    setup::{Out, Setup},
    source::Source,
    tree::Node,
    url::{Url, is_local},
};
use crate::{
    Rule,
    rule::{
        Certainty::{Certain, Hint, Likely},
        Severity::{Broken, Danger, Warning},
        Target,
    },
};

static SECRET_EXAMPLE: Rule = rule(
    "secret-example",
    Danger,
    Likely,
    "A secret at {key} comes from an example.",
    "Whoever knows it can make cookies of any account, or read what Kratos has encrypted.",
    &[
        cure(Target::Command, "openssl rand -hex 16"),
        cure(
            Target::Kratos,
            "{key}:\n  - # the new secret first; the old one below it until its cookies are gone",
        ),
    ],
);
static SECRETS_MISSING: Rule = rule(
    "secrets-missing",
    Warning,
    Hint,
    "There is no secret for cookies.",
    "Kratos then makes one at each start: everybody is signed out, and two instances do not know each other's cookies. It is right if SECRETS_COOKIE is in the environment.",
    &[cure(Target::Kratos, "secrets:\n  cookie:\n    - # openssl rand -hex 16")],
);
static LEAK: Rule = rule(
    "log-leaks",
    Danger,
    Certain,
    "The log has passwords, cookies and addresses in it.",
    "log.leak_sensitive_values writes them readable.",
    &[cure(Target::Kratos, "log:\n  leak_sensitive_values: false")],
);
static LOG_LEVEL: Rule = rule(
    "log-level-debug",
    Warning,
    Certain,
    "The log level is {seen}.",
    "It is for looking for errors: much is written, and more than should stay.",
    &[cure(Target::Kratos, "log:\n  level: info")],
);
static MEMORY: Rule = rule(
    "database-in-memory",
    Danger,
    Certain,
    "All accounts are in memory, and lost when Kratos ends.",
    "dsn: memory is for tests.",
    &[cure(Target::Kratos, "dsn: postgres://kratos@db:5432/kratos?sslmode=verify-full")],
);
static DEV: Rule = rule(
    "dev-mode-on",
    Danger,
    Certain,
    "The key dev is on.",
    "Cookies are then sent without https, and errors show what is inside.",
    &[cure(Target::Kratos, "dev: false")],
);
static LOCAL: Rule = rule(
    "local-leftover",
    Warning,
    Likely,
    "{key} still has {seen}.",
    "Kratos itself is at {base}. An address of the developer's machine allows pages on every visitor's own machine.",
    &[cure(Target::Kratos, "# remove {seen} from {key}")],
);
static ADMIN_PUBLIC: Rule = rule(
    "admin-api-exposed",
    Danger,
    Likely,
    "The admin API is at {seen}, which is the host of the public one.",
    "It has no password: whoever reaches it can read, change and delete all accounts, and sign in as anybody.",
    &[cure(
        Target::Kratos,
        "serve:\n  admin:\n    base_url: http://kratos:4434/ # reached from inside only",
    )],
);
static NO_COURIER: Rule = rule(
    "courier-missing",
    Broken,
    Likely,
    "Mails are needed for {what}, but there is no courier.smtp.connection_uri.",
    "Codes are then made and never sent. It is right if COURIER_SMTP_CONNECTION_URI is in the environment.",
    &[cure(
        Target::Kratos,
        "courier:\n  smtp:\n    connection_uri: smtps://user:password@mail.example.com:465/\n    from_address: no-reply@example.com",
    )],
);
static COURIER_TEST: Rule = rule(
    "courier-for-tests",
    Broken,
    Likely,
    "Mails go to {seen}, a server for tests.",
    "Nobody gets a code.",
    &[cure(
        Target::Kratos,
        "courier:\n  smtp:\n    connection_uri: smtps://user:password@mail.example.com:465/",
    )],
);
static COURIER_TLS: Rule = rule(
    "courier-scheme",
    Broken,
    Likely,
    "Mails go to port {port} with {seen}.",
    "Port 465 speaks TLS from the first byte (smtps), port 587 and 25 begin without (smtp, then STARTTLS). With the other one the connection hangs.",
    &[cure(
        Target::Kratos,
        "courier:\n  smtp:\n    connection_uri: {right}://user:password@{host}:{port}/",
    )],
);
static COURIER_OPEN: Rule = rule(
    "courier-without-tls",
    Danger,
    Likely,
    "Mails go to {host} without protection.",
    "Whoever sits between can read the codes. disable_starttls and skip_ssl_verify are for tests.",
    &[cure(
        Target::Kratos,
        "courier:\n  smtp:\n    connection_uri: smtp://user:password@{host}:587/",
    )],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] = &[
    &SECRET_EXAMPLE,
    &SECRETS_MISSING,
    &LEAK,
    &LOG_LEVEL,
    &MEMORY,
    &DEV,
    &LOCAL,
    &ADMIN_PUBLIC,
    &NO_COURIER,
    &COURIER_TEST,
    &COURIER_TLS,
    &COURIER_OPEN,
];

/// Parts of secrets that stand in examples.
const EXAMPLES: [&str; 10] = [
    "change-me",
    "changeme",
    "change_me",
    "insecure",
    "not-secure",
    "not-a-secret",
    "example",
    "your-secret",
    "secret-not",
    "demo-only",
];

/// Checks a set-up that is for others than its developer.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    let Some(kratos) = setup.kratos else { return };
    courier(setup, kratos, out);
    let pwned = kratos.node.at("selfservice.methods.password.config.haveibeenpwned_enabled");
    if setup.enabled("password") && !pwned.is_some_and(Node::is_false) {
        out.fact(
            "Needs the internet",
            "api.pwnedpasswords.com, for new passwords (haveibeenpwned_enabled)",
        );
    }
    if !setup.public {
        return;
    }
    secrets(kratos, out);
    simple(kratos, out);
    local(setup, kratos, out);
    admin(setup, kratos, out);
}

fn secrets(kratos: &Source, out: &mut Out) {
    let mut any = false;
    for kind in ["default", "cookie", "cipher"] {
        let key = ["secrets.", kind].concat();
        for (text, node) in kratos.node.texts_at(&key) {
            any |= kind != "cipher";
            let lower = text.to_ascii_lowercase();
            let letters =
                text.chars().next().is_some_and(|first| text.chars().all(|other| other == first));
            if letters || EXAMPLES.iter().any(|part| lower.contains(part)) {
                out.add(kratos.finding_at(&SECRET_EXAMPLE, &key, node).value("key", &key));
            }
        }
    }
    if !any
        && kratos.node.at("secrets.cookie").is_none()
        && kratos.node.at("secrets.default").is_none()
    {
        out.add(kratos.finding(&SECRETS_MISSING, "secrets.cookie"));
    }
}

fn simple(kratos: &Source, out: &mut Out) {
    if kratos.node.true_at("log.leak_sensitive_values") {
        out.add(kratos.finding(&LEAK, "log.leak_sensitive_values"));
    }
    if let Some(level) =
        kratos.node.text_at("log.level").filter(|level| ["debug", "trace"].contains(level))
    {
        out.add(kratos.finding(&LOG_LEVEL, "log.level").value("seen", level));
    }
    let dsn = kratos.node.text_at("dsn").unwrap_or_default();
    if dsn == "memory" || dsn.contains("mode=memory") || dsn.contains(":memory:") {
        out.add(kratos.finding(&MEMORY, "dsn"));
    }
    if kratos.node.true_at("dev") {
        out.add(kratos.finding(&DEV, "dev"));
    }
}

fn local(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    let Some(base) = &setup.base else { return };
    for key in [
        "selfservice.allowed_return_urls",
        "serve.public.cors.allowed_origins",
        "selfservice.methods.passkey.config.rp.origins",
        "selfservice.methods.webauthn.config.rp.origins",
    ] {
        for (index, item) in
            kratos.node.at(key).map(Node::items).unwrap_or_default().iter().enumerate()
        {
            let Some(text) = item.text() else { continue };
            if Url::read(text).is_some_and(|url| url.is_web() && is_local(&url.host)) {
                let path = format!("{key}[{index}]");
                let finding = kratos
                    .finding_at(&LOCAL, &path, item)
                    .value("key", key)
                    .value("seen", text)
                    .value("base", &base.origin());
                let edit = kratos
                    .node
                    .at(key)
                    .and_then(|list| super::fix::Edit::without(&kratos.file, list, index));
                out.fix(finding, edit);
            }
        }
    }
}

fn admin(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    const KEY: &str = "serve.admin.base_url";
    let Some(url) = kratos.node.text_at(KEY).and_then(Url::read) else { return };
    if setup.base.as_ref().is_some_and(|base| base.host == url.host) {
        out.add(kratos.finding(&ADMIN_PUBLIC, KEY).value("seen", &url.origin()));
    }
}

fn courier(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    const KEY: &str = "courier.smtp.connection_uri";
    let by_http = kratos.node.text_at("courier.delivery_strategy") == Some("http")
        || kratos.node.at("courier.http.request_config.url").is_some()
        || kratos.node.at("courier.channels").is_some();
    let Some(uri) = kratos.node.text_at(KEY) else {
        let flow =
            |name: &str| kratos.node.true_at(&["selfservice.flows.", name, ".enabled"].concat());
        let what: Vec<&str> = [
            (setup.code_signs_in(), "sign-in by code"),
            (flow("recovery"), "recovery"),
            (flow("verification"), "verification"),
        ]
        .into_iter()
        .filter_map(|(needed, what)| needed.then_some(what))
        .collect();
        if !what.is_empty() && !by_http {
            out.add(kratos.finding(&NO_COURIER, KEY).value("what", &what.join(", ")));
        }
        return;
    };
    // Without a port the URL has that of its scheme, and http's rules do not hold for it.
    let Some(url) = Url::read(uri) else { return };
    let host = url.host.as_str();
    let port = url.port.unwrap_or_default();
    let right = match port {
        465 => Some("smtps"),
        587 | 25 => Some("smtp"),
        _ => None,
    };
    if let Some(right) = right.filter(|right| *right != url.scheme) {
        out.add(
            kratos
                .finding(&COURIER_TLS, KEY)
                .value("port", &port.to_string())
                .value("seen", &url.scheme)
                .value("right", right)
                .value("host", host),
        );
    } else if setup.public {
        let test = [
            "mailslurper",
            "mailhog",
            "mailpit",
            "mailcrab",
            "localhost",
            "example.com",
            "example.org",
        ];
        if is_local(host) || test.iter().any(|name| host.contains(name)) {
            out.add(kratos.finding(&COURIER_TEST, KEY).value("seen", host));
        } else if uri.contains("disable_starttls=true") || uri.contains("skip_ssl_verify=true") {
            out.add(kratos.finding(&COURIER_OPEN, KEY).value("host", host));
        }
    }
}
