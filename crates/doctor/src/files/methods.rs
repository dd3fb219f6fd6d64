//! The methods to sign in with, and what the identity schema must say for each.

use super::{
    fix::Edit,
    form,
    rule::{cure, rule},
    setup::{Out, Setup},
    source::Source,
    traits,
    tree::Node,
};
use crate::{
    Rule,
    rule::{
        Certainty::{Certain, Likely},
        Severity::{Broken, Note, Warning},
        Target,
    },
};

static NO_FIRST: Rule = rule(
    "no-first-factor",
    Broken,
    Certain,
    "No method is on that people can sign in with.",
    "Password is off, and none of code (with passwordless_enabled), passkey, oidc and webauthn (with passwordless) is on.",
    &[cure(
        Target::Kratos,
        "selfservice:\n  methods:\n    code:\n      enabled: true\n      passwordless_enabled: true",
    )],
);
static CODE_OFF: Rule = rule(
    "code-not-enabled",
    Broken,
    Certain,
    "code.passwordless_enabled is on, but code itself is off.",
    "The sign-in form then has no code.",
    &[cure(
        Target::Kratos,
        "selfservice:\n  methods:\n    code:\n      enabled: true\n      passwordless_enabled: true",
    )],
);
static CODE_SECOND: Rule = rule(
    "code-not-passwordless",
    Broken,
    Likely,
    "The schema has a trait to sign in with by code, but passwordless_enabled is off.",
    "Password is off, so people can get a code only for recovery and verification.",
    &[cure(
        Target::Kratos,
        "selfservice:\n  methods:\n    code:\n      enabled: true\n      passwordless_enabled: true",
    )],
);
static CODE_NO_TRAIT: Rule = rule(
    "schema-without-code",
    Broken,
    Certain,
    "Sign-in by code is on, but no trait has credentials.code.identifier.",
    "Kratos then knows no address that belongs to an account, and answers that the account does not exist.",
    &[cure(
        Target::Schema,
        "\"ory.sh/kratos\": {\n  \"credentials\": { \"code\": { \"identifier\": true, \"via\": \"email\" } }\n}",
    )],
);
static PASSKEY_NO_NAME: Rule = rule(
    "schema-without-passkey",
    Broken,
    Certain,
    "Passkeys are on, but no trait has credentials.passkey.display_name.",
    "One trait has to be the name of a passkey. It is not rp.display_name in kratos.yml, which is the service's name. Without it, Kratos answers 500 to a new registration, or leaves the passkey out.",
    &[cure(
        Target::Schema,
        "\"title\": \"E-mail\",\n\"ory.sh/kratos\": {\n  \"credentials\": { \"passkey\": { \"display_name\": true } }\n}",
    )],
);
static PASSKEY_NAME: Rule = rule(
    "schema-passkey-name-unclear",
    Broken,
    Likely,
    "Kratos cannot tell which trait is the name of a passkey.",
    "It looks for the title of the one trait that has credentials.passkey.display_name or credentials.webauthn.identifier, among the traits that are in no other. With two of them, or one inside another trait, Kratos answers 500 to a new registration.",
    &[cure(
        Target::Schema,
        "\"title\": \"E-mail\",\n\"ory.sh/kratos\": {\n  \"credentials\": { \"passkey\": { \"display_name\": true } }\n}",
    )],
);
static PASSWORD_NO_TRAIT: Rule = rule(
    "schema-without-password",
    Broken,
    Certain,
    "Passwords are on, but no trait has credentials.password.identifier.",
    "Nobody can sign in with a password, because no name or address belongs to it.",
    &[cure(
        Target::Schema,
        "\"ory.sh/kratos\": {\n  \"credentials\": { \"password\": { \"identifier\": true } }\n}",
    )],
);
static WEBAUTHN_NO_TRAIT: Rule = rule(
    "schema-without-webauthn",
    Broken,
    Certain,
    "Security keys are on, but no trait has credentials.webauthn.identifier.",
    "The form then asks for no identifier, and Kratos finds no account for the key.",
    &[cure(
        Target::Schema,
        "\"ory.sh/kratos\": {\n  \"credentials\": { \"webauthn\": { \"identifier\": true } }\n}",
    )],
);
static VERIFICATION_NO_TRAIT: Rule = rule(
    "schema-without-verification",
    Broken,
    Certain,
    "Verification is on, but no trait has verification.via.",
    "Kratos then sends no mail to verify an address, and the flow cannot be completed.",
    &[cure(Target::Schema, "\"ory.sh/kratos\": { \"verification\": { \"via\": \"email\" } }")],
);
static RECOVERY_NO_TRAIT: Rule = rule(
    "schema-without-recovery",
    Broken,
    Certain,
    "Recovery is on, but no trait has recovery.via.",
    "Kratos then has no address to recover an account with, and says nothing about it: the mail just does not come.",
    &[cure(Target::Schema, "\"ory.sh/kratos\": { \"recovery\": { \"via\": \"email\" } }")],
);
static STRATEGY_OFF: Rule = rule(
    "flow-strategy-off",
    Broken,
    Certain,
    "{key} is {seen}, but the method {seen} is off.",
    "The flow then has no way to go on.",
    &[cure(Target::Kratos, "selfservice:\n  methods:\n    {seen}:\n      enabled: true")],
);
static SHORT_CODE: Rule = rule(
    "code-lifespan-short",
    Warning,
    Certain,
    "Codes are valid for {seen} only.",
    "Mails take a while, and people have to find them.",
    &[cure(
        Target::Kratos,
        "selfservice:\n  methods:\n    code:\n      config:\n        lifespan: 15m",
    )],
);
static SHORT_FLOW: Rule = rule(
    "lifespan-short",
    Warning,
    Certain,
    "{key} is {seen} only.",
    "People who look for a code or a password get an expired form.",
    &[cure(Target::Kratos, "lifespan: 1h")],
);
static PRIVILEGED_LONG: Rule = rule(
    "privileged-longer-than-session",
    Warning,
    Certain,
    "privileged_session_max_age is longer than the session itself.",
    "People are then never asked again before they change a password or remove a passkey.",
    &[cure(
        Target::Kratos,
        "selfservice:\n  flows:\n    settings:\n      privileged_session_max_age: 15m",
    )],
);
static NO_LABEL: Rule = rule(
    "provider-has-no-label",
    Note,
    Certain,
    "The provider {id} has no label.",
    "Its button then says “Sign in with {id}”.",
    &[cure(Target::Kratos, "- id: {id}\n  label: {label}")],
);
static NO_PROVIDERS: Rule = rule(
    "no-providers",
    Warning,
    Certain,
    "Social sign-in is on, but there are no providers.",
    "No button comes of it.",
    &[cure(
        Target::Kratos,
        "selfservice:\n  methods:\n    oidc:\n      enabled: true\n      config:\n        providers:\n          - id: google\n            provider: google\n            client_id: …\n            client_secret: …\n            mapper_url: file:///etc/config/kratos/google.jsonnet",
    )],
);
static SCHEMA_ID: Rule = rule(
    "schema-id-unknown",
    Broken,
    Certain,
    "default_schema_id is {seen}, but identity.schemas has no such id.",
    "Kratos does not start.",
    &[cure(Target::Kratos, "identity:\n  default_schema_id: {right}")],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] = &[
    &NO_FIRST,
    &CODE_OFF,
    &CODE_SECOND,
    &CODE_NO_TRAIT,
    &PASSKEY_NO_NAME,
    &PASSKEY_NAME,
    &PASSWORD_NO_TRAIT,
    &WEBAUTHN_NO_TRAIT,
    &VERIFICATION_NO_TRAIT,
    &RECOVERY_NO_TRAIT,
    &STRATEGY_OFF,
    &SHORT_CODE,
    &SHORT_FLOW,
    &PRIVILEGED_LONG,
    &NO_LABEL,
    &NO_PROVIDERS,
    &SCHEMA_ID,
];

