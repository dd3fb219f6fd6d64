//! Corrects files line by line, so that comments and order stay, and shows the difference.

use std::{borrow::Cow, collections::HashMap, fmt::Write as _};

use serde::Serialize;

use super::{
    read,
    source::Source,
    tree::{Mark, Node, Value},
};

/// Lines around a change in a diff.
const CONTEXT: usize = 3;

/// A change of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file's name.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What happens to it.
    pub change: Change,
}

/// What happens to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The characters between two columns become another text, in quotes if they were.
    Replace(usize, usize, String),
    /// The characters between two columns become another text, without quotes.
    Plain(usize, usize, String),
    /// The line goes.
    Remove,
}

/// A file with its safe corrections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Corrected {
    /// The file's name.
    pub name: String,
    /// The corrected text.
    pub text: String,
    /// The difference, as `diff -u` writes it.
    pub diff: String,
}

impl Edit {
    /// Puts a text in place of what stands between two places of one line.
    #[must_use]
    pub fn replace(file: &str, start: Mark, end: Mark, text: &str) -> Option<Self> {
        (start.line == end.line && start.column < end.column).then(|| Self {
            file: file.to_owned(),
            line: start.line,
            change: Change::Replace(start.column, end.column, text.to_owned()),
        })
    }

    /// The same without quotes: for what is no text.
    #[must_use]
    pub fn plain(self) -> Self {
        match self.change {
            Change::Replace(from, to, text) => {
                Self { change: Change::Plain(from, to, text), ..self }
            }
            _ => self,
        }
    }

    /// Takes an item out of a list that stands in one line, or in a line for each item.
    #[must_use]
    pub fn without(file: &str, list: &Node, index: usize) -> Option<Self> {
        let item = list.items().get(index)?;
        if !list.block && list.start.line == list.end.line {
            let others = list.items().iter().enumerate().filter(|(other, _)| *other != index);
            let others: Vec<_> = others.map(|(_, item)| item.text()).collect::<Option<_>>()?;
            let text = ["[", &others.join(", "), "]"].concat();
            return Self::replace(file, list.start, list.end, &text);
        }
        let alone = list.block
            && list.items().len() > 1
            && list.items().iter().filter(|other| other.start.line == item.start.line).count() == 1
            && item.start.line == item.end.line;
        alone.then(|| Self { file: file.to_owned(), line: item.start.line, change: Change::Remove })
    }
}

/// A configuration as it was meant: with its corrections, each value at the place where it stands.
#[must_use]
pub fn meant(source: &Source, edits: &[Edit]) -> Source {
    let mut source = source.clone();
    let texts: HashMap<(usize, usize), (&str, bool)> = edits
        .iter()
        .filter(|edit| edit.file == source.file)
        .filter_map(|edit| match &edit.change {
            Change::Replace(from, _, text) => Some(((edit.line, *from), (text.as_str(), true))),
            Change::Plain(from, _, text) => Some(((edit.line, *from), (text.as_str(), false))),
            Change::Remove => None,
        })
        .collect();
    if !texts.is_empty() {
        correct(&mut source.node, &texts);
    }
    source
}

fn correct(node: &mut Node, texts: &HashMap<(usize, usize), (&str, bool)>) {
    let text = |mark: Mark| texts.get(&(mark.line, mark.column)).copied();
    match &mut node.value {
        Value::Map(entries) => {
            for entry in entries {
                if let Some((key, _)) = text(entry.start) {
                    key.clone_into(&mut entry.key);
                }
                correct(&mut entry.node, texts);
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| correct(item, texts)),
        value => {
            if let Some((text, is_text)) = text(node.start) {
                let own = Cow::Borrowed(text);
                *value = if is_text { Value::Text(text.to_owned()) } else { read::resolved(own) };
            }
        }
    }
}

/// The corrected file, if an edit changes it.
#[must_use]
pub fn corrected(name: &str, text: &str, edits: &[Edit]) -> Option<Corrected> {
    let old: Vec<&str> = text.split_inclusive('\n').collect();
    let new: Vec<Option<String>> = old
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let own = edits.iter().filter(|edit| edit.file == name && edit.line == index + 1);
            changed(line, own.map(|edit| &edit.change).collect())
        })
        .collect();
    let same = old.iter().zip(&new).all(|(old, new)| new.as_deref() == Some(*old));
    (!same).then(|| Corrected {
        name: name.to_owned(),
        text: new.iter().flatten().map(String::as_str).collect(),
        diff: diff(name, &old, &new),
    })
}

