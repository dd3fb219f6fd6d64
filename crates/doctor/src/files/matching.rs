//! What access rules match, and where they lead.

use super::{
    pattern::{Language, Pattern},
    rule::{cure, rule},
    setup::{Access, Out, Setup},
    url::Url,
};
use crate::{
    Rule,
    rule::{
        Certainty::{Certain, Likely},
        Severity::{Broken, Danger, Warning},
        Target,
    },
};

static OVERLAP: Rule = rule(
    "rules-overlap",
    Broken,
    Certain,
    "The rules {rule} and {other} both match {seen}.",
    "Oathkeeper answers 500 to requests that more than one rule matches; order means nothing.",
    &[cure(
        Target::Rule,
        "# leave one out of the other, for example https://example.com/<(?!api/).*>",
    )],
);
static AS_REGEXP: Rule = rule(
    "glob-read-as-regexp",
    Broken,
    Certain,
    "The pattern {seen} is a glob, but Oathkeeper reads regular expressions.",
    "matching_strategy is regexp unless it is set. Oathkeeper cannot read the pattern, and the rule never matches.",
    &[
        cure(Target::Oathkeeper, "access_rules:\n  matching_strategy: glob"),
        cure(Target::Rule, "url: {right}"),
    ],
);
static AS_GLOB: Rule = rule(
    "regexp-read-as-glob",
    Broken,
    Certain,
    "The pattern {seen} is a regular expression, but Oathkeeper reads globs.",
    "In a glob .* is a dot and then anything without dot and slash, so the rule does not match what it should.",
    &[
        cure(Target::Rule, "url: {right}"),
        cure(Target::Oathkeeper, "access_rules:\n  matching_strategy: regexp"),
    ],
);
static MALFORMED: Rule = rule(
    "pattern-brackets",
    Broken,
    Certain,
    "The brackets < and > of {seen} do not pair.",
    "Oathkeeper cannot read the pattern, and requests fail with 500.",
    &[cure(Target::Rule, "url: https://example.com/<.*>")],
);
static LOOP: Rule = rule(
    "gateway-loops",
    Broken,
    Likely,
    "The rule {rule} leads back to Oathkeeper itself, {seen}.",
    "Each request goes round until something gives up.",
    &[cure(Target::Rule, "upstream:\n  url: http://the-service-behind:8080")],
);
static STRIP: Rule = rule(
    "strip-path-not-in-url",
    Warning,
    Certain,
    "strip_path of the rule {rule} is {seen}, but what it matches does not begin with it.",
    "Nothing is taken off, so the service gets the whole path.",
    &[cure(Target::Rule, "upstream:\n  strip_path: {right}")],
);
static ADMIN: Rule = rule(
    "gateway-opens-admin",
    Danger,
    Certain,
    "The rule {rule} opens Kratos' admin API to {who}.",
    "It has no password of its own: whoever gets through can read, change and delete all accounts.",
    &[cure(
        Target::Rule,
        "authenticators:\n  - handler: oauth2_introspection\n    config:\n      required_scope: [kratos.admin]",
    )],
);
static KRATOS_BEHIND_SESSION: Rule = rule(
    "kratos-needs-session",
    Broken,
    Certain,
    "The rule {rule} asks for a session in front of Kratos' own flows.",
    "Who is not signed in cannot sign in: Kratos' public API must be open.",
    &[cure(
        Target::Rule,
        "authenticators:\n  - handler: noop\nauthorizer:\n  handler: allow\nmutators:\n  - handler: noop",
    )],
);
static BASE: Rule = rule(
    "kratos-url-has-no-rule",
    Broken,
    Likely,
    "No rule matches {seen}, where Kratos says that browsers find it.",
    "Rules lead to Kratos, but at other addresses. Kratos builds its forms and redirects from serve.public.base_url.",
    &[cure(
        Target::Rule,
        "match:\n  url: {right}/<(self-service|sessions|schemas|health|\\.well-known/ory).*>\n  methods: [GET, POST, PUT, PATCH, DELETE]",
    )],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] = &[
    &OVERLAP,
    &AS_REGEXP,
    &AS_GLOB,
    &MALFORMED,
    &LOOP,
    &STRIP,
    &ADMIN,
    &KRATOS_BEHIND_SESSION,
    &BASE,
];