const METHODS: &str = "selfservice.methods";
const FLOWS: &str = "selfservice.flows";

/// Checks the methods against each other and against the identity schemas.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    let Some(kratos) = setup.kratos else { return };
    first_factor(setup, kratos, out);
    schemas(setup, kratos, out);
    passkey_name(setup, out);
    strategies(setup, kratos, out);
    lifespans(kratos, out);
    providers(setup, kratos, out);
    schema_ids(kratos, out);
}

fn first_factor(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    let code = [METHODS, ".code.passwordless_enabled"].concat();
    let enabled = [METHODS, ".code.enabled"].concat();
    if kratos.node.true_at(&code) && kratos.node.at(&enabled).is_some_and(Node::is_false) {
        out.add(kratos.finding(&CODE_OFF, &enabled));
        return;
    }
    let webauthn = setup.enabled("webauthn")
        && kratos.node.true_at(&[METHODS, ".webauthn.config.passwordless"].concat());
    if setup.enabled("password")
        || setup.code_signs_in()
        || setup.enabled("passkey")
        || setup.enabled("oidc")
        || webauthn
    {
        return;
    }
    let by_code = setup
        .schemas
        .iter()
        .any(|schema| !traits::marked(schema, &["credentials.code.identifier"]).is_empty());
    if setup.enabled("code") && by_code {
        out.add(kratos.finding(&CODE_SECOND, &code));
    } else {
        out.add(kratos.finding(&NO_FIRST, METHODS));
    }
}

