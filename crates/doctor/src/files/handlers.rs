//! The handlers of access rules: authenticators, authorizer, mutators, error handlers.

use std::sync::LazyLock;

use super::{
    fix::Edit,
    keys::{self, OATHKEEPER, Subject},
    nearest::nearest,
    rule::{cure, rule},
    schema::{Schema, Wrong},
    setup::{Access, Out, Setup},
    tree::Node,
    url::Url,
};
use crate::{
    Finding, Rule,
    rule::{
        Certainty::{Certain, Likely},
        Severity::{Broken, Danger, Warning},
        Target,
    },
};

static SHAPE: LazyLock<Schema> = LazyLock::new(|| Schema::new(include_str!("schemas/rule.json")));

static UNKNOWN: Rule = rule(
    "handler-unknown",
    Broken,
    Certain,
    "Oathkeeper has no {stage} called {seen}.",
    "It refuses the rule, and requests to it get an error.",
    &[cure(Target::Rule, "handler: {right}")],
);
static OFF: Rule = rule(
    "handler-not-enabled",
    Broken,
    Certain,
    "The rule {rule} uses {seen}, which is not enabled in Oathkeeper's configuration.",
    "Oathkeeper refuses the rule: requests to it get an error.",
    &[cure(Target::Oathkeeper, "{stages}:\n  {seen}:\n    enabled: true")],
);
static ALLOW_CONFIG: Rule = rule(
    "allow-takes-nothing",
    Danger,
    Certain,
    "The authorizer {seen} of the rule {rule} has settings, but takes none.",
    "They are passed over without a word: allow lets everybody through who is signed in. A list of people needs remote_json, or claims that the API checks.",
    &[cure(
        Target::Rule,
        "authorizer:\n  handler: remote_json\n  config:\n    remote: http://checker/allowed\n    payload: |\n      {\"subject\": \"{{ print .Subject }}\"}",
    )],
);
static OVERWRITES: Rule = rule(
    "mutator-overwrites-token",
    Broken,
    Certain,
    "In the rule {rule} the mutator header overwrites the token of id_token.",
    "id_token already sends “Authorization: Bearer …”. A mutator after it that sets Authorization replaces the token, and templates know no token.",
    &[cure(Target::Rule, "mutators:\n  - handler: id_token")],
);
static TEMPLATE: Rule = rule(
    "template-field-unknown",
    Broken,
    Certain,
    "The template of {key} asks for .{seen}, which does not exist.",
    "Templates know .Subject, .Extra, .Header and .MatchContext; another field makes the request fail with 500.",
    &[cure(
        Target::Rule,
        "# .Subject, or below .Extra what the session has: .Extra.identity.traits.email",
    )],
);
static OPTIONS: Rule = rule(
    "options-needs-cookie",
    Broken,
    Certain,
    "The rule {rule} asks for a session at OPTIONS.",
    "A browser's preflight never carries a cookie, so it always gets 401 and the request after it is not sent.",
    &[
        cure(
            Target::Oathkeeper,
            "serve:\n  proxy:\n    cors:\n      enabled: true\n      allowed_origins: [{page}]\n      allow_credentials: true",
        ),
        cure(Target::Rule, "methods: [{methods}]"),
    ],
);
static NO_PREFLIGHT: Rule = rule(
    "preflight-has-no-rule",
    Warning,
    Likely,
    "No rule answers OPTIONS for the rule {rule}, and Oathkeeper's CORS is off.",
    "Calls from {page} that need a preflight (JSON, PUT, DELETE) end with 404 “Requested url does not match any rules”.",
    &[cure(
        Target::Oathkeeper,
        "serve:\n  proxy:\n    cors:\n      enabled: true\n      allowed_origins: [{page}]\n      allow_credentials: true",
    )],
);
static NO_ONLY: Rule = rule(
    "cookie-session-without-only",
    Warning,
    Likely,
    "cookie_session takes any cookie for a session.",
    "Without only, a request with any cookie is asked for at Kratos, and the authenticators after it do not get their turn.",
    &[cure(
        Target::Oathkeeper,
        "authenticators:\n  cookie_session:\n    config:\n      only: [{cookie}]",
    )],
);
static OTHER_COOKIE: Rule = rule(
    "cookie-session-other-cookie",
    Broken,
    Certain,
    "cookie_session looks for {seen}, but Kratos' cookie is {cookie}.",
    "It declines each request: “No authentication handler was responsible for handling the authentication request”.",
    &[cure(Target::Oathkeeper, "only: [{cookie}]")],
);
static CHECK_URL: Rule = rule(
    "check-session-url",
    Broken,
    Certain,
    "check_session_url is {seen}, which is not whoami of Kratos' public API.",
    "Oathkeeper asks it with the cookie whether the session is good. Only /sessions/whoami of the public port (4433) answers that.",
    &[cure(Target::Oathkeeper, "check_session_url: {right}\npreserve_path: true")],
);
static PATH: Rule = rule(
    "check-session-path-not-kept",
    Broken,
    Certain,
    "preserve_path is not on, so Oathkeeper does not ask whoami.",
    "It puts the path of the request in place of that of check_session_url, and Kratos answers 404.",
    &[cure(Target::Oathkeeper, "check_session_url: {seen}\npreserve_path: true")],
);
static SUBJECT: Rule = rule(
    "cookie-session-without-subject",
    Warning,
    Likely,
    "cookie_session does not say where {what} is in whoami's answer.",
    "Its defaults, subject and extra, are not in Kratos' answer: the subject is empty, and templates find nothing.",
    &[cure(Target::Oathkeeper, "subject_from: identity.id\nextra_from: \"@this\"")],
);
static UNGUARDED: Rule = rule(
    "claims-without-guard",
    Broken,
    Certain,
    "The template of {key} fails for requests without a session.",
    "The rule {rule} also lets in {seen}, which has no .Extra. A path of several fields into it is an error, and the request gets 500.",
    &[cure(
        Target::Rule,
        "claims: |\n  {{ if .Extra }}{\"email\": {{ .Extra.identity.traits.email | toJson }}}{{ else }}{}{{ end }}",
    )],
);
static ERRORS: Rule = rule(
    "error-handlers-without-when",
    Broken,
    Certain,
    "The rule {rule} has {seen} error handlers without when.",
    "If two fit, Oathkeeper answers 500 “Found more than one error handlers to be responsible”.",
    &[cure(
        Target::Rule,
        "errors:\n  - handler: redirect\n    config:\n      to: https://auth.example.com/login\n      when:\n        - error: [unauthorized]\n          request: { header: { accept: [text/html] } }\n  - handler: json\n    config:\n      when:\n        - error: [unauthorized]\n          request: { header: { accept: [application/json] } }",
    )],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] = &[
    &UNKNOWN,
    &OFF,
    &ALLOW_CONFIG,
    &OVERWRITES,
    &TEMPLATE,
    &OPTIONS,
    &NO_PREFLIGHT,
    &NO_ONLY,
    &OTHER_COOKIE,
    &CHECK_URL,
    &PATH,
    &SUBJECT,
    &UNGUARDED,
    &ERRORS,
];

