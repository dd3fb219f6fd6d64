//! Finds the modules that a Rust file names, in `use` and in paths.
//!
//! A plain scanner without support for macros or inline modules; `src` has neither.

use std::collections::BTreeMap;

/// The names in a file.
#[derive(Default)]
pub struct Named {
    /// The paths in code and in private `use`.
    pub paths: Vec<Vec<String>>,
    /// The local names of each `use`, with their paths.
    pub bindings: BTreeMap<String, Vec<String>>,
    /// The same for `pub use`.
    pub exports: BTreeMap<String, Vec<String>>,
}

/// Scans a file. Code below `#[cfg(test)]` is left out.
pub fn named(source: &str) -> Named {
    let tokens = without_tests(tokens(source));
    let mut named = Named::default();
    let mut rest = tokens.as_slice();
    let mut is_public = false;
    while let Some((token, after)) = rest.split_first() {
        if token == "use" && after.first().is_some_and(|next| next != "<") {
            let mut found = Vec::new();
            rest = tree(after, &[], &mut found);
            for (name, path) in found {
                if is_public {
                    named.exports.insert(name.clone(), path.clone());
                } else {
                    named.paths.push(path.clone());
                }
                named.bindings.insert(name, path);
            }
            is_public = false;
            continue;
        }
        if is_word(token) {
            let (path, end) = path(rest);
            if path.len() > 1 {
                named.paths.push(path);
            }
            is_public = token == "pub" || is_public && matches!(&**token, "crate" | "super" | "in");
            rest = end;
            continue;
        }
        is_public = is_public && matches!(&**token, "(" | ")");
        rest = after;
    }
    named
}

fn is_word(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// The path at the start of `tokens`, and the rest.
fn path(tokens: &[String]) -> (Vec<String>, &[String]) {
    let mut path = vec![tokens[0].clone()];
    let mut rest = &tokens[1..];
    while rest.len() > 1 && rest[0] == "::" && is_word(&rest[1]) {
        path.push(rest[1].clone());
        rest = &rest[2..];
    }
    (path, rest)
}

/// Parses one tree of a `use` into names with paths; returns the rest.
fn tree<'a>(
    tokens: &'a [String],
    before: &[String],
    found: &mut Vec<(String, Vec<String>)>,
) -> &'a [String] {
    let mut full = before.to_vec();
    let mut rest = tokens;
    if is_word(&rest[0]) {
        let (own, end) = path(rest);
        full.extend(own);
        rest = end;
        if rest[0] == "::" {
            rest = &rest[1..];
        }
    }
    match &*rest[0] {
        "{" => {
            rest = &rest[1..];
            while rest[0] != "}" {
                rest = tree(rest, &full, found);
                if rest[0] == "," {
                    rest = &rest[1..];
                }
            }
            &rest[1..]
        }
        "*" => {
            found.push((format!("{}::*", full.join("::")), full));
            &rest[1..]
        }
        end => {
            let mut name = full.last().cloned().unwrap_or_default();
            // `use a::{self}` is `use a`.
            if name == "self" && full.len() > 1 {
                full.pop();
                name = full.last().cloned().unwrap_or_default();
            }
            if end == "as" {
                name = rest[1].clone();
                rest = &rest[2..];
            }
            found.push((name, full));
            rest
        }
    }
}

/// The tokens without each item below `#[cfg(test)]`.
fn without_tests(tokens: Vec<String>) -> Vec<String> {
    let mark = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at..].iter().take(mark.len()).eq(mark.iter()) {
            let mut depth = 0;
            loop {
                match tokens.get(at).map(String::as_str) {
                    Some("{") => depth += 1,
                    Some("}") => depth -= 1,
                    _ => {}
                }
                let is_end = tokens.get(at).is_none_or(|token| token == ";" || token == "}");
                at += 1;
                if depth == 0 && is_end {
                    break;
                }
            }
        } else {
            kept.push(tokens[at].clone());
            at += 1;
        }
    }
    kept
}

/// Splits into words, `::` and single characters, without comments and strings.
fn tokens(source: &str) -> Vec<String> {
    let text: Vec<char> = source.chars().collect();
    let is_part = |at: usize| text.get(at).is_some_and(|c| c.is_alphanumeric() || *c == '_');
    let starts =
        |at: usize, with: &str| with.chars().enumerate().all(|(i, c)| text.get(at + i) == Some(&c));
    let end_of = |from: usize, with: &str| {
        (from..text.len()).find(|at| starts(*at, with)).map_or(text.len(), |at| at + with.len())
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        if starts(at, "//") {
            at = end_of(at, "\n");
        } else if starts(at, "/*") {
            at = end_of(at, "*/");
        } else if text[at] == '"' {
            at += 1;
            while at < text.len() && text[at] != '"' {
                at += if text[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if text[at] == '\'' {
            // A character literal, or else a lifetime, whose name counts as a word.
            at = match (text.get(at + 1), text.get(at + 2)) {
                (Some('\\'), _) => end_of(at + 3, "'"),
                (_, Some('\'')) => at + 3,
                _ => at + 1,
            };
        } else if is_part(at) {
            let end = (at..text.len()).find(|at| !is_part(*at)).unwrap_or(text.len());
            let word: String = text[at..end].iter().collect();
            let hashes = text[end..].iter().take_while(|c| **c == '#').count();
            if matches!(&*word, "r" | "br") && text.get(end + hashes) == Some(&'"') {
                at = end_of(end + hashes + 1, &["\"", &"#".repeat(hashes)].concat());
            } else {
                found.push(word);
                at = end;
            }
        } else {
            let length = if starts(at, "::") { 2 } else { 1 };
            if !text[at].is_whitespace() {
                found.push(text[at..at + length].iter().collect());
            }
            at += length;
        }
    }
    found
}
