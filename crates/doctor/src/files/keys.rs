//! Unknown and mistyped keys, wrong types and values, by the schemas of Kratos and Oathkeeper.

use std::sync::LazyLock;

use super::{
    fix::Edit,
    form,
    nearest::{elsewhere, nearest},
    rule::{cure, rule},
    schema::{Issue, Schema, Wrong},
    setup::{Out, Setup},
    source::{Source, is_secret},
};
use crate::{
    Finding, Rule,
    finding::Cure,
    rule::{Certainty, Severity, Target},
};

/// The schema of Kratos 1.3.1.
static KRATOS: LazyLock<Schema> =
    LazyLock::new(|| Schema::new(include_str!("schemas/kratos.json")));
/// The schema of a newer Kratos: 26.2.0.
static NEWER: LazyLock<Schema> =
    LazyLock::new(|| Schema::new(include_str!("schemas/kratos-newer.json")));
/// The schema of Oathkeeper 0.40.9.
pub static OATHKEEPER: LazyLock<Schema> =
    LazyLock::new(|| Schema::new(include_str!("schemas/oathkeeper.json")));

/// The name of a program that passes over keys that it does not know: Oathkeeper, in access rules.
pub const IGNORING: &str = "Oathkeeper in access rules";

/// The most findings of this kind in one file: more are a sign that the file is something else.
const MOST: usize = 60;

static UNKNOWN: Rule = rule(
    "key-unknown",
    Severity::Broken,
    Certainty::Certain,
    "{program} knows no key {key}.",
    "{program} checks its configuration at the start and refuses a key that it does not know.",
    &[],
);
static IGNORED: Rule = rule(
    "key-ignored",
    Severity::Broken,
    Certainty::Certain,
    "Oathkeeper passes over {key} without a word.",
    "A rule has no such key, so what it should do is not done.",
    &[],
);
static MISPLACED: Rule = rule(
    "key-misplaced",
    Severity::Broken,
    Certainty::Likely,
    "The key {key} belongs at {right}.",
    "{program} knows this key, but not at this place, and refuses it here.",
    &[],
);
static NEWER_KEY: Rule = rule(
    "key-newer",
    Severity::Note,
    Certainty::Certain,
    "Kratos 1.3.1 does not know {key}; newer versions do.",
    "Kratos 1.3.1 refuses to start with it. With Kratos 25.4 or newer it is right.",
    &[cure(Target::Command, "kratos version")],
);
static TYPE: Rule = rule(
    "value-type",
    Severity::Broken,
    Certainty::Certain,
    "{key} is of type {seen}, but must be {due}.",
    "{program} refuses a value of another type. In YAML, \"true\" with quotes, yes and on are texts.",
    &[],
);
static VALUE: Rule = rule(
    "value-not-allowed",
    Severity::Broken,
    Certainty::Certain,
    "The value of {key} is not one that {program} takes.",
    "Due is {due}.",
    &[],
);
static MISSING: Rule = rule(
    "key-missing",
    Severity::Broken,
    Certainty::Likely,
    "The key {key} is missing.",
    "{program} does not start without it, unless it comes from a variable of the environment or from another file.",
    &[],
);
static VERSION: Rule = rule(
    "version-unknown",
    Severity::Warning,
    Certainty::Likely,
    "There is no Kratos {version}.",
    "The key version says for which version the file was written. These checks know the keys of Kratos up to 26.2.",
    &[cure(Target::Kratos, "version: v1.3.0")],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] =
    &[&UNKNOWN, &IGNORED, &MISPLACED, &NEWER_KEY, &TYPE, &VALUE, &MISSING, &VERSION];

/// Checks the keys and values of Kratos' and Oathkeeper's configuration.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    if let Some(source) = setup.kratos {
        kratos(source, out);
    }
    if let Some(source) = setup.oathkeeper {
        let issues = OATHKEEPER.issues(&source.node);
        report(
            &Subject { source, program: "Oathkeeper", schema: &OATHKEEPER, prefix: "" },
            issues,
            out,
        );
    }
}