/// The most rules that are compared with each other.
const MOST_RULES: usize = 200;

/// The language of the patterns, and whether it is known.
pub fn language(setup: &Setup<'_>) -> (Language, bool) {
    match setup.oathkeeper.map(|config| config.node.text_at("access_rules.matching_strategy")) {
        Some(Some("glob")) => (Language::Glob, true),
        Some(_) => (Language::Regexp, true),
        None => {
            let globs = |access: &Access<'_>| {
                access
                    .node
                    .text_at("match.url")
                    .is_some_and(|url| ["<*", "**", "<{"].iter().any(|part| url.contains(part)))
            };
            (if setup.rules.iter().any(globs) { Language::Glob } else { Language::Regexp }, false)
        }
    }
}

/// Checks all rules.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    let (language, known) = language(setup);
    let mut patterns = Vec::new();
    for access in &setup.rules {
        patterns.push(pattern(access, language, known, out));
        upstream(setup, access, out);
    }
    overlaps(setup, &patterns, out);
    base(setup, &patterns, out);
}

fn pattern(access: &Access<'_>, language: Language, known: bool, out: &mut Out) -> Option<Pattern> {
    let node = access.node.at("match.url")?;
    let text = node.text()?;
    let key = access.path("match.url");
    let found = |rule| access.source.finding_at(rule, &key, node).value("seen", text);
    let inner: Vec<&str> =
        text.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
    if text.matches('<').count() != text.matches('>').count() {
        // A look-behind has one bracket of its own.
        if !text.contains("(?<") && !text.contains("(?>") {
            out.add(found(&MALFORMED));
        }
        return None;
    }
    let glob = |part: &&str| part.starts_with('*') || part.contains("**") || part.starts_with('{');
    let regexp = |part: &&str| {
        part.contains(".*") || part.contains(".+") || part.contains("(?") || part.contains('|')
    };
    if known && language == Language::Regexp && inner.iter().any(glob) {
        let right = text.replace("<**>", "<.*>").replace("<*>", "<[^/]*>");
        if out.first(AS_REGEXP.code) {
            out.add(found(&AS_REGEXP).value("right", &right));
        }
        return None;
    }
    if known && language == Language::Glob && inner.iter().any(|part| regexp(part) && !glob(part)) {
        let right = text.replace("<.*>", "<**>").replace("<.+>", "<**>");
        if out.first(AS_GLOB.code) {
            out.add(found(&AS_GLOB).value("right", &right));
        }
        return None;
    }
    Pattern::read(text, language)
}

fn upstream(setup: &Setup<'_>, access: &Access<'_>, out: &mut Out) {
    let Some(node) = access.node.at("upstream.url") else { return };
    let Some(url) = node.text().and_then(Url::read) else { return };
    let key = access.path("upstream.url");
    let found = |rule| access.source.finding_at(rule, &key, node).value("rule", access.name());
    let text = access.node.text_at("match.url").unwrap_or_default();
    let matched = Url::read(text);
    let port = setup.oathkeeper.and_then(|config| config.node.at("serve.proxy.port"));
    let port = match port.map(|port| &port.value) {
        Some(super::tree::Value::Int(port)) => u16::try_from(*port).unwrap_or(4455),
        _ => 4455,
    };
    let own = url.port == Some(port) && (url.is_local() || url.host.contains("oathkeeper"));
    if own || matched.as_ref().is_some_and(|matched| matched.origin() == url.origin()) {
        out.add(found(&LOOP).value("seen", &url.origin()));
    }
    strip(access, matched.as_ref(), out);
    let admin = setup
        .kratos
        .and_then(|kratos| kratos.node.text_at("serve.admin.base_url"))
        .and_then(Url::read)
        .is_some_and(|admin| admin.origin() == url.origin());
    let authenticators: Vec<&str> = access
        .node
        .get("authenticators")
        .map(super::tree::Node::items)
        .unwrap_or_default()
        .iter()
        .filter_map(|item| item.text_at("handler"))
        .collect();
    let allows = access.node.text_at("authorizer.handler") == Some("allow");
    let open = authenticators.iter().any(|name| ["noop", "anonymous"].contains(name));
    let session = authenticators.contains(&"cookie_session");
    if (admin || url.port == Some(4434)) && allows && (open || session) {
        let who = if open { "everybody" } else { "everybody who is signed in" };
        out.add(found(&ADMIN).value("who", who));
    }
    let kratos = url.port == Some(4433)
        || url.host == "kratos-public"
        || url.host.starts_with("kratos-public.");
    let flows = Pattern::read(text, language(setup).0).is_some_and(|pattern| {
        let origin = matched.map(|url| url.origin()).unwrap_or_default();
        let strip =
            access.node.text_at("upstream.strip_path").unwrap_or_default().trim_end_matches('/');
        let strip = if strip.starts_with('/') { strip } else { "" };
        let url = [origin.as_str(), strip, "/self-service/login/browser"].concat();
        pattern.matches(&url) == Some(true)
    });
    if kratos && flows && session && !open {
        out.add(found(&KRATOS_BEHIND_SESSION));
    }
}

