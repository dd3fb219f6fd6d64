//! Reads YAML and JSON into trees. Everything is bounded: size, depth, and what aliases add.

use std::{borrow::Cow, collections::HashMap};

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Span, StrInput};

use super::{
    json,
    tree::{Entry, Mark, Node, Value},
};

/// The longest text that is read.
pub const MOST_BYTES: usize = 1 << 20;
/// The deepest nesting that is read.
pub const MOST_DEEP: usize = 64;
/// The most values in one file, those that aliases repeat included.
pub const MOST_NODES: usize = 100_000;

/// One document of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// Its content.
    pub root: Node,
    /// Where it starts: the first value or `---`.
    pub start: Mark,
}

/// Why a text cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where reading stopped.
    pub at: Mark,
    /// Why, as the second half of a sentence.
    pub reason: String,
}

/// The documents of a YAML or JSON text, or why it cannot be read.
///
/// # Errors
///
/// A [`Problem`] if it is no YAML or no JSON, or is beyond the bounds.
pub fn read(text: &str) -> Result<Vec<Document>, Problem> {
    if text.len() > MOST_BYTES {
        let reason = format!(
            "it has {} kB; a configuration has less than {} kB",
            text.len() / 1000,
            MOST_BYTES / 1000
        );
        return Err(Problem { at: Mark { line: 1, column: 1 }, reason });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // JSON with a comma too many is YAML, but no JSON.
    let is_json = text.trim_start().starts_with(['{', '[']);
    if is_json {
        return match serde_json::from_str::<serde::de::IgnoredAny>(text) {
            Err(error) => Err(not_json(text, &error)),
            Ok(_) => {
                let root = json::read(text)?;
                let start = root.start;
                Ok(vec![Document { root, start }])
            }
        };
    }
    Builder::default().read(text).map_err(|error| explained(text, error))
}

fn not_json(text: &str, error: &serde_json::Error) -> Problem {
    let at = Mark { line: error.line().max(1), column: error.column().max(1) };
    let reason = if text.contains("{{") {
        "it is a template; render it first, for example with `helm template`".to_owned()
    } else {
        let said = error.to_string();
        let said = said.rsplit_once(" at line ").map_or(said.as_str(), |(said, _)| said);
        let line = text.lines().nth(at.line - 1).unwrap_or_default();
        let closes = line.chars().nth(at.column - 1).is_some_and(|letter| "}]".contains(letter));
        let said = if closes && said == "key must be a string" { "trailing comma" } else { said };
        format!("it is no JSON: {said}")
    };
    Problem { at, reason }
}

/// Says in plain words what most often is behind an error of the parser.
fn explained(text: &str, problem: Problem) -> Problem {
    let line = |number: usize| text.lines().nth(number.saturating_sub(1)).unwrap_or_default();
    let indented_by_tab = |line: &str| {
        line.trim_start_matches(' ').starts_with('\t')
            || line.trim_start_matches("- ").starts_with('\t')
    };
    let tab = [problem.at.line, problem.at.line.saturating_sub(1)]
        .into_iter()
        .find(|number| *number > 0 && indented_by_tab(line(*number)));
    if let Some(number) = tab {
        let column = line(number).find('\t').unwrap_or_default() + 1;
        return Problem {
            at: Mark { line: number, column },
            reason: "a tab indents this line; YAML takes only spaces there".to_owned(),
        };
    }
    let template = [problem.at.line.saturating_sub(1), problem.at.line]
        .into_iter()
        .find(|number| *number > 0 && line(*number).contains("{{"));
    if let Some(number) = template {
        let column = line(number).chars().take_while(|letter| *letter != '{').count() + 1;
        return Problem {
            at: Mark { line: number, column },
            reason: "it is a template; render it first, for example with `helm template`"
                .to_owned(),
        };
    }
    problem
}

/// A list or table whose end has not come yet.
enum Open {
    List(Vec<Node>),
    Map(Vec<Entry>, Option<(String, Span)>),
}

struct Frame {
    open: Open,
    start: Marker,
    anchor: usize,
}

#[derive(Default)]
struct Builder {
    documents: Vec<Document>,
    stack: Vec<Frame>,
    root: Option<Node>,
    start: Mark,
    /// Anchored values, each with the number of values in it.
    anchors: HashMap<usize, (Node, usize)>,
    nodes: usize,
}

impl Builder {
    fn read(mut self, text: &str) -> Result<Vec<Document>, Problem> {
        let mut parser = Parser::new(StrInput::new(text));
        while let Some(event) = parser.next_event() {
            let (event, span) = event.map_err(|error| scan_error(&error))?;
            self.take(event, span)?;
        }
        Ok(self.documents)
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Problem> {
        match event {
            Event::DocumentStart(_) => {
                self.start = mark(span.start);
                self.root = None;
                self.anchors.clear();
            }
            Event::DocumentEnd => {
                if let Some(root) = self.root.take() {
                    self.documents.push(Document { root, start: self.start });
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let value = if plain { resolved(text) } else { Value::Text(text.into_owned()) };
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                let node = Node { value, start: mark(span.start), end: mark(span.end), block };
                self.put(node, span, anchor)?;
            }
            Event::SequenceStart(anchor, _) => self.open(Open::List(Vec::new()), span, anchor)?,
            Event::MappingStart(anchor, _) => {
                self.open(Open::Map(Vec::new(), None), span, anchor)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span)?,
            Event::Alias(anchor) => {
                let Some((node, size)) = self.anchors.get(&anchor).cloned() else {
                    return Err(problem(span.start, "an alias names an anchor that is not there"));
                };
                self.count(size, span)?;
                self.put(node, span, 0)?;
            }
            Event::Nothing | Event::StreamStart | Event::StreamEnd => {}
        }
        Ok(())
    }

    fn count(&mut self, more: usize, span: Span) -> Result<(), Problem> {
        self.nodes = self.nodes.saturating_add(more);
        if self.nodes > MOST_NODES {
            return Err(problem(span.start, "it has more than 100000 values with its aliases"));
        }
        Ok(())
    }

    fn open(&mut self, open: Open, span: Span, anchor: usize) -> Result<(), Problem> {
        if self.stack.len() >= MOST_DEEP {
            return Err(problem(span.start, "it is nested more than 64 levels deep"));
        }
        if let Some(Frame { open: Open::Map(_, None), .. }) = self.stack.last() {
            return Err(problem(span.start, "a list or a table stands where a key is due"));
        }
        self.stack.push(Frame { open, start: span.start, anchor });
        Ok(())
    }

    fn close(&mut self, span: Span) -> Result<(), Problem> {
        let Some(frame) = self.stack.pop() else { return Ok(()) };
        let value = match frame.open {
            Open::List(items) => Value::List(items),
            Open::Map(entries, _) => Value::Map(merged(entries)),
        };
        // The end of a list with dashes is no character.
        let block = span.start == span.end;
        let node = Node { value, start: mark(frame.start), end: mark(span.end), block };
        self.put(node, span, frame.anchor)
    }

    /// Puts a finished value into the list or table around it.
    fn put(&mut self, node: Node, span: Span, anchor: usize) -> Result<(), Problem> {
        self.count(1, span)?;
        if anchor > 0 {
            let size = size(&node);
            self.count(size, span)?;
            self.anchors.insert(anchor, (node.clone(), size));
        }
        match self.stack.last_mut().map(|frame| &mut frame.open) {
            None => self.root = Some(node),
            Some(Open::List(items)) => items.push(node),
            Some(Open::Map(entries, pending)) => match pending.take() {
                Some((key, place)) => entries.push(Entry {
                    key,
                    start: mark(place.start),
                    end: mark(place.end),
                    node,
                }),
                None => match node.value {
                    Value::List(_) | Value::Map(_) => {
                        return Err(problem(
                            span.start,
                            "a list or a table stands where a key is due",
                        ));
                    }
                    Value::Text(key) => *pending = Some((key, span)),
                    _ => *pending = Some((node.shown(), span)),
                },
            },
        }
        Ok(())
    }
}

fn size(node: &Node) -> usize {
    let inner: usize = match &node.value {
        Value::List(items) => items.iter().map(size).sum(),
        Value::Map(entries) => entries.iter().map(|entry| size(&entry.node)).sum(),
        _ => 0,
    };
    inner + 1
}

/// Applies merge keys: what `<<` names is there unless the table says otherwise.
fn merged(entries: Vec<Entry>) -> Vec<Entry> {
    if entries.iter().all(|entry| entry.key != "<<") {
        return entries;
    }
    let (merges, mut own): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(|entry| entry.key == "<<");
    for merge in merges {
        let tables = match merge.node.value {
            Value::List(items) => items,
            _ => vec![merge.node],
        };
        for table in tables {
            let Value::Map(entries) = table.value else { continue };
            for entry in entries {
                if own.iter().all(|other| other.key != entry.key) {
                    own.push(entry);
                }
            }
        }
    }
    own
}

/// The value of a plain scalar by YAML's core schema.
#[must_use]
pub fn resolved(text: Cow<'_, str>) -> Value {
    match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Bool(true),
        "false" | "False" | "FALSE" => return Value::Bool(false),
        _ => {}
    }
    let numeric =
        text.starts_with(|letter: char| letter.is_ascii_digit() || "+-.".contains(letter));
    if numeric {
        if let Ok(number) = text.parse() {
            return Value::Int(number);
        }
        let digits = text.bytes().any(|byte| byte.is_ascii_digit());
        let shape = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
        if digits
            && shape
            && let Ok(number) = text.parse()
        {
            return Value::Float(number);
        }
    }
    Value::Text(text.into_owned())
}

fn scan_error(error: &ScanError) -> Problem {
    problem(*error.marker(), &format!("it is no YAML: {}", error.info()))
}

fn problem(marker: Marker, reason: &str) -> Problem {
    Problem { at: mark(marker), reason: reason.to_owned() }
}

fn mark(marker: Marker) -> Mark {
    Mark { line: marker.line().max(1), column: marker.col() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failing(text: &str) -> (usize, usize, String) {
        let problem = read(text).unwrap_err();
        (problem.at.line, problem.at.column, problem.reason)
    }

    #[test]
    fn keys_and_values_know_their_places() {
        let documents = read("a:\n  b: [1, x]\n  c: \"true\"\n").unwrap();
        let root = &documents[0].root;
        let b = root.get("a").unwrap().entry("b").unwrap();
        assert_eq!((b.start.line, b.start.column), (2, 3));
        assert_eq!(b.node.items()[1].start, Mark { line: 2, column: 10 });
        assert_eq!(root.text_at("a.c"), Some("true"));
        assert_eq!(root.at("a.b").unwrap().items()[0].value, Value::Int(1));
    }

    #[test]
    fn json_is_read_with_places_even_where_tabs_indent_it() {
        let documents = read("{\n\t\"a\": {\n\t\t\"b\": \"\\ud83d\\ude00 \\/\"\n\t}\n}\n").unwrap();
        let entry = documents[0].root.get("a").unwrap().entry("b").unwrap();
        assert_eq!((entry.start.line, entry.start.column), (3, 3));
    }

    #[test]
    fn broken_files_are_explained_with_line_and_column() {
        assert_eq!(
            failing("a:\n\tb: 1\n"),
            (2, 1, "a tab indents this line; YAML takes only spaces there".to_owned())
        );
        let (line, column, reason) = failing("{\n  \"a\": 1,\n}\n");
        assert_eq!((line, column), (3, 1));
        assert!(reason.contains("trailing comma"), "{reason}");
        let (line, _, reason) = failing("a: {{ .Values.a }}\nb: 1\n");
        assert_eq!(line, 1);
        assert!(reason.contains("template"), "{reason}");
        assert_eq!(failing("a: *b\n").0, 1);
        assert!(failing("a: [1\nb: 2\n").0 >= 2);
    }

    #[test]
    fn bombs_depth_and_size_are_bounded() {
        let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for level in 1..12 {
            let item = format!("*a{}, ", level - 1).repeat(10);
            bomb.push_str(&format!("a{level}: &a{level} [{}]\n", item.trim_end_matches(", ")));
        }
        assert!(failing(&bomb).2.contains("aliases"));
        assert!(failing(&"- ".repeat(100_000)).2.contains("64 levels"));
        let deep = failing(&"[".repeat(100_000)).2;
        assert!(deep.contains("64 levels") || deep.contains("JSON"), "{deep}");
        assert!(failing(&format!("a: {}", "{b: ".repeat(1_000))).2.contains("64 levels"));
        assert!(failing(&"x".repeat(5_000_000)).2.contains("5000 kB"));
    }

    #[test]
    fn documents_aliases_and_merge_keys_are_read() {
        let documents = read("a: &x {b: 1}\nc: {<<: *x, d: 2}\n---\ne: 1\n---\nf: 1\n").unwrap();
        assert_eq!(documents.len(), 3);
        assert_eq!(documents[0].root.at("c.b").unwrap().value, Value::Int(1));
        assert_eq!(documents[1].start.line, 3);
    }
}