/// A kind of handler: its name, its key in the configuration, and the handlers of that kind, each with
/// the name of its settings in Oathkeeper's schema.
struct Stage {
    name: &'static str,
    key: &'static str,
    handlers: &'static [(&'static str, &'static str)],
}

const STAGES: [Stage; 4] = [
    Stage {
        name: "authenticator",
        key: "authenticators",
        handlers: &[
            ("anonymous", "configAuthenticatorsAnonymous"),
            ("bearer_token", "configAuthenticatorsBearerToken"),
            ("cookie_session", "configAuthenticatorsCookieSession"),
            ("jwt", "configAuthenticatorsJwt"),
            ("noop", ""),
            ("oauth2_client_credentials", "configAuthenticatorsOauth2ClientCredentials"),
            ("oauth2_introspection", "configAuthenticatorsOauth2Introspection"),
            ("unauthorized", ""),
        ],
    },
    Stage {
        name: "authorizer",
        key: "authorizers",
        handlers: &[
            ("allow", ""),
            ("deny", ""),
            ("keto_engine_acp_ory", "configAuthorizersKetoEngineAcpOry"),
            ("remote", "configAuthorizersRemote"),
            ("remote_json", "configAuthorizersRemoteJSON"),
        ],
    },
    Stage {
        name: "mutator",
        key: "mutators",
        handlers: &[
            ("cookie", "configMutatorsCookie"),
            ("header", "configMutatorsHeader"),
            ("hydrator", "configMutatorsHydrator"),
            ("id_token", "configMutatorsIdToken"),
            ("noop", ""),
        ],
    },
    Stage {
        name: "error handler",
        key: "errors",
        handlers: &[
            ("json", "configErrorsJSON"),
            ("redirect", "configErrorsRedirect"),
            ("www_authenticate", "configErrorsWWWAuthenticate"),
        ],
    },
];