fn kratos(source: &Source, out: &mut Out) {
    let version = source.node.text_at("version").and_then(form::version);
    let newer = version.is_some_and(|version| version > (1, 3));
    if let Some((major, minor)) = version
        && (major > 27
            || (2..25).contains(&major)
            || (major == 1 && minor > 3)
            || (major == 0 && minor > 13))
    {
        let said = source.node.text_at("version").unwrap_or_default();
        out.add(source.finding(&VERSION, "version").value("version", said));
    }
    let schema: &'static Schema = if newer { &NEWER } else { &KRATOS };
    let mut issues = schema.issues(&source.node);
    // Databases are often given as a variable, because their passwords are secret.
    issues
        .retain(|issue| issue.wrong != Wrong::Missing("dsn".to_owned()) || !issue.path.is_empty());
    if !newer && !issues.is_empty() {
        let still = NEWER.issues(&source.node);
        let (old, new): (Vec<_>, Vec<_>) = issues
            .into_iter()
            .partition(|issue| still.iter().any(|other| other.path == issue.path));
        for issue in new {
            let seen = shown(&issue);
            out.add(
                Finding::new(&NEWER_KEY)
                    .value("key", &issue.path)
                    .seen(&issue.path, &seen)
                    .at(source.place(issue.start, &issue.path)),
            );
        }
        issues = old;
    }
    report(&Subject { source, program: "Kratos", schema, prefix: "" }, issues, out);
}

/// What is checked, and by what.
pub struct Subject<'a> {
    /// The configuration.
    pub source: &'a Source,
    /// The program that reads it.
    pub program: &'a str,
    /// What the program takes.
    pub schema: &'a Schema,
    /// The path of the checked part, with a dot after it.
    pub prefix: &'a str,
}

/// Says what a schema does not allow.
pub fn report(subject: &Subject<'_>, issues: Vec<Issue>, out: &mut Out) {
    let paths = LazyLock::new(|| subject.schema.paths());
    // A mistyped key is missing under its right name, too.
    let mistyped: Vec<String> = issues
        .iter()
        .filter_map(|issue| match &issue.wrong {
            Wrong::UnknownKey(known) => {
                let parent = issue.path.strip_suffix(&issue.seen)?;
                nearest(&issue.seen, known).map(|near| [parent, near].concat())
            }
            _ => None,
        })
        .collect();
    let is_said = |issue: &Issue| match &issue.wrong {
        Wrong::Missing(key) => mistyped.contains(&missing(issue, key)),
        _ => false,
    };
    for issue in issues.into_iter().filter(|issue| !is_said(issue)).take(MOST) {
        let (finding, edit) = match &issue.wrong {
            Wrong::UnknownKey(known) => unknown(subject, &issue, known, &paths),
            wrong => (wrong_value(subject, &issue, wrong), correction(subject, &issue, wrong)),
        };
        out.fix(finding, edit);
    }
}

fn start(subject: &Subject<'_>, rule: &Rule, issue: &Issue) -> Finding {
    let path = [subject.prefix, &issue.path].concat();
    let path = if path.is_empty() { "the file".to_owned() } else { path };
    Finding::new(rule)
        .value("program", subject.program)
        .value("key", &path)
        .seen(&path, &shown(issue))
        .at(subject.source.place(issue.start, &[subject.prefix, &issue.path].concat()))
}

fn shown(issue: &Issue) -> String {
    let key = matches!(issue.wrong, Wrong::UnknownKey(_));
    if !key && is_secret(&issue.path) { "…".to_owned() } else { issue.seen.clone() }
}

fn unknown(
    subject: &Subject<'_>,
    issue: &Issue,
    known: &[String],
    paths: &[String],
) -> (Finding, Option<Edit>) {
    let file = &subject.source.file;
    let target = target(subject.program);
    let rule = if subject.program == IGNORING { &IGNORED } else { &UNKNOWN };
    // An exact key at another place is surer than a similar one here.
    let others = elsewhere(&issue.path, &issue.seen, paths);
    let parent = issue.path.strip_suffix(&issue.seen).unwrap_or_default();
    if let Some(near) = nearest(&issue.seen, known)
        && !(others.len() == 1 && !near.eq_ignore_ascii_case(&issue.seen) && issue.seen.len() < 6)
    {
        let mut finding = start(subject, rule, issue);
        finding.cures.push(Cure { target, text: yaml(&[parent, near].concat()) });
        return (finding, Edit::replace(file, issue.start, issue.end, near));
    }
    let right = others
        .iter()
        .find(|other| other.contains(".public."))
        .or(others.first())
        .filter(|_| others.len() <= 4);
    if let Some(right) = right {
        let mut finding = start(subject, &MISPLACED, issue).value("right", right);
        finding.cures.push(Cure { target, text: yaml(right) });
        return (finding, None);
    }
    let mut finding = start(subject, rule, issue);
    if !known.is_empty() {
        let place = parent.trim_end_matches('.');
        let place =
            if place.is_empty() { "at the top".to_owned() } else { format!("below {place}") };
        let text = format!("# Keys {place}: {}", known.join(", "));
        finding.cures.push(Cure { target, text });
    }
    (finding, None)
}

