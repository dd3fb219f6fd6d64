//! The book of `docs`: its summary has all pages, `llms.txt` is made from it, and each question is answered.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// What an answer may have at most: it is an answer, not a page.
const MOST_LINES: usize = 10;
const QUESTIONS: usize = 33;

fn docs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

fn read(name: &str) -> String {
    fs::read_to_string(docs().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The chapters of the summary: title and path from `docs`, below the parts of the book.
fn chapters() -> Vec<(String, Vec<(String, String)>)> {
    let mut parts = vec![(String::new(), Vec::new())];
    for line in read("SUMMARY.md").lines().skip(1) {
        if let Some(part) = line.strip_prefix("# ") {
            parts.push((part.to_owned(), Vec::new()));
        } else if let Some((title, rest)) =
            line.split_once('[').and_then(|(_, rest)| rest.split_once("]("))
        {
            let path = rest.trim_end_matches(')');
            parts.last_mut().unwrap().1.push((title.to_owned(), path.to_owned()));
        }
    }
    parts
}

/// The first sentence of a page's first paragraph, without marks.
fn first_sentence(page: &str) -> String {
    let is_prose = |line: &&str| {
        line.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '*' | '[' | '`'))
            && !line.starts_with("```")
    };
    let line = page.lines().skip(1).find(is_prose).unwrap_or_default();
    let mut end = line.len();
    for (at, _) in line.match_indices(['.', ':']) {
        let rest = line.get(at + 1..).unwrap();
        if rest.is_empty() || rest.starts_with(' ') || rest.starts_with("**") {
            end = at;
            break;
        }
    }
    let sentence = line.get(..end).unwrap();
    let mut plain = String::new();
    let mut rest = sentence;
    // The words of links without their targets.
    while let Some((before, after)) = rest.split_once("](") {
        plain += before;
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    (plain + rest).replace(['*', '[', ']'], "")
}

fn llms() -> String {
    let mut text = String::from("# Propylon\n");
    for (part, chapters) in chapters() {
        if part.is_empty() {
            text += &format!("\n> {}.\n", first_sentence(&read(&chapters[0].1)));
            continue;
        }
        text += &format!("\n## {part}\n\n");
        for (title, path) in chapters {
            text += &format!("- [{title}]({path}): {}\n", first_sentence(&read(&path)));
        }
    }
    text
}

#[test]
fn every_page_is_in_the_summary() {
    let listed: Vec<String> =
        chapters().into_iter().flat_map(|(_, part)| part).map(|(_, path)| path).collect();
    for entry in fs::read_dir(docs()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_page = name.ends_with(".md") && name != "SUMMARY.md";
        assert!(!is_page || listed.contains(&name), "docs/SUMMARY.md has no {name}");
    }
}

/// `UPDATE=1 cargo test --test book` writes it.
#[test]
fn llms_txt_is_made_from_the_summary() {
    let text = llms();
    if env::var_os("UPDATE").is_some() {
        fs::write(docs().join("llms.txt"), &text).unwrap();
    }
    assert_eq!(read("llms.txt"), text, "docs/llms.txt is old: UPDATE=1 cargo test --test book");
}

/// The questions with their answers.
fn answers(page: &str) -> Vec<(&str, &str)> {
    let questions = page.split_once("\n## ").unwrap().0.split("\n### ").skip(1);
    questions.map(|part| part.split_once('\n').unwrap()).collect()
}

#[test]
fn each_question_has_a_short_answer() {
    let page = read("faq.md");
    let answers = answers(&page);
    assert_eq!(answers.len(), QUESTIONS);
    for (index, (question, answer)) in answers.into_iter().enumerate() {
        assert!(question.starts_with(&format!("{}. ", index + 1)), "{question}");
        assert!(question.ends_with('?'), "{question}");
        let lines = answer.lines().filter(|line| !line.is_empty()).count();
        assert!((1..=MOST_LINES).contains(&lines), "{question}: {lines} lines");
    }
}

#[test]
fn the_table_has_each_question_with_a_page_and_what_runs() {
    let page = read("faq.md");
    let table = page.split_once("\n## What runs\n").unwrap().1;
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(2);
    let rows: Vec<Vec<&str>> =
        rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect()).collect();
    assert_eq!(rows.len(), QUESTIONS);
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(row.len(), 3, "{row:?}");
        assert_eq!(row[0], (index + 1).to_string());
        let is_there = row[1] == "this page" || row[1].contains("](");
        assert!(is_there, "{row:?}");
        assert!(row[2].contains('`') || row[2].starts_with("nothing"), "{row:?}");
        let quoted = row[2].split('“').skip(1).filter_map(|rest| rest.split_once('”'));
        for (name, _) in quoted {
            let file = row[2].split('`').nth(1).unwrap();
            let test = fs::read_to_string(docs().join("..").join(file)).unwrap();
            assert!(test.contains(name), "{file} has no test “{name}”");
        }
    }
}