/// Checks the handlers of the configuration and of all rules.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    if let Some(config) = setup.oathkeeper
        && let Some(session) = config.node.at("authenticators.cookie_session.config")
    {
        let place = |path: &str| ["authenticators.cookie_session.config.", path].concat();
        let finding = |rule: &Rule, path: &str| config.finding(rule, &place(path));
        cookie_session(setup, session, None, &finding, out);
    }
    for access in &setup.rules {
        let prefix = match access.path.as_str() {
            "" => String::new(),
            path => [path, "."].concat(),
        };
        let subject = Subject {
            source: access.source,
            program: keys::IGNORING,
            schema: &SHAPE,
            prefix: &prefix,
        };
        keys::report(&subject, SHAPE.issues(access.node), out);
        for stage in &STAGES {
            let key = if stage.name == "authorizer" { "authorizer" } else { stage.key };
            let Some(node) = access.node.get(key) else { continue };
            if stage.name == "authorizer" {
                handler(setup, access, stage, &access.path(key), node, out);
            }
            for (index, item) in node.items().iter().enumerate() {
                handler(setup, access, stage, &access.path(&format!("{key}[{index}]")), item, out);
            }
        }
        options(setup, access, out);
        mutators(setup, access, out);
        errors(setup, access, out);
    }
    preflight(setup, out);
}

/// The settings of a handler in the configuration.
fn global<'a>(setup: &Setup<'a>, stage: &str, handler: &str) -> Option<&'a Node> {
    let stage = if stage == "errors" { "errors.handlers" } else { stage };
    setup.oathkeeper?.node.at(stage)?.get(handler)
}