/// The line after its changes; `None` if it goes.
fn changed(line: &str, mut changes: Vec<&Change>) -> Option<String> {
    let mut out = line.to_owned();
    let mut before = usize::MAX;
    changes.sort_by_key(|change| match change {
        Change::Replace(from, ..) | Change::Plain(from, ..) => usize::MAX - from,
        Change::Remove => 0,
    });
    for change in changes {
        let (Change::Replace(from, to, text) | Change::Plain(from, to, text)) = change else {
            return None;
        };
        let byte = |column: usize| {
            line.char_indices()
                .nth(column - 1)
                .map_or(line.trim_end_matches('\n').len(), |(at, _)| at)
        };
        let (start, end) = (byte(*from), byte(*to));
        // Two cures of one value: the first stays.
        if end > before || start > end {
            continue;
        }
        let quoted = matches!(change, Change::Replace(..))
            && line.get(start..end).is_some_and(|old| old.starts_with('"'));
        let text = if quoted { ["\"", text, "\""].concat() } else { text.clone() };
        out.replace_range(start..end, &text);
        before = start;
    }
    Some(out)
}

fn diff(name: &str, old: &[&str], new: &[Option<String>]) -> String {
    let changed: Vec<usize> = old
        .iter()
        .zip(new)
        .enumerate()
        .filter(|(_, (old, new))| new.as_deref() != Some(**old))
        .map(|(index, _)| index)
        .collect();
    let mut out = format!("--- {name}\n+++ {name}\n");
    let mut hunks: Vec<(usize, usize)> = Vec::new();
    for line in changed {
        let (start, end) = (line.saturating_sub(CONTEXT), (line + CONTEXT + 1).min(old.len()));
        match hunks.last_mut() {
            Some((_, last)) if start <= *last => *last = end,
            _ => hunks.push((start, end)),
        }
    }
    let mut gone = 0;
    for (start, end) in hunks {
        let lines = || old.iter().zip(new).skip(start).take(end - start);
        let kept = lines().filter(|(_, new)| new.is_some()).count();
        // Writing to a String cannot fail.
        let _ = writeln!(out, "@@ -{},{} +{},{kept} @@", start + 1, end - start, start + 1 - gone,);
        gone += end - start - kept;
        for (old, new) in lines() {
            match new {
                Some(new) if new == old => push(&mut out, ' ', old),
                Some(new) => {
                    push(&mut out, '-', old);
                    push(&mut out, '+', new);
                }
                None => push(&mut out, '-', old),
            }
        }
    }
    out
}

fn push(out: &mut String, sign: char, line: &str) {
    out.push(sign);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::read::read;

    #[test]
    fn a_file_is_corrected_with_its_comments() {
        let text = "a: 1 # one\nb:\n  - x\n  - y # why\nc: \"z\"\nd: [p, q]\n";
        let root = &read(text).unwrap()[0].root;
        let value = |key: &str| root.get(key).unwrap();
        let edits = [
            Edit::replace("f", value("a").start, value("a").end, "2").unwrap(),
            Edit::without("f", value("b"), 1).unwrap(),
            Edit::replace("f", value("c").start, value("c").end, "w").unwrap(),
            Edit::without("f", value("d"), 0).unwrap(),
        ];
        let corrected = corrected("f", text, &edits).unwrap();
        assert_eq!(corrected.text, "a: 2 # one\nb:\n  - x\nc: \"w\"\nd: [q]\n");
        assert_eq!(
            corrected.diff,
            "--- f\n+++ f\n@@ -1,6 +1,5 @@\n-a: 1 # one\n+a: 2 # one\n b:\n   - x\n-  - y # why\n-c: \"z\"\n+c: \"w\"\n-d: [p, q]\n+d: [q]\n"
        );
    }
}
