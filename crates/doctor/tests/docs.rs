//! `docs/doctor.md` is made from the rules. `UPDATE=1 cargo test -p propylon-doctor` writes it.

#![allow(clippy::unwrap_used, missing_docs)]

use std::{env, fs, path::Path};

use propylon_doctor::{
    Rule, files, online,
    rule::{Certainty, Severity, Target},
};

const HEAD: &str = include_str!("docs/head.md");

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Danger => "dangerous",
        Severity::Broken => "broken",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Certain => "certain",
        Certainty::Likely => "likely",
        Certainty::Hint => "one of several causes",
    }
}

/// What a cure is for, and the language of its text.
fn target(target: Target) -> (&'static str, &'static str) {
    match target {
        Target::Kratos => ("Kratos' configuration", "yaml"),
        Target::Schema => ("the identity schema", "json"),
        Target::Oathkeeper => ("Oathkeeper's configuration", "yaml"),
        Target::Rule => ("an access rule of Oathkeeper", "yaml"),
        Target::Gateway => ("the gateway or web server", ""),
        Target::Page => ("the page", "html"),
        Target::Site => ("`config.json` of the site", "json"),
        Target::Command => ("a terminal", "sh"),
        Target::Link => ("the browser", ""),
    }
}

fn rule(rule: &Rule) -> String {
    let mut text = format!(
        "### {}\n\n{}, {}. {}\n\n{}\n",
        rule.code,
        severity(rule.severity),
        certainty(rule.certainty),
        rule.title,
        rule.why
    );
    for cure in rule.cures {
        let (place, language) = target(cure.target);
        text += &format!("\nIn {place}:\n\n```{language}\n{}\n```\n", cure.text);
    }
    text
}

fn page() -> String {
    let mut text = HEAD.to_owned();
    for (topic, rules) in online::RULES.into_iter().chain(files::RULES) {
        text += &format!("\n## {topic}\n");
        for one in rules {
            text += &format!("\n{}", rule(one));
        }
    }
    text
}

#[test]
fn the_page_is_made_from_the_rules() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/doctor.md");
    let page = page();
    if env::var_os("UPDATE").is_some() {
        fs::write(&file, &page).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == page, "docs/doctor.md is old: UPDATE=1 cargo test -p propylon-doctor");
}
