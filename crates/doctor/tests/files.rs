//! Whole set-ups as files: healthy ones give no finding, and each mistake gives its own, at its line.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::{collections::BTreeSet, fs, path::Path};

use propylon_doctor::files::{
    self, check,
    setup::{Checked, Input, InputFile, Urls},
};

fn file(path: &str) -> InputFile {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/files");
    let name = path.rsplit('/').next().unwrap().to_owned();
    InputFile { name, text: fs::read_to_string(folder.join(path)).unwrap() }
}

fn checked(files: Vec<InputFile>) -> Checked {
    check(&Input { files, urls: Urls::default() })
}

/// Each finding as `file:line code`.
fn found(checked: &Checked) -> BTreeSet<String> {
    checked
        .report
        .findings
        .iter()
        .map(|finding| {
            let place = finding.place.as_ref().unwrap();
            format!("{}:{} {}", place.file, place.line, finding.code)
        })
        .collect()
}

fn healthy() -> Vec<InputFile> {
    [
        "kratos.yml",
        "identity.schema.json",
        "oathkeeper.yml",
        "rules.json",
        "ingress.yml",
        "config.json",
    ]
    .map(|name| file(&format!("healthy/{name}")))
    .to_vec()
}

#[test]
fn each_planted_mistake_is_found_at_its_line_and_nothing_else() {
    let planted = file("planted/kratos.yml");
    let expected: BTreeSet<String> = planted
        .text
        .lines()
        .enumerate()
        .filter_map(|(index, line)| line.split_once("#! ").map(|(_, code)| (index + 1, code)))
        .map(|(line, code)| format!("kratos.yml:{line} {code}"))
        .collect();
    assert!(planted.text.lines().count() >= 300 && expected.len() >= 20);
    let checked = checked(vec![planted]);
    assert_eq!(found(&checked), expected, "{:#?}", checked.report.findings);
    assert_eq!(checked.report.findings.len(), expected.len());
}

#[test]
fn healthy_set_ups_give_no_finding() {
    let quickstart = ["kratos.yml", "identity.schema.json", "oathkeeper.yml", "access-rules.yml"]
        .map(|name| file(&format!("quickstart/{name}")));
    let quickstart_alone = vec![file("quickstart/kratos.yml")];
    let own = ["kratos.yml", "identity.schema.json"]
        .map(|name| file(&format!("../../../../deploy/kratos/{name}")));
    for set in [
        healthy(),
        quickstart_alone,
        own.to_vec(),
        quickstart[2..].to_vec(),
        quickstart[..2].to_vec(),
    ] {
        let names: Vec<_> = set.iter().map(|file| file.name.clone()).collect();
        let checked = checked(set);
        assert_eq!(found(&checked), BTreeSet::new(), "{names:?}");
        assert!(checked.corrected.is_empty());
    }
}

#[test]
fn what_only_calls_show_is_said_where_the_files_make_it_likely() {
    let unseen = |files| -> Vec<String> {
        let unseen = checked(files).report.unseen;
        unseen.into_iter().map(|one| format!("{}: {}", one.what, one.command)).collect()
    };
    let [traits] = &unseen(healthy())[..] else { panic!() };
    assert!(traits.contains("send all traits"), "{traits}");
    assert!(traits.ends_with("https://auth.example.com/sessions/whoami"), "{traits}");
    let mut files = healthy();
    files[0].text = files[0].text.replace(
        "allowed_return_urls: [https://app.example.com,",
        "allowed_return_urls: [shop.example.app://callback, https://app.example.com,",
    );
    let all = unseen(files);
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(
        all[1].contains("https://auth.example.com/sessions/token-exchange?init_code"),
        "{all:?}"
    );
    // One trait cannot be lost beside another.
    let alone = unseen(vec![file("healthy/kratos.yml")]);
    assert!(alone.iter().all(|one| !one.contains("send all traits")), "{alone:?}");
}

/// A file of `deploy/kubernetes` under a name of its own.
fn deployed(path: &str, name: &str) -> InputFile {
    InputFile {
        name: name.to_owned(),
        text: file(&format!("../../../../deploy/kubernetes/{path}")).text,
    }
}

/// The file that the chart makes of `kratos.config` in its values.
fn of_values(values: &InputFile) -> InputFile {
    let lines = values.text.lines().skip_while(|line| *line != "  config:").skip(1);
    let config = lines.take_while(|line| line.is_empty() || line.starts_with("    "));
    let text: Vec<&str> = config.map(|line| line.strip_prefix("    ").unwrap_or(line)).collect();
    InputFile { name: "kratos.yml".to_owned(), text: text.join("\n") }
}

