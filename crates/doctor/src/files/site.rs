//! `config.json` of the site.

use std::sync::LazyLock;

use super::{
    fix::Edit,
    keys::{self, Subject},
    nearest::nearest,
    rule::{cure, rule},
    schema::Schema,
    setup::{Out, Setup},
    tree::{Node, Value},
    url::Url,
};
use crate::{
    Rule,
    rule::{
        Certainty::{Certain, Likely},
        Severity::{Broken, Danger, Note, Warning},
        Target,
    },
};

static SCHEMA: LazyLock<Schema> = LazyLock::new(|| Schema::new(include_str!("schemas/site.json")));

/// Keys that tell that a file is `config.json` of the site.
pub const KEYS: [&str; 8] = [
    "kratosUrl",
    "languageSwitch",
    "lastUsed",
    "brand",
    "groups",
    "offerPasskey",
    "passwordLength",
    "captcha",
];

static URL_DIFFERS: Rule = rule(
    "site-url-differs",
    Broken,
    Certain,
    "kratosUrl is {seen}, but Kratos calls itself {base}.",
    "Kratos' forms and redirects then lead to another host than the one whose cookies the page has.",
    &[cure(Target::Site, "\"kratosUrl\": \"{base}\"")],
);
static GROUP: Rule = rule(
    "site-group-unknown",
    Broken,
    Likely,
    "{seen} is no group of Kratos.",
    "Only groups that are named here are shown.",
    &[cure(Target::Site, "\"groups\": [\"default\", \"code\", \"passkey\"]")],
);
static GROUP_OFF: Rule = rule(
    "site-group-off",
    Warning,
    Likely,
    "The site is to show {seen}, but Kratos does not offer it.",
    "The form then lacks it.",
    &[cure(Target::Kratos, "selfservice:\n  methods:\n    {seen}:\n      enabled: true")],
);
static LENGTH: Rule = rule(
    "site-password-length",
    Warning,
    Certain,
    "passwordLength is {seen}, but Kratos asks for {due} characters.",
    "The hint below the field is wrong.",
    &[cure(Target::Site, "\"passwordLength\": {due}")],
);
static PROVIDER: Rule = rule(
    "site-provider-unknown",
    Note,
    Certain,
    "Kratos has no provider {seen}.",
    "Its label and logo are not used.",
    &[cure(Target::Site, "\"providers\": { \"{right}\": { … } }")],
);
static TOKEN: Rule = rule(
    "site-has-token",
    Danger,
    Certain,
    "config.json has a secret token of Ory.",
    "Everybody can read this file. The token gives all rights of its owner.",
    &[cure(Target::Command, "# withdraw the token, then remove it from config.json")],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] = &[&URL_DIFFERS, &GROUP, &GROUP_OFF, &LENGTH, &PROVIDER, &TOKEN];

/// The groups of Kratos' nodes.
const GROUPS: [&str; 13] = [
    "default",
    "password",
    "oidc",
    "profile",
    "link",
    "code",
    "totp",
    "lookup_secret",
    "webauthn",
    "passkey",
    "identifier_first",
    "captcha",
    "saml",
];

/// Checks the keys and values of `config.json`.
pub fn shape(setup: &Setup<'_>, out: &mut Out) {
    let Some(site) = setup.site else { return };
    let subject = Subject { source: site, program: "Propylon", schema: &SCHEMA, prefix: "" };
    keys::report(&subject, SCHEMA.issues(&site.node), out);
}

/// Checks `config.json` against Kratos' configuration, and that it has no secret.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    let Some(site) = setup.site else { return };
    tokens(&site.node, "", &mut |path, node| out.add(site.finding_at(&TOKEN, path, node)));
    let url = site.node.text_at("kratosUrl").and_then(Url::read);
    if let Some((url, base)) = url.zip(setup.base.as_ref())
        && url.origin() != base.origin()
    {
        let finding = site.finding(&URL_DIFFERS, "kratosUrl").value("seen", &url.origin());
        let edit = site
            .node
            .get("kratosUrl")
            .and_then(|node| Edit::replace(&site.file, node.start, node.end, &base.origin()));
        out.fix(
            finding.value("base", &base.origin()).seen("serve.public.base_url", &base.origin()),
            edit,
        );
    }
    groups(setup, site, out);
    if let Some(kratos) = setup.kratos {
        let due = kratos.node.at("selfservice.methods.password.config.min_password_length");
        let seen = site.node.get("passwordLength");
        if let Some((Value::Int(due), Value::Int(seen))) =
            due.map(|due| &due.value).zip(seen.map(|seen| &seen.value))
            && due != seen
            && *seen != 0
        {
            let finding = site.finding(&LENGTH, "passwordLength").value("seen", &seen.to_string());
            out.add(
                finding
                    .value("due", &due.to_string())
                    .seen("min_password_length", &due.to_string()),
            );
        }
        providers(kratos, site, out);
    }
}

fn groups(setup: &Setup<'_>, site: &super::source::Source, out: &mut Out) {
    for (index, item) in
        site.node.get("groups").map(Node::items).unwrap_or_default().iter().enumerate()
    {
        let Some(name) = item.text() else { continue };
        let path = format!("groups[{index}]");
        if !GROUPS.contains(&name) {
            let near = GROUPS.map(str::to_owned);
            let near = nearest(name, &near);
            let edit = near.and_then(|near| Edit::replace(&site.file, item.start, item.end, near));
            out.fix(site.finding_at(&GROUP, &path, item).value("seen", name), edit);
        } else if setup.kratos.is_some()
            && ["password", "code", "passkey", "oidc", "webauthn", "totp", "lookup_secret"]
                .contains(&name)
            && !setup.enabled(name)
        {
            out.add(site.finding_at(&GROUP_OFF, &path, item).value("seen", name));
        }
    }
}

fn providers(kratos: &super::source::Source, site: &super::source::Source, out: &mut Out) {
    let list = kratos.node.at("selfservice.methods.oidc.config.providers").map(Node::items);
    let Some(list) = list.filter(|list| !list.is_empty()) else { return };
    let ids: Vec<String> =
        list.iter().filter_map(|item| item.text_at("id")).map(str::to_owned).collect();
    for entry in site.node.get("providers").map(Node::entries).unwrap_or_default() {
        if !ids.contains(&entry.key) {
            let right =
                nearest(&entry.key, &ids).or(ids.first().map(String::as_str)).unwrap_or_default();
            let path = ["providers.", &entry.key].concat();
            let finding =
                site.finding(&PROVIDER, &path).value("seen", &entry.key).value("right", right);
            out.add(finding.seen("ids in Kratos", &ids.join(", ")));
        }
    }
}

/// Calls `seen` with each text that has a secret token.
fn tokens(node: &Node, path: &str, seen: &mut dyn FnMut(&str, &Node)) {
    if node
        .text()
        .is_some_and(|text| ["ory_pat_", "ory_st_"].iter().any(|token| text.contains(token)))
    {
        seen(path, node);
    }
    for entry in node.entries() {
        let path =
            if path.is_empty() { entry.key.clone() } else { [path, ".", &entry.key].concat() };
        tokens(&entry.node, &path, seen);
    }
    for item in node.items() {
        tokens(item, path, seen);
    }
}
