//! Checks configurations without a network: of Kratos, its identity schemas, Oathkeeper and its rules,
//! the site, and Kubernetes' Ingresses, each alone and all against each other.
//!
//! | module | content |
//! | --- | --- |
//! | [`tree`], [`read`], [`json`] | YAML and JSON with the place of each key and value, bounded |
//! | [`source`] | what a file is, and the configurations in it |
//! | [`setup`] | all configurations together, and what the checks ask of them |
//! | [`schema`], [`keys`], [`nearest`] | unknown and mistyped keys, by the programs' own schemas |
//! | [`urls`], [`cookies`], [`cors`], [`passkeys`], [`methods`], [`hooks`], [`leftovers`] | Kratos |
//! | [`traits`] | the identity schema |
//! | [`handlers`], [`matching`], [`pattern`] | Oathkeeper and its rules |
//! | [`site`], [`ingress`] | `config.json`, Kubernetes |
//! | [`calls`] | what no file shows |
//! | [`fix`] | corrected files, and the difference |

pub mod calls;
pub mod cookies;
pub mod cors;
pub mod fix;
pub mod form;
pub mod handlers;
pub mod hooks;
pub mod ingress;
pub mod json;
pub mod keys;
pub mod leftovers;
pub mod matching;
pub mod methods;
pub mod nearest;
pub mod passkeys;
pub mod pattern;
pub mod read;
mod rule;
pub mod schema;
pub mod setup;
pub mod site;
pub mod source;
pub mod traits;
pub mod tree;
pub mod url;
pub mod urls;

use std::collections::HashSet;

use crate::{
    Finding, Rule,
    finding::Place,
    rule::{
        Certainty::{Certain, Likely},
        Severity::{Broken, Note, Warning},
        Target,
    },
};
use read::Document;
use rule::{cure, rule};
use setup::{Checked, Input, InputFile, Out, Setup};
use source::{Kind, Source};
use tree::{Mark, Node};

static UNREADABLE: Rule = rule(
    "file-not-read",
    Broken,
    Certain,
    "{file} cannot be read: {reason}.",
    "The program that reads it stops here, too.",
    &[],
);
static DOCUMENTS: Rule = rule(
    "several-documents",
    Broken,
    Certain,
    "{file} has {count} documents, and only the first is read.",
    "What stands after the line --- is passed over without a word.",
    &[cure(Target::Command, "# one file for each: {file}")],
);
static TWICE: Rule = rule(
    "key-twice",
    Broken,
    Certain,
    "The key {key} stands twice in the same table.",
    "YAML forbids it: Kratos does not start, and other programs take the last one.",
    &[cure(Target::Command, "# join both, or remove one: lines {lines}")],
);
static UNKNOWN: Rule = rule(
    "file-unknown",
    Note,
    Likely,
    "{file} is none of the files that are checked.",
    "Checked are Kratos' configuration, identity schemas, Oathkeeper's configuration and rules, config.json of the site, and Ingresses.",
    &[],
);
static SECOND: Rule = rule(
    "file-kind-twice",
    Warning,
    Certain,
    "{file} is the second with {kind}, and is not checked.",
    "Only one set-up is checked at a time.",
    &[cure(Target::Command, "npx propylon check {file}")],
);

/// Every kind of finding of this module, by topic.
pub const RULES: [(&str, &[&Rule]); 14] = [
    ("Files", &[&UNREADABLE, &DOCUMENTS, &TWICE, &UNKNOWN, &SECOND]),
    ("Keys and values in files", keys::RULES),
    ("Addresses in kratos.yml", urls::RULES),
    ("Cookies in kratos.yml", cookies::RULES),
    ("CORS in kratos.yml", cors::RULES),
    ("Passkeys in kratos.yml", passkeys::RULES),
    ("Methods in kratos.yml", methods::RULES),
    ("Hooks in kratos.yml", hooks::RULES),
    ("Left over in kratos.yml", leftovers::RULES),
    ("The identity schema", traits::RULES),
    ("Oathkeeper's handlers", handlers::RULES),
    ("Oathkeeper's rules", matching::RULES),
    ("config.json of the site", site::RULES),
    ("Ingresses", ingress::RULES),
];

/// The most files that are read.
const MOST_FILES: usize = 100;
/// The most findings of one report.
const MOST_FINDINGS: usize = 500;