fn handler(
    setup: &Setup<'_>,
    access: &Access<'_>,
    stage: &Stage,
    path: &str,
    item: &Node,
    out: &mut Out,
) {
    let Some(node) = item.get("handler") else { return };
    let Some(name) = node.text() else { return };
    let key = [path, ".handler"].concat();
    let found = |rule| access.source.finding_at(rule, &key, node).value("seen", name);
    let Some((_, definition)) = stage.handlers.iter().find(|(known, _)| *known == name) else {
        let known: Vec<String> =
            stage.handlers.iter().map(|(known, _)| (*known).to_owned()).collect();
        let near = nearest(name, &known);
        let right = near.map_or_else(|| known.join(" | "), str::to_owned);
        let edit =
            near.and_then(|near| Edit::replace(&access.source.file, node.start, node.end, near));
        out.fix(found(&UNKNOWN).value("stage", stage.name).value("right", &right), edit);
        return;
    };
    let switch = global(setup, stage.key, name);
    // json is on unless it is switched off.
    let on = switch.is_some_and(|switch| switch.true_at("enabled"))
        || (name == "json"
            && !switch.is_some_and(|switch| switch.at("enabled").is_some_and(Node::is_false)));
    if setup.oathkeeper.is_some() && !on && out.first(&[stage.key, ".", name].concat()) {
        let stages = if stage.key == "errors" { "errors:\n  handlers" } else { stage.key };
        let finding = found(&OFF).value("rule", access.name()).value("stages", stages);
        let config = setup.oathkeeper.map(|config| config.file.as_str()).unwrap_or_default();
        out.add(finding.seen(&format!("{config} {}.{name}.enabled", stage.key), "not true"));
    }
    let Some(config) = item.get("config").filter(|config| !config.entries().is_empty()) else {
        return;
    };
    if definition.is_empty() {
        if ["allow", "deny"].contains(&name) {
            let key = [path, ".config"].concat();
            let finding = access.source.finding_at(&ALLOW_CONFIG, &key, config);
            out.add(finding.value("seen", name).value("rule", access.name()));
        }
        return;
    }
    let prefix = [path, ".config."].concat();
    let shared = switch.and_then(|switch| switch.get("config"));
    let mut issues = OATHKEEPER.issues_of(config, definition);
    // The settings of the configuration are there, too, unless the rule says otherwise.
    issues.retain(|issue| match &issue.wrong {
        Wrong::Missing(key) => {
            setup.oathkeeper.is_some() && shared.is_none_or(|shared| shared.get(key).is_none())
        }
        _ => true,
    });
    let subject = Subject {
        source: access.source,
        program: "Oathkeeper",
        schema: &OATHKEEPER,
        prefix: &prefix,
    };
    keys::report(&subject, issues, out);
    if name == "cookie_session" {
        let finding = |rule: &Rule, key: &str| {
            let node = config.at(key).unwrap_or(item);
            access.source.finding_at(rule, &[&prefix, key].concat(), node)
        };
        cookie_session(setup, config, shared, &finding, out);
    }
}

/// The settings of `cookie_session`: its own, then those shared by all rules.
fn cookie_session(
    setup: &Setup<'_>,
    own: &Node,
    shared: Option<&Node>,
    finding: &dyn Fn(&Rule, &str) -> Finding,
    out: &mut Out,
) {
    let of = |key: &str| own.get(key).or_else(|| shared.and_then(|shared| shared.get(key)));
    let cookie = setup
        .kratos
        .and_then(|kratos| kratos.node.text_at("session.cookie.name"))
        .unwrap_or("ory_kratos_session");
    // What stands in the configuration is said once, there.
    let here = |key: &str| shared.is_none() || own.get(key).is_some();
    match of("only") {
        None if here("only") => out.add(finding(&NO_ONLY, "only").value("cookie", cookie)),
        Some(only)
            if here("only") && only.items().iter().all(|item| item.text() != Some(cookie)) =>
        {
            let certain = setup.kratos.is_some();
            let seen: Vec<_> = only.items().iter().filter_map(Node::text).collect();
            let finding = finding(&OTHER_COOKIE, "only")
                .value("seen", &seen.join(", "))
                .value("cookie", cookie);
            out.add(if certain { finding } else { finding.sure(Likely) });
        }
        _ => {}
    }
    let Some(text) = of("check_session_url").and_then(Node::text) else { return };
    let Some(url) = Url::read(text) else { return };
    // Session stores of other makers have other paths; what looks like Kratos is judged.
    let kratos = url.host.contains("kratos")
        || matches!(url.port, Some(4433 | 4434))
        || url.path.contains("whoami");
    let path = url.path.trim_end_matches('/');
    if kratos && (!path.ends_with("/sessions/whoami") || url.port == Some(4434)) {
        if here("check_session_url") {
            let port = if url.port == Some(4434) { Some(4433) } else { url.port };
            let right = [&Url { port, ..url }.origin(), "/sessions/whoami"].concat();
            out.add(
                finding(&CHECK_URL, "check_session_url").value("seen", text).value("right", &right),
            );
        }
        return;
    }
    if !kratos {
        return;
    }
    if !of("preserve_path").is_some_and(Node::is_true) && here("check_session_url") {
        out.add(finding(&PATH, "preserve_path").value("seen", text));
    }
    let what = match (of("subject_from").is_some(), of("extra_from").is_some()) {
        (true, true) => return,
        (false, true) => "the subject",
        (true, false) => "the session",
        (false, false) => "the subject and the session",
    };
    if here("check_session_url") {
        out.add(finding(&SUBJECT, "subject_from").value("what", what));
    }
}