/// What a method or flow needs of a trait, and where it is switched on.
const NEEDS: [(&str, &str, &Rule); 6] = [
    ("code.passwordless_enabled", "credentials.code.identifier", &CODE_NO_TRAIT),
    ("passkey.enabled", "credentials.passkey.display_name", &PASSKEY_NO_NAME),
    ("password.enabled", "credentials.password.identifier", &PASSWORD_NO_TRAIT),
    ("webauthn.enabled", "credentials.webauthn.identifier", &WEBAUTHN_NO_TRAIT),
    ("verification.enabled", "verification.via", &VERIFICATION_NO_TRAIT),
    ("recovery.enabled", "recovery.via", &RECOVERY_NO_TRAIT),
];

fn schemas(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    if setup.schemas.is_empty() {
        let urls = kratos.node.at("identity.schemas").map(Node::items).unwrap_or_default();
        let urls: Vec<_> = urls.iter().filter_map(|item| item.text_at("url")).collect();
        if !urls.is_empty() {
            out.unseen(
                "the identity schema: the file is not among those given",
                &format!("npx propylon check {} identity.schema.json", kratos.file),
            );
        }
        return;
    }
    for (switch, need, rule) in NEEDS {
        let flow = matches!(switch, "verification.enabled" | "recovery.enabled");
        let key = [if flow { FLOWS } else { METHODS }, ".", switch].concat();
        let on = match switch {
            "code.passwordless_enabled" => setup.code_signs_in(),
            "password.enabled" => setup.enabled("password"),
            _ => kratos.node.true_at(&key),
        };
        let needs: &[&str] = if switch == "passkey.enabled" { &PASSKEY_NAMES } else { &[need] };
        let has = |schema: &Source| !traits::marked(schema, needs).is_empty();
        if !on || setup.schemas.iter().any(|schema| has(schema)) {
            continue;
        }
        let Some(schema) = setup.schemas.first() else { continue };
        // The place is that of the first trait: there the lines are added.
        let traits = "properties.traits.properties";
        let first = schema.node.at(traits).and_then(|traits| traits.entries().first());
        let path = first.map_or(traits.to_owned(), |first| [traits, ".", &first.key].concat());
        let finding = schema.finding(rule, &path).seen(&key, "true");
        out.add(finding.seen(&["ory.sh/kratos.", need].concat(), "in no trait"));
    }
}

/// What makes a trait the name of a passkey.
const PASSKEY_NAMES: [&str; 2] =
    ["credentials.passkey.display_name", "credentials.webauthn.identifier"];

/// Kratos 1.3.1 finds the name of a passkey by the title of the one trait that is marked.
fn passkey_name(setup: &Setup<'_>, out: &mut Out) {
    const TRAITS: &str = "properties.traits.properties";
    // Of several schemas, people sign up with the default one.
    let [schema] = setup.schemas[..] else { return };
    let marked = traits::marked(schema, &PASSKEY_NAMES);
    let title = |part: &Node| part.text_at("title").unwrap_or_default().to_owned();
    let mut titles = marked.iter().map(|(_, part)| title(part)).filter(|title| !title.is_empty());
    let due = titles.next().filter(|_| titles.next().is_none()).unwrap_or_default();
    let traits = schema.node.at(TRAITS).map(Node::entries).unwrap_or_default();
    let is_found = traits.iter().any(|entry| title(&entry.node) == due);
    if let Some((path, last)) = marked.last().filter(|_| setup.enabled("passkey") && !is_found) {
        let paths: Vec<&str> = marked.iter().map(|(path, _)| path.as_str()).collect();
        out.add(schema.finding_at(&PASSKEY_NAME, path, last).seen("marked", &paths.join(", ")));
    }
}