#[test]
fn the_files_for_kubernetes_fit_together() {
    let files = vec![
        of_values(&deployed("kratos/values.yaml", "values.yaml")),
        deployed("kratos/identity.schema.json", "identity.schema.json"),
        deployed("base/config.json", "config.json"),
        deployed("base/service.yaml", "service.yaml"),
        deployed("overlays/ingress-nginx/ingress.yaml", "ingress.yaml"),
        deployed("overlays/oathkeeper/oathkeeper.yml", "oathkeeper.yml"),
        deployed("overlays/oathkeeper/rules.yml", "rules.yml"),
        deployed("overlays/oathkeeper/service.yaml", "api-service.yaml"),
        deployed("overlays/oathkeeper/ingress.yaml", "api-ingress.yaml"),
    ];
    let urls = Urls {
        url: Some("https://auth.example.com".to_owned()),
        api: Some("https://api.example.com/me".to_owned()),
        ..Urls::default()
    };
    let checked = check(&Input { files, urls });
    // They come from a Secret of the cluster.
    let expected = BTreeSet::from(["kratos.yml:1 secrets-missing".to_owned()]);
    assert_eq!(found(&checked), expected, "{:#?}", checked.report.findings);
}

/// The lines for CORS that the doctor proposed had OPTIONS among the methods, with which Oathkeeper does not
/// start: it answers preflights without being told.
#[test]
fn no_cure_names_a_method_that_oathkeeper_refuses() {
    let page =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/doctor.md"))
            .unwrap();
    let methods = ["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "TRACE", "PATCH"];
    let mut count = 0;
    for line in page.lines().filter_map(|line| line.trim().strip_prefix("allowed_methods: [")) {
        count += 1;
        let mut named = line.trim_end_matches(']').split(", ");
        assert!(named.all(|method| methods.contains(&method)), "{line}");
    }
    assert!(count > 2, "only {count}");
}

/// The finding of one change of the healthy set-up: file, old text, new text, code, and a text that
/// stands in the line of the finding.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

const KRATOS: &str = "kratos.yml";
const SCHEMA: &str = "identity.schema.json";
const GATEWAY: &str = "oathkeeper.yml";
const RULES: &str = "rules.json";
const INGRESS: &str = "ingress.yml";
const SITE: &str = "config.json";

const CASES: &[Case] = &[
    // Keys and values.
    (
        KRATOS,
        "    base_url: https://auth.example.com/\n",
        "    base-url: https://auth.example.com/\n",
        "key-unknown",
        "base-url",
    ),
    (
        KRATOS,
        "log: { level: info }",
        "log: { level: info }\ncors: { enabled: true }",
        "key-misplaced",
        "cors: { enabled: true }",
    ),
    (KRATOS, "log: { level: info }", "log: { levle: info }", "key-unknown", "levle"),
    (
        KRATOS,
        "enabled: true, passwordless_enabled: true",
        "enabled: on, passwordless_enabled: true",
        "value-type",
        "enabled: on",
    ),
    (
        KRATOS,
        "privileged_session_max_age: 15m",
        "privileged_session_max_age: 15",
        "value-type",
        "max_age: 15 ",
    ),
    (KRATOS, "same_site: Lax", "same_site: lax", "value-not-allowed", "same_site: lax"),
    (KRATOS, "lifespan: 720h", "lifespan: 30d", "value-not-allowed", "lifespan: 30d"),
    (KRATOS, "            client_id: kratos\n", "", "key-missing", "- id: acme"),
    (KRATOS, "version: v1.3.0", "version: v9.1.0", "version-unknown", "v9.1.0"),
    (
        KRATOS,
        "version: v1.3.0",
        "version: v1.3.0\nlog: { level: info }",
        "key-twice",
        "log: { level: info }",
    ),
    (
        KRATOS,
        "password: { enabled: false }",
        "password: { enabled: false }\n    captcha: { enabled: true }",
        "key-unknown",
        "captcha",
    ),
    (
        KRATOS,
        "    cors:\n      enabled: true\n      allowed_origins: [https://app.example.com]\n      allow_credentials: true\n",
        "  cors:\n      enabled: true\n      allowed_origins: [https://app.example.com]\n      allow_credentials: true\n",
        "key-misplaced",
        "  cors:",
    ),
    // Addresses.
    (
        KRATOS,
        "recovery: { enabled: true, ui_url: https://auth.example.com/",
        "recovery: { enabled: true, ui_url: https://auht.example.com/",
        "ui-url-odd-one-out",
        "auht",
    ),
    (
        KRATOS,
        "    login: { ui_url: https://auth.example.com/login }\n",
        "",
        "ui-url-missing",
        "  flows:",
    ),
    (KRATOS, "https://*.preview.example.com", "https://*.com", "return-url-any", "https://*.com"),
    (
        KRATOS,
        "https://*.preview.example.com",
        "https://example.net",
        "return-url-foreign",
        "example.net",
    ),
    (
        KRATOS,
        "https://*.preview.example.com",
        "https://docs.example.com/a/",
        "return-url-slash",
        "/a/",
    ),
    (
        KRATOS,
        "https://*.preview.example.com",
        "docs.example.com",
        "return-url-relative",
        "docs.example.com",
    ),
    (
        KRATOS,
        "https://*.preview.example.com",
        "http://localhost:3000",
        "local-leftover",
        "localhost:3000",
    ),
    (
        KRATOS,
        "urls: [https://app.example.com, ",
        "urls: [",
        "return-url-not-allowed",
        "default_browser_return_url: https://app",
    ),
    // Cookies.
    (
        KRATOS,
        "cookie: { domain: example.com }",
        "cookie: { domain: \"https://example.com\" }",
        "cookie-domain-form",
        "https://example.com",
    ),
    (
        KRATOS,
        "cookie: { domain: example.com }",
        "cookie: { domain: example.org }",
        "cookie-domain-foreign",
        "example.org",
    ),
    (
        KRATOS,
        "cookie: { domain: example.com }",
        "cookie: { domain: auth.example.com }",
        "cookie-domain-lacks-api",
        "domain: auth",
    ),
    (KRATOS, "same_site: Lax", "same_site: Strict", "cookie-strict", "Strict"),
    // CORS.
    (
        KRATOS,
        "allowed_origins: [https://app.example.com]",
        "allowed_origins: [https://app.example.com/]",
        "cors-origin-form",
        "app.example.com/]",
    ),
    (
        KRATOS,
        "allowed_origins: [https://app.example.com]",
        "allowed_origins: [\"*\"]",
        "cors-any-origin-listed",
        "\"*\"",
    ),
    (
        KRATOS,
        "allow_credentials: true",
        "allow_credentials: false",
        "cors-without-credentials",
        "credentials: false",
    ),
    (
        KRATOS,
        "allow_credentials: true",
        "allow_credentials: true\n      allowed_methods: [GET, DELETE]",
        "cors-method-missing",
        "allowed_methods",
    ),
    (
        KRATOS,
        "allow_credentials: true",
        "allow_credentials: true\n      allowed_headers: [Authorization]",
        "cors-header-missing",
        "allowed_headers",
    ),
    // Passkeys.
    (
        KRATOS,
        "rp: { id: example.com",
        "rp: { id: \"https://example.com\"",
        "rp-id-form",
        "https://example.com\"",
    ),
    (KRATOS, "rp: { id: example.com", "rp: { id: example.org", "rp-id-foreign", "example.org"),
    (KRATOS, "rp: { id: example.com", "rp: { id: 10.0.0.1", "rp-id-address", "10.0.0.1"),
    (
        KRATOS,
        "origins: [https://auth.example.com]",
        "origins: [https://app.example.com]",
        "rp-origin-missing",
        "origins: [https://app",
    ),
    (
        KRATOS,
        "origins: [https://auth.example.com]",
        "origins: [https://auth.example.com/]",
        "rp-origin-form",
        "auth.example.com/]",
    ),
    // Methods and traits.
    (
        KRATOS,
        "code: { enabled: true,",
        "code: { enabled: false,",
        "code-not-enabled",
        "code: { enabled: false",
    ),
    (
        KRATOS,
        "use: code }\n    verification",
        "use: link }\n    verification",
        "flow-strategy-off",
        "use: link",
    ),
    (
        KRATOS,
        "passwordless_enabled: true }",
        "passwordless_enabled: true, config: { lifespan: 30s } }",
        "code-lifespan-short",
        "lifespan: 30s",
    ),
    (KRATOS, "login: { ui_url", "login: { lifespan: 1m, ui_url", "lifespan-short", "lifespan: 1m"),
    (
        KRATOS,
        "privileged_session_max_age: 15m",
        "privileged_session_max_age: 1000h",
        "privileged-longer-than-session",
        "1000h",
    ),
    (KRATOS, "            label: Acme\n", "", "provider-has-no-label", "- id: acme"),
    (
        KRATOS,
        "default_schema_id: person",
        "default_schema_id: people",
        "schema-id-unknown",
        "people",
    ),
    // Hooks.
    (
        KRATOS,
        "code: { hooks: [{ hook: session }] }",
        "code: { hooks: [{ hook: session }, { hook: web_hook, config: { url: \"https://hooks.example.com/\", method: POST } }] }",
        "webhook-refusal-unread",
        "hook: web_hook",
    ),
    (
        KRATOS,
        "code: { hooks: [{ hook: session }] }",
        "code: { hooks: [{ hook: session }, { hook: web_hook, config: { url: \"https://hooks.example.com/\", method: POST, can_interrupt: true } }] }",
        "webhook-can-interrupt-old",
        "hook: web_hook",
    ),
    (
        KRATOS,
        "code: { hooks: [{ hook: session }] }",
        "code: { hooks: [{ hook: session }, { hook: web_hook, config: { url: \"https://hooks.example.com/\", method: POST, can_interrupt: true, response: { ignore: true } } }] }",
        "webhook-cannot-interrupt",
        "hook: web_hook",
    ),
    (
        KRATOS,
        "code: { hooks: [{ hook: session }] }",
        "code: { hooks: [{ hook: session }, { hook: web_hook, config: { url: \"https://hooks.example.com/\", method: POST, response: { parse: true }, body: body.jsonnet } }] }",
        "webhook-body-without-scheme",
        "hook: web_hook",
    ),
    (
        SCHEMA,
        "\"code\": { \"identifier\": true, \"via\": \"email\" },",
        "",
        "schema-without-code",
        "\"email\": {",
    ),
    (
        SCHEMA,
        "\"webauthn\": { \"identifier\": true },\n              \"passkey\": { \"display_name\": true },",
        "",
        "schema-without-passkey",
        "\"email\": {",
    ),
    (
        SCHEMA,
        "\"maxLength\": 200",
        "\"maxLength\": 200, \"ory.sh/kratos\": {\"credentials\": {\"passkey\": {\"display_name\": true}}}",
        "schema-passkey-name-unclear",
        "\"name\": {",
    ),
    (
        SCHEMA,
        "\"verification\": { \"via\": \"email\" },",
        "",
        "schema-without-verification",
        "\"email\": {",
    ),
    (
        SCHEMA,
        "\"required\": [\"email\"]",
        "\"required\": [\"e-mail\"]",
        "schema-required-unknown",
        "e-mail",
    ),
    (
        SCHEMA,
        "\"required\": [\"email\"]",
        "\"requierd\": [\"email\"]",
        "schema-keyword",
        "requierd",
    ),
    (SCHEMA, "\"minLength\": 3", "\"minlength\": 3", "schema-keyword", "minlength"),
    (SCHEMA, "\"format\": \"email\",", "", "schema-address-format", "ory.sh/kratos"),
    (SCHEMA, "\"display_name\": true", "\"displayname\": true", "key-unknown", "displayname"),
    (
        SCHEMA,
        "\"via\": \"email\" },\n              \"webauthn\"",
        "\"via\": \"mail\" },\n              \"webauthn\"",
        "value-not-allowed",
        "\"mail\"",
    ),
    // Hooks.
    (
        KRATOS,
        "        passkey: { hooks: [{ hook: session }] }\n",
        "",
        "session-hook-missing",
        "after:",
    ),
    (
        KRATOS,
        "passkey: { hooks: [{ hook: session }] }",
        "passkey: { hooks: [{ hook: sesion }, { hook: session }] }",
        "value-not-allowed",
        "sesion",
    ),
    // Leftovers.
    (
        KRATOS,
        "cookie: [b7e1f2a4c9d05836917e2f4ab0c8d3e5]",
        "cookie: [change-me-change-me-change-me]",
        "secret-example",
        "change-me",
    ),
    (KRATOS, "  cookie: [b7e1f2a4c9d05836917e2f4ab0c8d3e5]\n", "", "secrets-missing", "secrets:"),
    (KRATOS, "cipher: [4f0e", "cipher: [4f0e9", "value-not-allowed", "cipher"),
    (KRATOS, "log: { level: info }", "log: { level: trace }", "log-level-debug", "trace"),
    (
        KRATOS,
        "log: { level: info }",
        "log: { level: info, leak_sensitive_values: true }",
        "log-leaks",
        "leak",
    ),
    (
        KRATOS,
        "dsn: postgres://kratos:not-shown@db:5432/kratos?sslmode=verify-full",
        "dsn: memory",
        "database-in-memory",
        "dsn",
    ),
    (
        KRATOS,
        "http://kratos-admin:4434/",
        "https://auth.example.com:4434/",
        "admin-api-exposed",
        ":4434",
    ),
    (KRATOS, ".net:465/", ".net:587/", "courier-scheme", ":587"),
    (KRATOS, "mail.example.net:465/", "mailslurper:1025/", "courier-for-tests", "mailslurper"),
    (KRATOS, ".net:465/", ".net:465/?skip_ssl_verify=true", "courier-without-tls", "skip_ssl"),
    (
        KRATOS,
        "connection_uri: \"smtps://kratos:not-shown@mail.example.net:465/\", ",
        "",
        "courier-missing",
        "smtp: {",
    ),
    (KRATOS, "log: { level: info }", "log: { level: info }\ndev: true", "dev-mode-on", "dev: true"),
    // Oathkeeper.
    (
        GATEWAY,
        "  noop: { enabled: true }\n  cookie",
        "  noop: { enabled: false }\n  cookie",
        "handler-not-enabled",
        "noop",
    ),
    (GATEWAY, "      only: [ory_kratos_session]\n", "", "cookie-session-without-only", "config:"),
    (
        GATEWAY,
        "only: [ory_kratos_session]",
        "only: [ory_session]",
        "cookie-session-other-cookie",
        "ory_session",
    ),
    (GATEWAY, "      preserve_path: true\n", "", "check-session-path-not-kept", "config:"),
    (GATEWAY, "4433/sessions/whoami", "4434/sessions/whoami", "check-session-url", "4434"),
    (GATEWAY, "      subject_from: identity.id\n", "", "cookie-session-without-subject", "config:"),
    (
        GATEWAY,
        "      jwks_url: file:///etc/secrets/id_token.jwks.json\n",
        "",
        "key-missing",
        "issuer_url",
    ),
    (
        GATEWAY,
        "  repositories",
        "  matching_strategy: glob\n  repositories",
        "regexp-read-as-glob",
        "url",
    ),
    (
        RULES,
        "\"handler\": \"cookie_session\"",
        "\"handler\": \"cookie_sesion\"",
        "handler-unknown",
        "cookie_sesion",
    ),
    (
        RULES,
        "\"GET\", \"POST\", \"DELETE\"]",
        "\"GET\", \"POST\", \"BREW\"]",
        "value-not-allowed",
        "BREW",
    ),
    (RULES, "\"preserve_host\": true", "\"preserve_path\": true", "key-ignored", "preserve_path"),
    (
        RULES,
        "https://api.example.com/<.*>",
        "https://api.example.com/<.*",
        "pattern-brackets",
        "api.example.com/<",
    ),
    (RULES, "http://api:8080", "http://oathkeeper:4455", "gateway-loops", "oathkeeper:4455"),
    (RULES, "(?!self-service|", "(?!", "rules-overlap", "(?!sessions"),
    (
        INGRESS,
        "hosts: [auth.example.com, api.example.com]",
        "hosts: [auth.example.com]",
        "ingress-without-tls",
        "host: api.example.com",
    ),
    (
        INGRESS,
        "- host: api.example.com\n",
        "- host: auth.example.com\n",
        "rule-host-without-ingress",
        "https://api",
    ),
    (
        INGRESS,
        "name: oathkeeper-proxy, port: { number: 4455 } } }\n---",
        "name: oathkeeper-api, port: { number: 4456 } } }\n---",
        "ingress-port-of-api",
        "path: /",
    ),
    (
        INGRESS,
        "name: oathkeeper-proxy, port: { number: 4455 } } }\n---",
        "name: kratos-admin, port: { number: 4434 } } }\n---",
        "ingress-opens-admin",
        "path: /",
    ),
    (
        INGRESS,
        "name: oathkeeper-proxy, port: { number: 4455 } } }\n---",
        "name: api, port: { number: 80 } } }\n---",
        "ingress-past-gateway",
        "path: /",
    ),
    // The site.
    (
        SITE,
        "\"kratosUrl\": \"https://auth",
        "\"kratosUrl\": \"https://kratos",
        "site-url-differs",
        "kratos",
    ),
    (SITE, "\"kratosUrl\"", "\"kratosURL\"", "key-unknown", "kratosURL"),
    (SITE, "\"passkey\"", "\"passkeys\"", "site-group-unknown", "passkeys"),
    (SITE, "\"passkey\"", "\"totp\"", "site-group-off", "totp"),
    (
        SITE,
        "\"groups\"",
        "\"theme\": \"ory_pat_abcdefgh\", \"groups\"",
        "site-has-token",
        "ory_pat_",
    ),
];

#[test]
fn each_change_of_a_healthy_set_up_gives_its_finding_and_only_that() {
    let mut wrong = Vec::new();
    for (name, old, new, code, line) in CASES {
        let mut files = healthy();
        let changed = files.iter_mut().find(|file| file.name == *name).unwrap();
        assert!(changed.text.contains(old), "{name} has no {old}");
        changed.text = changed.text.replacen(old, new, 1);
        let checked = checked(files.clone());
        let codes: Vec<_> = checked.report.findings.iter().map(|finding| finding.code).collect();
        let place = checked.report.findings.first().and_then(|finding| finding.place.clone());
        let seen = place.and_then(|place| {
            let file = files.iter().find(|file| file.name == place.file)?;
            file.text.lines().nth(place.line - 1).map(str::to_owned)
        });
        let there = seen.as_ref().is_some_and(|seen| seen.contains(line));
        if codes != [*code] || !there {
            wrong.push(format!("{code} by {new:?}: {codes:?} at {seen:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rules that need more than one change of the healthy set-up, each with the set-up that shows it.
#[test]
fn rules_of_the_gateway_show_the_questions_of_one_team() {
    let rule = |methods: &str, authenticators: &str, authorizer: &str, mutators: &str| InputFile {
        name: "rules.yml".to_owned(),
        text: format!(
            "- id: api\n  match: {{ url: 'https://api.example.com/<.*>', methods: [{methods}] }}\n  upstream: {{ url: 'http://api:8080' }}\n  authenticators: [{authenticators}]\n  authorizer: {authorizer}\n  mutators: {mutators}\n"
        ),
    };
    let session = "{ handler: cookie_session }";
    let allow = "{ handler: allow }";
    let token = "[{ handler: id_token }]";
    for (what, files, code, line) in [
        (
            "a list of people in allow",
            vec![rule(
                "GET",
                session,
                "{ handler: allow, config: { subject_matches: ['a@b.test'] } }",
                token,
            )],
            "allow-takes-nothing",
            5,
        ),
        (
            "OPTIONS with cookie_session",
            vec![rule("GET, OPTIONS", session, allow, token)],
            "options-needs-cookie",
            2,
        ),
        (
            "header after id_token",
            vec![rule(
                "GET",
                session,
                allow,
                "[{ handler: id_token }, { handler: header, config: { headers: { Authorization: 'Bearer {{ print .IDToken }}' } } }]",
            )],
            "mutator-overwrites-token",
            6,
        ),
        (
            "a template that asks for what is not there",
            vec![rule(
                "GET",
                session,
                allow,
                "[{ handler: header, config: { headers: { X-Token: '{{ print .IDToken }}' } } }]",
            )],
            "template-field-unknown",
            6,
        ),
        (
            "claims of nobody",
            vec![rule(
                "GET, OPTIONS",
                "{ handler: cookie_session }, { handler: anonymous }",
                allow,
                "[{ handler: id_token, config: { claims: '{\"email\": \"{{ print .Extra.identity.traits.email }}\"}' } }]",
            )],
            "claims-without-guard",
            6,
        ),
        (
            "two error handlers",
            vec![InputFile {
                text: rule("GET", session, allow, token).text
                    + "  errors: [{ handler: json }, { handler: redirect, config: { to: 'https://auth.example.com/login' } }]\n",
                ..rule("", "", "", "")
            }],
            "error-handlers-without-when",
            7,
        ),
        (
            "the admin API for all who are signed in",
            vec![InputFile {
                text: rule("GET", session, allow, token)
                    .text
                    .replace("http://api:8080", "http://kratos:4434"),
                ..rule("", "", "", "")
            }],
            "gateway-opens-admin",
            3,
        ),
        (
            "a session in front of the sign-in",
            vec![InputFile {
                text: rule("GET", session, allow, token)
                    .text
                    .replace("http://api:8080", "http://kratos:4433"),
                ..rule("", "", "", "")
            }],
            "kratos-needs-session",
            3,
        ),
        (
            "a path that is not there",
            vec![InputFile {
                text: rule("GET", session, allow, token)
                    .text
                    .replace("example.com/<.*>", "example.com/v2/<.*>")
                    .replace("8080'", "8080', strip_path: /v1"),
                ..rule("", "", "", "")
            }],
            "strip-path-not-in-url",
            3,
        ),
        (
            "a preflight that nobody answers",
            vec![
                rule("GET, PUT", session, allow, token),
                InputFile {
                    name: "oathkeeper.yml".to_owned(),
                    text: file("healthy/oathkeeper.yml").text.replace(
                        "      enabled: true\n      allowed_origins",
                        "      enabled: false\n      allowed_origins",
                    ),
                },
                file("healthy/kratos.yml"),
            ],
            "preflight-has-no-rule",
            2,
        ),
        (
            "a glob among regular expressions",
            vec![
                InputFile {
                    text: rule("GET", session, allow, token).text.replace("<.*>", "<**>"),
                    ..rule("", "", "", "")
                },
                file("healthy/oathkeeper.yml"),
            ],
            "glob-read-as-regexp",
            2,
        ),
        (
            "Kratos elsewhere than its rules",
            vec![
                InputFile {
                    text: rule("GET, POST", "{ handler: noop }", allow, "[{ handler: noop }]")
                        .text
                        .replace("http://api:8080", "http://kratos:4433"),
                    ..rule("", "", "", "")
                },
                file("healthy/kratos.yml"),
            ],
            "kratos-url-has-no-rule",
            5,
        ),
    ] {
        let checked = checked(files);
        let found: Vec<_> = checked
            .report
            .findings
            .iter()
            .map(|finding| (finding.code, finding.place.as_ref().unwrap().line))
            .collect();
        assert_eq!(found, [(code, line)], "{what}");
    }
}

#[test]
fn given_addresses_are_compared_with_the_file() {
    let url = |url: &str, api: Option<&str>| {
        let urls = Urls { url: Some(url.to_owned()), api: api.map(str::to_owned), site: None };
        let checked = check(&Input { files: vec![file("healthy/kratos.yml")], urls });
        checked.report.findings.iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(url("https://auth.example.com", None), [""; 0]);
    assert_eq!(url("https://login.example.com", None), ["base-url-differs"]);
    assert_eq!(url("https://auth.example.com", Some("https://api.example.com")), [""; 0]);
    assert_eq!(
        url("https://auth.example.com", Some("https://api.other.example")),
        ["cookie-domain-lacks-api"]
    );
}

#[test]
fn safe_corrections_mend_the_file_and_keep_its_comments() {
    let planted = file("planted/kratos.yml");
    let before = checked(vec![planted.clone()]);
    let corrected = before.corrected.first().unwrap();
    assert!(
        corrected.diff.starts_with("--- kratos.yml\n+++ kratos.yml\n@@ -"),
        "{}",
        corrected.diff
    );
    for (old, new) in [
        ("lifespn: 1h", "lifespan: 1h"),
        ("enabled: yes", "enabled: true"),
        ("- https://app.example.com/ #", "- https://app.example.com #"),
        ("id: https://auth.example.com #", "id: auth.example.com #"),
    ] {
        assert!(
            corrected.diff.lines().any(|line| line.starts_with('-') && line.contains(old)),
            "{old}"
        );
        assert!(
            corrected.diff.lines().any(|line| line.starts_with('+') && line.contains(new)),
            "{new}"
        );
    }
    assert_eq!(corrected.text.matches("# ").count(), planted.text.matches("# ").count());
    let after = checked(vec![InputFile { text: corrected.text.clone(), ..planted }]);
    assert!(after.report.findings.len() + 8 < before.report.findings.len());
    assert!(after.report.findings.iter().all(|finding| finding.code != "file-not-read"));
}

#[test]
fn bad_files_are_said_with_line_and_column_and_nothing_hangs() {
    let one = |text: String| checked(vec![InputFile { name: "kratos.yml".to_owned(), text }]);
    let healthy = file("healthy/kratos.yml").text;
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let item = format!("*a{}, ", level - 1).repeat(10);
        bomb.push_str(&format!("a{level}: &a{level} [{}]\n", item.trim_end_matches(", ")));
    }
    for (what, text, code, line) in [
        ("a tab", healthy.replace("    base_url", "\tbase_url"), "file-not-read", 5),
        (
            "three documents",
            format!("{healthy}---\n{healthy}---\n{healthy}"),
            "several-documents",
            1 + healthy.lines().count(),
        ),
        ("5 MB", format!("{healthy}# {}\n", "x".repeat(5_000_000)), "file-not-read", 1),
        (
            "aliases without end",
            format!("{healthy}{bomb}"),
            "file-not-read",
            5 + healthy.lines().count(),
        ),
        (
            "a quote that does not end",
            healthy.replace("https://app.example.com/\n", "\"https://app\n"),
            "file-not-read",
            0,
        ),
        ("nothing", String::new(), "file-unknown", 1),
        (
            "a template",
            healthy.replace(
                "enabled: true\n      allowed",
                "enabled: {{ .Values.cors }}\n      allowed",
            ),
            "file-not-read",
            7,
        ),
        ("no text at all", "\u{0}\u{1}".to_owned(), "file-not-read", 1),
    ] {
        let checked = one(text);
        let finding =
            checked.report.findings.first().unwrap_or_else(|| panic!("{what}: nothing found"));
        let place = finding.place.as_ref().unwrap();
        assert_eq!(finding.code, code, "{what}: {}", finding.title);
        assert!(line == 0 || place.line == line, "{what}: line {}, {}", place.line, finding.title);
        assert_eq!(checked.report.findings.len(), 1, "{what}: {:#?}", checked.report.findings);
    }
    let anchors = healthy.replace(
        "id: example.com, display_name: Example",
        "<<: &rp { id: example.com }, display_name: Example",
    );
    assert_eq!(found(&one(anchors)), BTreeSet::new());
}

#[test]
fn files_inside_files_of_kubernetes_have_their_places_there() {
    let mut text =
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kratos }\ndata:\n  kratos.yml: |\n"
            .to_owned();
    for line in file("healthy/kratos.yml").text.replace("lifespan: 720h", "lifespn: 720h").lines() {
        text.push_str("    ");
        text.push_str(line);
        text.push('\n');
    }
    let line = text.lines().position(|line| line.contains("lifespn")).unwrap() + 1;
    let checked = checked(vec![InputFile { name: "map.yml".to_owned(), text }]);
    assert_eq!(found(&checked), BTreeSet::from([format!("map.yml:{line} key-unknown")]));
    let finding = &checked.report.findings[0];
    assert_eq!(finding.place.as_ref().unwrap().key, "kratos.yml: session.lifespn");
    assert_eq!(finding.place.as_ref().unwrap().column, 16);
    assert!(checked.corrected[0].text.contains("    session: { lifespan: 720h"));
}

#[test]
fn keys_of_newer_versions_are_a_note() {
    let newer = file("healthy/kratos.yml").text.replace(
        "https://auth.example.com/registration\n",
        "https://auth.example.com/registration\n      style: unified\n",
    );
    let one = |text: &str| {
        checked(vec![InputFile { name: "kratos.yml".to_owned(), text: text.to_owned() }])
    };
    let note = one(&newer);
    let found: Vec<_> = note.report.findings.iter().map(|finding| finding.code).collect();
    assert_eq!(found, ["key-newer"]);
    let found = one(&newer.replace("v1.3.0", "v26.2.0"));
    assert!(found.report.findings.is_empty(), "{:#?}", found.report.findings);
}

#[test]
fn no_secret_is_in_a_report() {
    let files = vec![file("planted/kratos.yml")];
    let json = serde_json::to_string(&checked(files).report).unwrap();
    for secret in ["PLEASE-CHANGE-ME", "0123456789abcdef", "not-shown-here"] {
        assert!(!json.contains(secret), "{secret}");
    }
}

#[test]
fn each_rule_has_a_code_of_its_own_a_reason_and_a_cure() {
    let rules: Vec<_> = files::RULES.iter().flat_map(|(_, rules)| rules.iter()).collect();
    let codes: BTreeSet<_> = rules.iter().map(|rule| rule.code).collect();
    assert_eq!(codes.len(), rules.len());
    for rule in rules {
        assert!(rule.title.ends_with('.') && rule.why.ends_with('.'), "{}", rule.code);
    }
}

#[test]
fn requests_and_answers_are_json() {
    let answer =
        files::check_json(r#"{"files":[{"name":"kratos.yml","text":"dsn: memory\nidentty: {}"}]}"#)
            .unwrap();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert!(
        answer["findings"]
            .as_array()
            .unwrap()
            .iter()
            .any(|finding| finding["code"] == "key-unknown")
    );
    assert!(answer["corrected"][0]["diff"].as_str().unwrap().contains("+identity: {}"));
    assert!(files::check_json("{").is_err());
}