/// The names of a rule's handlers of one kind.
fn names<'a>(access: &Access<'a>, key: &str) -> Vec<&'a str> {
    let items = access.node.get(key).map(Node::items).unwrap_or_default();
    items.iter().filter_map(|item| item.text_at("handler")).collect()
}

/// Whether Oathkeeper answers preflights itself, before any rule.
fn own_cors(setup: &Setup<'_>) -> bool {
    setup.oathkeeper.is_some_and(|config| config.node.true_at("serve.proxy.cors.enabled"))
}

fn foreign_page(setup: &Setup<'_>) -> Option<String> {
    setup.page_origins().into_iter().next()
}

fn options(setup: &Setup<'_>, access: &Access<'_>, out: &mut Out) {
    let authenticators = names(access, "authenticators");
    let open = ["anonymous", "noop"].iter().any(|name| authenticators.contains(name));
    if own_cors(setup) || open || !authenticators.contains(&"cookie_session") {
        return;
    }
    let Some(list) = access.node.at("match.methods") else { return };
    let methods = access.methods();
    let Some(index) = methods.iter().position(|method| method == "OPTIONS") else { return };
    let path = access.path(&format!("match.methods[{index}]"));
    let Some(item) = list.items().get(index) else { return };
    let others: Vec<_> = methods.iter().filter(|method| *method != "OPTIONS").cloned().collect();
    let page = foreign_page(setup).unwrap_or_else(|| "https://app.example.com".to_owned());
    let finding = access
        .source
        .finding_at(&OPTIONS, &path, item)
        .value("rule", access.name())
        .value("page", &page)
        .value("methods", &others.join(", "));
    out.fix(finding, Edit::without(&access.source.file, list, index));
}

/// Rules whose calls need a preflight that nobody answers.
fn preflight(setup: &Setup<'_>, out: &mut Out) {
    if setup.oathkeeper.is_none() || own_cors(setup) {
        return;
    }
    if setup.rules.iter().any(|access| access.methods().iter().any(|method| method == "OPTIONS")) {
        return;
    }
    let Some(page) = foreign_page(setup) else { return };
    let lacking = setup.rules.iter().find(|access| {
        let url = access.node.text_at("match.url").and_then(Url::read);
        let literal = url.filter(|url| url.is_web() && !url.host.contains(['<', '*', '(']));
        literal.is_some_and(|url| {
            url.origin() != page && setup.base.as_ref().is_none_or(|base| base.host != url.host)
        }) && access
            .methods()
            .iter()
            .any(|method| ["POST", "PUT", "PATCH", "DELETE"].contains(&method.as_str()))
    });
    if let Some(access) = lacking {
        let key = access.path("match.methods");
        let Some(node) = access.node.at("match.methods") else { return };
        out.add(
            access
                .source
                .finding_at(&NO_PREFLIGHT, &key, node)
                .value("rule", access.name())
                .value("page", &page)
                .seen("serve.proxy.cors.enabled", "not true"),
        );
    }
}

