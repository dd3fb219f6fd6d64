//! Checks the module dependencies: a module uses only modules of lower layers, and no cycle has more
//! than two files.
//!
//! A room is a top-level module. `docs/architecture.md` describes each.

#![allow(missing_docs)]
// clippy.toml's exceptions for tests don't cover shared functions.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::{collections::BTreeSet, fs, path::Path};

use rooms::graph::Graph;

mod rooms {
    pub mod graph;
    pub mod paths;
}

/// The layers from bottom to top. A module may use the modules of lower layers.
const ORDER: [&[&str]; 11] = [
    &["allocator", "text_search", "decimal"],
    &["json", "url"],
    &["kratos"],
    &["webauthn", "session", "i18n"],
    &["diagnose"],
    &["flow"],
    &["view"],
    &["browser", "to_js", "replay"],
    &["driver"],
    &["components"],
    &["site", "js", "element"],
];

/// The files of the crate: path below `src` and text.
fn files() -> Vec<(String, String)> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
                found.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    // `lib.rs` declares every module, `main.rs` uses only the crate.
    found.retain(|(name, _)| name != "lib.rs" && name != "main.rs");
    found
}

fn room(module: &str) -> &str {
    module.split("::").next().unwrap_or_default()
}

/// The layer of a module; `None` if it isn't in the table.
fn height(module: &str) -> Option<usize> {
    ORDER.iter().position(|rooms| rooms.contains(&room(module)))
}

/// The violations in a graph.
fn faults(graph: &Graph) -> Vec<String> {
    let mut faults = Vec::new();
    for (by, used) in graph.uses() {
        match (height(by), height(used)) {
            (Some(own), Some(other)) if other > own || other == own && room(by) != room(used) => {
                faults.push(format!("{by} uses {used}, which is not below it"));
            }
            (None, _) => faults.push(format!("{} has no place in ORDER", room(by))),
            _ => {}
        }
    }
    faults.extend(graph.circles().iter().map(|circle| circle_text(graph, circle)));
    faults
}

fn circle_text(graph: &Graph, circle: &BTreeSet<&str>) -> String {
    let mut text = format!("{} files lead to each other:", circle.len());
    for (by, used) in graph.uses() {
        if circle.contains(by) && circle.contains(used) {
            text.push_str(&format!("\n  {by} uses {used}"));
        }
    }
    text
}

#[test]
fn files_use_only_what_is_below_them() {
    let files = files();
    assert!(files.len() > 100, "the files were not found");
    let faults = faults(&Graph::of_files(&files));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_room_has_one_place_in_the_order() {
    let all: Vec<&str> = ORDER.concat();
    for room in &all {
        assert_eq!(all.iter().filter(|other| *other == room).count(), 1, "{room}");
    }
    let rooms: BTreeSet<String> = files()
        .iter()
        .map(|(name, _)| name.split(['/', '.']).next().unwrap_or_default().to_owned())
        .collect();
    let known: BTreeSet<String> = all.iter().map(|room| (*room).to_owned()).collect();
    assert_eq!(rooms, known);
}

/// The violations in files with this content.
fn faults_of(files: &[(&str, &str)]) -> Vec<String> {
    let mut all = vec![("view.rs", ""), ("components.rs", "")];
    all.retain(|(name, _)| files.iter().all(|(other, _)| other != name));
    all.extend(files);
    let all: Vec<_> = all.iter().map(|(name, text)| ((*name).into(), (*text).into())).collect();
    faults(&Graph::of_files(&all))
}

#[test]
fn a_circle_of_three_is_found_and_one_of_two_is_allowed() {
    let two = [("view/a.rs", "use super::b::B;"), ("view/b.rs", "use super::a::A;")];
    assert_eq!(faults_of(&two), Vec::<String>::new());
    let three = [
        ("view/a.rs", "use super::{b::{self, B}, c as other};"),
        ("view/b.rs", "fn f() { crate::view::c::g(); }"),
        ("view/c.rs", "use crate::{url::judge, view::a::{A, B as C}};"),
    ];
    let faults = faults_of(&three);
    assert_eq!(faults.len(), 1);
    assert!(faults[0].contains("3 files") && faults[0].contains("view::b uses view::c"));
}

#[test]
fn two_modules_of_a_layer_are_independent() {
    let files = [("session.rs", "use crate::i18n::find;"), ("i18n.rs", "")];
    assert_eq!(faults_of(&files), ["session uses i18n, which is not below it"]);
}

#[test]
fn a_use_of_a_room_above_is_found_wherever_it_stands() {
    for text in [
        "use crate::components::field::draw;",
        "use crate::{json, components::field::{self}};",
        "pub use crate::components::field::draw as drawn;",
        "fn f(what: crate::components::field::What) {}",
        "use super::super::components::field;",
        "fn f() { use crate::components as c; c::field::draw(); }",
    ] {
        let faults = faults_of(&[("view/a.rs", text), ("components/field.rs", "")]);
        assert!(
            faults.iter().any(|fault| fault.contains("view::a uses components::field")),
            "{text}"
        );
    }
}

#[test]
fn a_re_export_leads_to_the_file_that_has_the_name() {
    let files = [
        ("view.rs", "mod a; mod b; mod c; pub use a::A; pub(crate) use b::B;"),
        ("view/a.rs", "use super::B;"),
        ("view/b.rs", "use super::c::C;"),
        ("view/c.rs", "use crate::url::judge;"),
        ("url.rs", ""),
        ("kratos.rs", "fn f() { crate::view::A::new(); }"),
    ];
    assert_eq!(faults_of(&files), ["kratos uses view::a, which is not below it"]);
}

#[test]
fn tests_comments_and_texts_do_not_count() {
    let quiet = "//! See [`crate::components::field`].
        /* use crate::components::field; */
        const A: &str = \"use crate::components::field; \\\" crate::components::field\";
        const B: &str = r#\"\" crate::components::field\"#;
        const C: char = '\"'; fn f<'a>(a: &'a str) {}
        #[cfg(test)] use crate::components::field;
        #[cfg(test)] mod tests { use super::*; fn f() { crate::components::field::draw(); } }";
    let files = [("view/a.rs", quiet), ("components/field.rs", "")];
    assert_eq!(faults_of(&files), Vec::<String>::new());
    let loud = [quiet, " use crate::components::field;"].concat();
    assert_eq!(faults_of(&[("view/a.rs", &loud), ("components/field.rs", "")]).len(), 1);
}