/// Checks files alone and against each other.
#[must_use]
pub fn check(input: &Input) -> Checked {
    let mut out = Out::default();
    let mut sources = Vec::new();
    let rest = input.files.len().saturating_sub(MOST_FILES);
    if rest > 0 {
        out.unseen(&format!("{rest} more files: {MOST_FILES} are checked at a time"), "");
    }
    for file in input.files.iter().take(MOST_FILES) {
        sources.extend(sources_of(file, &mut out));
    }
    for kind in [Kind::Kratos, Kind::Oathkeeper, Kind::Site] {
        for second in sources.iter().filter(|source| source.kind == kind).skip(1) {
            out.add(
                Finding::new(&SECOND)
                    .value("file", &second.file)
                    .value("kind", kind.name())
                    .seen(&second.file, kind.name())
                    .at(second.place(second.node.start, "")),
            );
        }
    }
    for source in &sources {
        out.fact(
            &[
                source.file.as_str(),
                if source.prefix.is_empty() { "" } else { " " },
                source.prefix.trim_end_matches(['.', ' ', ':']),
            ]
            .concat(),
            source.kind.name(),
        );
    }
    // What is mistyped is said first; the other checks take it for what was meant.
    let setup = Setup::new(&sources, &input.urls);
    for check in [keys::check, traits::check, site::shape] {
        check(&setup, &mut out);
    }
    let meant: Vec<Source> = sources.iter().map(|source| fix::meant(source, &out.edits)).collect();
    let setup = Setup::new(&meant, &input.urls);
    let checks: [fn(&Setup<'_>, &mut Out); 12] = [
        urls::check,
        cookies::check,
        cors::check,
        passkeys::check,
        methods::check,
        hooks::check,
        leftovers::check,
        handlers::check,
        matching::check,
        site::check,
        ingress::check,
        calls::check,
    ];
    for check in checks {
        check(&setup, &mut out);
    }
    let Out { mut report, edits, .. } = out;
    once(&mut report.findings);
    report.findings.truncate(MOST_FINDINGS);
    let corrected = input
        .files
        .iter()
        .filter_map(|file| fix::corrected(&file.name, &file.text, &edits))
        .collect();
    Checked { report: report.sorted(), corrected }
}

/// Of two findings about one value, keeps the one that knows more than the schema.
fn once(findings: &mut Vec<Finding>) {
    let general = |finding: &Finding| keys::RULES.iter().any(|rule| rule.code == finding.code);
    let special: Vec<Place> = findings
        .iter()
        .filter(|finding| !general(finding))
        .filter_map(|finding| finding.place.clone())
        .collect();
    findings.retain(|finding| {
        let Some(place) = finding.place.as_ref().filter(|_| general(finding)) else { return true };
        special.iter().all(|other| {
            other.file != place.file
                || !(within(&other.key, &place.key)
                    || (other.key.ends_with(']') && within(&place.key, &other.key)))
                || place.key.is_empty()
        })
    });
}

/// Whether a key is another, or below it.
fn within(key: &str, above: &str) -> bool {
    key.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// The answer to a request as JSON text, for pages and for Node: [`Input`] in, [`Checked`] out.
///
/// # Errors
///
/// A sentence, if the request is no [`Input`].
pub fn check_json(request: &str) -> Result<String, String> {
    let input: Input = serde_json::from_str(request).map_err(|error| error.to_string())?;
    serde_json::to_string(&check(&input)).map_err(|error| error.to_string())
}

fn sources_of(file: &InputFile, out: &mut Out) -> Vec<Source> {
    let place = |mark: Mark, key: &str| Place {
        file: file.name.clone(),
        line: mark.line,
        column: mark.column,
        key: key.to_owned(),
    };
    let documents = match read::read(&file.text) {
        Ok(documents) => documents,
        Err(problem) => {
            out.add(
                Finding::new(&UNREADABLE)
                    .value("file", &file.name)
                    .value("reason", &problem.reason)
                    .seen(
                        &format!("line {}, column {}", problem.at.line, problem.at.column),
                        &line(file, problem.at),
                    )
                    .at(place(problem.at, "")),
            );
            return Vec::new();
        }
    };
    let of = |document: &Document| source::sources(&file.name, &document.root);
    let mut found: Vec<Source> = documents.iter().take(1).flat_map(of).collect();
    // Kubernetes takes many documents in one file, and rules of its kind.
    let many = documents.iter().any(|document| document.root.get("apiVersion").is_some());
    if many {
        found.extend(documents.iter().skip(1).flat_map(of));
    } else if let Some(second) = documents.get(1) {
        out.add(
            Finding::new(&DOCUMENTS)
                .value("file", &file.name)
                .value("count", &documents.len().to_string())
                .seen(&format!("line {}", second.start.line), "---")
                .at(place(second.start, "")),
        );
    }
    for document in &documents {
        twice(file, &document.root, "", out);
    }
    for source in found.iter().filter(|source| source.kind == Kind::Unknown) {
        out.add(
            Finding::new(&UNKNOWN)
                .value("file", &file.name)
                .seen(&file.name, &source.node.shown())
                .at(place(source.node.start, "")),
        );
    }
    if documents.is_empty() {
        out.add(
            Finding::new(&UNKNOWN)
                .value("file", &file.name)
                .seen(&file.name, "empty")
                .at(place(Mark { line: 1, column: 1 }, "")),
        );
    }
    found
}

/// The line of a file, in short.
fn line(file: &InputFile, mark: Mark) -> String {
    let line = file.text.lines().nth(mark.line.saturating_sub(1)).unwrap_or_default();
    line.trim().chars().take(80).collect()
}

/// Says which keys stand twice in one table.
fn twice(file: &InputFile, node: &Node, path: &str, out: &mut Out) {
    let mut seen: HashSet<&str> = HashSet::new();
    for entry in node.entries() {
        let key =
            if path.is_empty() { entry.key.clone() } else { [path, ".", &entry.key].concat() };
        if !seen.insert(&entry.key) {
            let first = node.entry(&entry.key).map_or(0, |first| first.start.line);
            out.add(
                Finding::new(&TWICE)
                    .value("key", &key)
                    .value("lines", &format!("{first} and {}", entry.start.line))
                    .seen(&format!("line {first}"), &entry.key)
                    .at(Place {
                        file: file.name.clone(),
                        line: entry.start.line,
                        column: entry.start.column,
                        key: key.clone(),
                    }),
            );
        }
        twice(file, &entry.node, &key, out);
    }
    for (index, item) in node.items().iter().enumerate() {
        twice(file, item, &format!("{path}[{index}]"), out);
    }
}