fn mutators(setup: &Setup<'_>, access: &Access<'_>, out: &mut Out) {
    let items = access.node.get("mutators").map(Node::items).unwrap_or_default();
    let token = items.iter().position(|item| item.text_at("handler") == Some("id_token"));
    for (index, item) in items.iter().enumerate() {
        let Some(name) = item.text_at("handler") else { continue };
        let shared = global(setup, "mutators", name).and_then(|switch| switch.get("config"));
        let Some(config) = item.get("config").or(shared) else { continue };
        // What stands in the configuration has its place there.
        let own = item.get("config").is_some();
        let path = access.path(&format!("mutators[{index}].config"));
        if name == "header" {
            let headers = config.get("headers").map(Node::entries).unwrap_or_default();
            let authorization =
                headers.iter().find(|entry| entry.key.eq_ignore_ascii_case("authorization"));
            if let Some(entry) = authorization.filter(|_| token.is_some_and(|token| token < index))
            {
                let key = format!("{path}.headers.{}", entry.key);
                let node = if own { &entry.node } else { item };
                out.add(
                    access.source.finding_at(&OVERWRITES, &key, node).value("rule", access.name()),
                );
                continue;
            }
            for entry in headers.iter().filter(|_| own) {
                template(access, &format!("{path}.headers.{}", entry.key), &entry.node, out);
            }
        }
        if name == "id_token"
            && let Some(claims) = config.get("claims")
        {
            let key = [&path, ".claims"].concat();
            if own {
                template(access, &key, claims, out);
            }
            guarded(access, &key, claims, if own { claims } else { item }, out);
        }
    }
}

/// Asks for fields that templates do not know.
fn template(access: &Access<'_>, key: &str, node: &Node, out: &mut Out) {
    let unknown = fields(node.text().unwrap_or_default())
        .into_iter()
        .map(|path| path.split('.').next().unwrap_or_default().to_owned())
        .find(|field| !["Subject", "Extra", "Header", "MatchContext"].contains(&field.as_str()));
    if let Some(field) =
        unknown.filter(|field| field.starts_with(|letter: char| letter.is_ascii_uppercase()))
    {
        out.add(
            access.source.finding_at(&TEMPLATE, key, node).value("key", key).value("seen", &field),
        );
    }
}

/// The fields in a template's actions: `Extra.identity.id` of `{{ print .Extra.identity.id }}`.
fn fields(template: &str) -> Vec<String> {
    let mut found = Vec::new();
    for action in template.split("{{").skip(1).filter_map(|rest| rest.split("}}").next()) {
        let words = action.split(|letter: char| letter.is_whitespace() || "()|".contains(letter));
        found.extend(words.filter_map(|word| word.strip_prefix('.')).map(str::to_owned));
    }
    found.retain(|field| !field.is_empty());
    found
}

fn guarded(access: &Access<'_>, key: &str, claims: &Node, place: &Node, out: &mut Out) {
    let text = claims.text().unwrap_or_default();
    let deep = fields(text)
        .into_iter()
        .any(|field| field.starts_with("Extra.") && field.matches('.').count() > 1);
    let guards = ["{{if ", "{{ if ", "{{- if ", "{{with ", "{{ with ", "{{- with "];
    let open = names(access, "authenticators")
        .into_iter()
        .find(|name| ["anonymous", "noop"].contains(name));
    if let Some(open) = open.filter(|_| deep && !guards.iter().any(|guard| text.contains(guard))) {
        let finding = access.source.finding_at(&UNGUARDED, key, place);
        out.add(finding.value("key", key).value("rule", access.name()).value("seen", open));
    }
}

fn errors(setup: &Setup<'_>, access: &Access<'_>, out: &mut Out) {
    let items = access.node.get("errors").map(Node::items).unwrap_or_default();
    let always = |item: &&Node| {
        let name = item.text_at("handler").unwrap_or_default();
        let shared = global(setup, "errors", name).and_then(|switch| switch.at("config.when"));
        item.at("config.when").or(shared).is_none_or(|when| when.items().is_empty())
    };
    let count = items.iter().filter(always).count();
    if count > 1
        && let Some(node) = access.node.get("errors")
    {
        let finding = access.source.finding_at(&ERRORS, &access.path("errors"), node);
        out.add(finding.value("rule", access.name()).value("seen", &count.to_string()));
    }
}