fn wrong_value(subject: &Subject<'_>, issue: &Issue, wrong: &Wrong) -> Finding {
    let target = target(subject.program);
    match wrong {
        Wrong::Type(due) => {
            let mut finding =
                start(subject, &TYPE, issue).value("seen", issue.kind).value("due", due);
            if due == "boolean" {
                let value = if yes(&issue.seen) { "true" } else { "false" };
                finding
                    .cures
                    .push(Cure { target, text: format!("{}: {value}", last(&issue.path)) });
            } else if due == "array" {
                let text = format!("{}: [{}]", last(&issue.path), shown(issue));
                finding.cures.push(Cure { target, text });
            }
            finding
        }
        Wrong::NotOneOf(values) => {
            let due = ["one of ", &values.join(", ")].concat();
            let due = if values.len() == 1 { values.concat() } else { due };
            let mut finding = start(subject, &VALUE, issue).value("due", &due);
            if let Some(near) = nearest(&issue.seen, values).or(values.first().map(String::as_str))
            {
                finding.cures.push(Cure { target, text: format!("{}: {near}", last(&issue.path)) });
            }
            finding
        }
        Wrong::Form(due) => start(subject, &VALUE, issue).value("due", due),
        Wrong::Missing(key) => {
            let path = missing(issue, key);
            let whole = [subject.prefix, &path].concat();
            let mut finding = Finding::new(&MISSING)
                .value("program", subject.program)
                .value("key", &whole)
                .seen(&whole, "not set")
                .at(subject.source.place(issue.start, &whole));
            finding.cures.push(Cure { target, text: yaml(&path) });
            finding
        }
        Wrong::UnknownKey(_) => start(subject, &UNKNOWN, issue),
    }
}

/// The path of a missing key.
fn missing(issue: &Issue, key: &str) -> String {
    if issue.path.is_empty() { key.to_owned() } else { [&issue.path, ".", key].concat() }
}

/// The safe correction of a value: `yes` for a boolean, a mistyped word of a list of words.
fn correction(subject: &Subject<'_>, issue: &Issue, wrong: &Wrong) -> Option<Edit> {
    let replaced = |text: &str| Edit::replace(&subject.source.file, issue.start, issue.end, text);
    match wrong {
        Wrong::Type(due) if due == "boolean" && (yes(&issue.seen) || no(&issue.seen)) => {
            replaced(if yes(&issue.seen) { "true" } else { "false" }).map(Edit::plain)
        }
        Wrong::NotOneOf(values) => nearest(&issue.seen, values).and_then(replaced),
        _ => None,
    }
}

fn yes(seen: &str) -> bool {
    ["true", "yes", "on", "1", "enabled"].iter().any(|word| seen.eq_ignore_ascii_case(word))
}

fn no(seen: &str) -> bool {
    ["false", "no", "off", "0", "disabled"].iter().any(|word| seen.eq_ignore_ascii_case(word))
}

fn target(program: &str) -> Target {
    match program {
        "Kratos" => Target::Kratos,
        "Oathkeeper" => Target::Oathkeeper,
        "Propylon" => Target::Site,
        IGNORING => Target::Rule,
        _ => Target::Schema,
    }
}

fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// A path of keys as lines of YAML.
fn yaml(path: &str) -> String {
    let lines = path.split('.').enumerate();
    let lines = lines.map(|(depth, key)| {
        let list = key.ends_with(']');
        let key = key.split('[').next().unwrap_or(key);
        format!("{}{key}:{}", "  ".repeat(depth), if list { " # in this item" } else { "" })
    });
    lines.collect::<Vec<_>>().join("\n")
}
