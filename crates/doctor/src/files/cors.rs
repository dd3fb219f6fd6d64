//! CORS of Kratos' public API.

use super::{
    fix::Edit,
    form,
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
        Severity::{Broken, Note, Warning},
        Target,
    },
};

static OFF: Rule = rule(
    "cors-off",
    Warning,
    Hint,
    "The pages at {page} are another origin than Kratos, and CORS is off.",
    "Pages that call Kratos with fetch get no answer. Pages that a server renders need no CORS.",
    &[cure(
        Target::Kratos,
        "serve:\n  public:\n    cors:\n      enabled: true\n      allowed_origins: [{page}]\n      allow_credentials: true",
    )],
);
static ANY: Rule = rule(
    "cors-any-origin-listed",
    Broken,
    Likely,
    "CORS allows any origin, which browsers refuse together with cookies.",
    "Kratos up to 26.2 answers with a *, and browsers then keep answers to requests with cookies from the page.",
    &[cure(Target::Kratos, "serve:\n  public:\n    cors:\n      allowed_origins: [{page}]")],
);
static LACKS: Rule = rule(
    "cors-origin-missing",
    Broken,
    Likely,
    "CORS does not allow the pages at {page}.",
    "Each call of these pages fails with “Failed to fetch”.",
    &[cure(
        Target::Kratos,
        "serve:\n  public:\n    cors:\n      allowed_origins:\n        - {page}",
    )],
);
static FORM: Rule = rule(
    "cors-origin-form",
    Broken,
    Certain,
    "{seen} is no origin, so it never fits.",
    "An origin is scheme, host and port, without a slash or a path at the end. Browsers send it so, and Kratos compares it as text.",
    &[cure(Target::Kratos, "allowed_origins:\n  - {right}")],
);
static CREDENTIALS: Rule = rule(
    "cors-without-credentials",
    Broken,
    Certain,
    "allow_credentials is off, so no page of another origin can use cookies.",
    "All browser flows need the CSRF cookie.",
    &[cure(Target::Kratos, "allow_credentials: true")],
);
static METHODS: Rule = rule(
    "cors-method-missing",
    Broken,
    Certain,
    "allowed_methods lacks {method}.",
    "Flows are fetched with GET, submitted with POST, and sessions are ended with DELETE.",
    &[cure(Target::Kratos, "allowed_methods: [GET, POST, PUT, PATCH, DELETE]")],
);
static HEADERS: Rule = rule(
    "cors-header-missing",
    Note,
    Likely,
    "allowed_headers lacks Content-Type.",
    "Clients that send JSON need it. Propylon sends forms and does not.",
    &[cure(Target::Kratos, "allowed_headers: [Authorization, Content-Type, X-Session-Token]")],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] = &[&OFF, &ANY, &LACKS, &FORM, &CREDENTIALS, &METHODS, &HEADERS];

const KEY: &str = "serve.public.cors";

/// Checks `serve.public.cors`.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    let Some(kratos) = setup.kratos else { return };
    let Some(base) = &setup.base else { return };
    let foreign = setup.page_origins().into_iter().find(|origin| *origin != base.origin());
    let cors = kratos.node.at(KEY);
    let enabled = cors.is_some_and(|cors| cors.true_at("enabled"));
    let misplaced = out.report.findings.iter().any(|finding| {
        finding.place.as_ref().is_some_and(|place| place.key != KEY && place.key.ends_with("cors"))
    });
    if !enabled && misplaced {
        return;
    }
    if !enabled {
        let cross =
            foreign.as_ref().filter(|_| setup.public || setup.site.is_some() || cors.is_some());
        if let Some(page) = cross {
            let certainty = if cors.is_some() || setup.site.is_some() { Likely } else { Hint };
            out.add(
                kratos
                    .finding(&OFF, &[KEY, ".enabled"].concat())
                    .value("page", page)
                    .sure(certainty),
            );
        }
        return;
    }
    let shown = foreign.clone().unwrap_or_else(|| base.origin());
    origins(setup, kratos, foreign.as_deref(), &shown, out);
    if cors.and_then(|cors| cors.get("allow_credentials")).is_some_and(Node::is_false) {
        out.add(kratos.finding(&CREDENTIALS, &[KEY, ".allow_credentials"].concat()));
    }
    let key = [KEY, ".allowed_methods"].concat();
    if let Some(list) = kratos.node.at(&key) {
        let has = |name: &str| list.items().iter().any(|item| item.text() == Some(name));
        if let Some(method) = ["GET", "POST", "DELETE"].into_iter().find(|name| !has(name)) {
            out.add(kratos.finding(&METHODS, &key).value("method", method));
        }
    }
    let key = [KEY, ".allowed_headers"].concat();
    if let Some(list) = kratos.node.at(&key) {
        let has = |item: &Node| {
            item.text().is_some_and(|name| name == "*" || name.eq_ignore_ascii_case("content-type"))
        };
        if !list.items().iter().any(has) {
            out.add(kratos.finding(&HEADERS, &key));
        }
    }
}

fn origins(setup: &Setup<'_>, kratos: &Source, foreign: Option<&str>, shown: &str, out: &mut Out) {
    let key = [KEY, ".allowed_origins"].concat();
    let list = kratos.node.at(&key).map(Node::items).unwrap_or_default();
    let any = list.is_empty() || list.iter().any(|item| item.text() == Some("*"));
    if any {
        if setup.public || setup.site.is_some() {
            out.add(kratos.finding(&ANY, &key).value("page", shown));
        }
        return;
    }
    let mut malformed = false;
    for (index, item) in list.iter().enumerate() {
        let Some(text) = item.text() else { continue };
        if !form::is_origin(text) && Url::read(text).is_some() {
            malformed = true;
            let right = Url::read(text).map(|url| url.origin()).unwrap_or_default();
            let path = format!("{key}[{index}]");
            let finding =
                kratos.finding_at(&FORM, &path, item).value("seen", text).value("right", &right);
            out.fix(finding, Edit::replace(&kratos.file, item.start, item.end, &right));
        }
    }
    let Some(page) = foreign.filter(|_| !malformed) else { return };
    let fits = |item: &Node| {
        item.text().is_some_and(|text| match text.split_once('*') {
            Some((front, back)) => page.starts_with(front) && page.ends_with(back),
            None => text.eq_ignore_ascii_case(page),
        })
    };
    if !list.iter().any(fits) {
        out.add(kratos.finding(&LACKS, &key).value("page", page));
    }
}