fn strip(access: &Access<'_>, matched: Option<&Url>, out: &mut Out) {
    let Some(node) = access.node.at("upstream.strip_path") else { return };
    let Some((strip, matched)) = node.text().zip(matched) else { return };
    let literal = matched.path.split('<').next().unwrap_or_default();
    let bare = strip.trim_matches('/');
    let begins = literal.trim_start_matches('/').starts_with(bare);
    if !bare.is_empty() && !begins && (!matched.path.contains('<') || literal.len() > 1) {
        let right = literal.trim_end_matches('/');
        let finding = access.source.finding_at(&STRIP, &access.path("upstream.strip_path"), node);
        let right = if right.is_empty() { "\"\"" } else { right };
        out.add(
            finding
                .value("rule", access.name())
                .value("seen", strip)
                .value("right", right)
                .seen("match.url", &matched.path),
        );
    }
}

fn overlaps(setup: &Setup<'_>, patterns: &[Option<Pattern>], out: &mut Out) {
    let rules: Vec<(&Access<'_>, &Pattern, Vec<String>, Vec<String>)> = setup
        .rules
        .iter()
        .zip(patterns)
        .filter_map(|(access, pattern)| pattern.as_ref().map(|pattern| (access, pattern)))
        .take(MOST_RULES)
        .map(|(access, pattern)| (access, pattern, pattern.samples(), access.methods()))
        .collect();
    for (index, (access, pattern, samples, methods)) in rules.iter().enumerate() {
        for (other, others, more, known) in rules.iter().skip(index + 1) {
            let Some(method) = methods.iter().find(|method| known.contains(method)) else {
                continue;
            };
            let meets = samples
                .iter()
                .find(|url| others.matches(url) == Some(true))
                .or_else(|| more.iter().find(|url| pattern.matches(url) == Some(true)));
            let Some(url) = meets else { continue };
            let Some(node) = other.node.at("match.url") else { continue };
            out.add(
                other
                    .source
                    .finding_at(&OVERLAP, &other.path("match.url"), node)
                    .value("rule", access.name())
                    .value("other", other.name())
                    .value("seen", &[method, " ", url].concat())
                    .seen(
                        &access.path("match.url"),
                        access.node.text_at("match.url").unwrap_or_default(),
                    ),
            );
        }
    }
}

fn base(setup: &Setup<'_>, patterns: &[Option<Pattern>], out: &mut Out) {
    let (Some(base), Some(kratos)) = (&setup.base, setup.kratos) else { return };
    let leads = |access: &&Access<'_>| {
        access
            .node
            .text_at("upstream.url")
            .and_then(Url::read)
            .is_some_and(|url| url.port == Some(4433))
    };
    let Some(access) = setup.rules.iter().find(leads) else { return };
    if patterns.iter().any(Option::is_none) {
        return;
    }
    let url =
        [&base.origin(), base.path.trim_end_matches('/'), "/self-service/login/browser"].concat();
    if patterns.iter().flatten().all(|pattern| pattern.matches(&url) == Some(false)) {
        let right = [&base.origin(), base.path.trim_end_matches('/')].concat();
        out.add(
            kratos
                .finding(&BASE, "serve.public.base_url")
                .value("seen", &url)
                .value("right", &right)
                .seen(
                    &access.path("match.url"),
                    access.node.text_at("match.url").unwrap_or_default(),
                ),
        );
    }
}