fn strategies(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    for flow in ["recovery", "verification"] {
        if !kratos.node.true_at(&format!("{FLOWS}.{flow}.enabled")) {
            continue;
        }
        let key = format!("{FLOWS}.{flow}.use");
        let strategy = kratos.node.text_at(&key).unwrap_or("code");
        if ["code", "link"].contains(&strategy) && !setup.enabled(strategy) {
            out.add(kratos.finding(&STRATEGY_OFF, &key).value("key", &key).value("seen", strategy));
        }
    }
}

fn lifespans(kratos: &Source, out: &mut Out) {
    let seconds = |key: &str| kratos.node.text_at(key).and_then(form::duration);
    let key = [METHODS, ".code.config.lifespan"].concat();
    if seconds(&key).is_some_and(|seconds| seconds < 180) {
        let seen = kratos.node.text_at(&key).unwrap_or_default();
        out.add(kratos.finding(&SHORT_CODE, &key).value("seen", seen));
    }
    for flow in ["login", "registration", "recovery", "verification", "settings"] {
        let key = format!("{FLOWS}.{flow}.lifespan");
        if seconds(&key).is_some_and(|seconds| seconds < 300) {
            let seen = kratos.node.text_at(&key).unwrap_or_default();
            out.add(kratos.finding(&SHORT_FLOW, &key).value("key", &key).value("seen", seen));
        }
    }
    let key = [FLOWS, ".settings.privileged_session_max_age"].concat();
    let session = seconds("session.lifespan").unwrap_or(24 * 3600);
    if seconds(&key).is_some_and(|seconds| seconds > session) {
        let finding = kratos.finding(&PRIVILEGED_LONG, &key);
        let edit = kratos
            .node
            .at(&key)
            .and_then(|node| Edit::replace(&kratos.file, node.start, node.end, "15m"));
        out.fix(
            finding
                .seen("session.lifespan", kratos.node.text_at("session.lifespan").unwrap_or("24h")),
            edit,
        );
    }
}

fn providers(setup: &Setup<'_>, kratos: &Source, out: &mut Out) {
    if !setup.enabled("oidc") {
        return;
    }
    let key = [METHODS, ".oidc.config.providers"].concat();
    let list = kratos.node.at(&key).map(Node::items).unwrap_or_default();
    if list.is_empty() {
        out.add(kratos.finding(&NO_PROVIDERS, &key));
    }
    let site = |id: &str| {
        setup
            .site
            .is_some_and(|site| site.node.text_at(&["providers.", id, ".label"].concat()).is_some())
    };
    for (index, item) in list.iter().enumerate() {
        let Some(id) = item.text_at("id") else { continue };
        // The ids of the great ones are their names.
        let known = [
            "google",
            "github",
            "microsoft",
            "apple",
            "gitlab",
            "facebook",
            "slack",
            "discord",
            "linkedin",
            "spotify",
            "auth0",
        ];
        if item.text_at("label").is_none() && !known.contains(&id) && !site(id) {
            let mut label = id.replace(['-', '_'], " ");
            if let Some(first) = label.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            let path = format!("{key}[{index}].id");
            let node = item.get("id").unwrap_or(item);
            out.add(
                kratos.finding_at(&NO_LABEL, &path, node).value("id", id).value("label", &label),
            );
        }
    }
}

fn schema_ids(kratos: &Source, out: &mut Out) {
    const KEY: &str = "identity.default_schema_id";
    let Some(default) = kratos.node.text_at(KEY) else { return };
    let schemas = kratos.node.at("identity.schemas").map(Node::items).unwrap_or_default();
    let ids: Vec<_> = schemas.iter().filter_map(|schema| schema.text_at("id")).collect();
    if let Some(first) = ids.first().filter(|_| !ids.contains(&default)) {
        let finding = kratos.finding(&SCHEMA_ID, KEY).value("seen", default).value("right", first);
        let edit = kratos
            .node
            .at(KEY)
            .filter(|_| ids.len() == 1)
            .and_then(|node| Edit::replace(&kratos.file, node.start, node.end, first));
        out.fix(finding.seen("identity.schemas", &ids.join(", ")), edit);
    }
}
