//! Reads JSON into trees. That a text is JSON is checked before; here only places are added.

use super::{
    read::{MOST_DEEP, MOST_NODES, Problem},
    tree::{Entry, Mark, Node, Value},
};

/// The tree of a text that is JSON.
///
/// # Errors
///
/// A [`Problem`] if it is nested too deep or has too many values.
pub fn read(text: &str) -> Result<Node, Problem> {
    Reader { rest: text, at: Mark { line: 1, column: 1 }, nodes: 0 }.value(0)
}

struct Reader<'a> {
    rest: &'a str,
    at: Mark,
    nodes: usize,
}

impl<'a> Reader<'a> {
    /// Takes this many bytes.
    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        for letter in taken.chars() {
            if letter == '\n' {
                self.at = Mark { line: self.at.line + 1, column: 1 };
            } else {
                self.at.column += 1;
            }
        }
        self.rest = rest;
        taken
    }

    fn skip_space(&mut self) {
        let rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.take(self.rest.len() - rest.len());
    }

    /// Takes a sign, after space, if it comes next.
    fn eat(&mut self, sign: char) -> bool {
        self.skip_space();
        let found = self.rest.starts_with(sign);
        if found {
            self.take(sign.len_utf8());
        }
        found
    }

    fn value(&mut self, depth: usize) -> Result<Node, Problem> {
        self.skip_space();
        let start = self.at;
        self.nodes += 1;
        let bound = if depth >= MOST_DEEP {
            Some("it is nested more than 64 levels deep")
        } else if self.nodes > MOST_NODES {
            Some("it has more than 100000 values")
        } else {
            None
        };
        if let Some(reason) = bound {
            return Err(Problem { at: start, reason: reason.to_owned() });
        }
        let value = match self.rest.chars().next() {
            Some('{') => self.map(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Value::Text(self.text()),
            _ => self.word(),
        };
        Ok(Node { value, start, end: self.at, block: false })
    }

    fn map(&mut self, depth: usize) -> Result<Value, Problem> {
        let mut entries = Vec::new();
        self.take(1);
        while !self.eat('}') && !self.rest.is_empty() {
            let start = self.at;
            let key = self.text();
            let end = self.at;
            self.eat(':');
            let node = self.value(depth + 1)?;
            entries.push(Entry { key, start, end, node });
            self.eat(',');
        }
        Ok(Value::Map(entries))
    }

    fn list(&mut self, depth: usize) -> Result<Value, Problem> {
        let mut items = Vec::new();
        self.take(1);
        while !self.eat(']') && !self.rest.is_empty() {
            items.push(self.value(depth + 1)?);
            self.eat(',');
        }
        Ok(Value::List(items))
    }

    /// Takes a text with its quotes.
    fn text(&mut self) -> String {
        let mut escaped = false;
        let end = self.rest.char_indices().skip(1).find(|(_, letter)| {
            let ends = *letter == '"' && !escaped;
            escaped = *letter == '\\' && !escaped;
            ends
        });
        let raw = self.take(end.map_or(self.rest.len(), |(at, _)| at + 1));
        serde_json::from_str(raw).unwrap_or_else(|_| raw.trim_matches('"').to_owned())
    }

    /// Takes a number, `true`, `false` or `null`.
    fn word(&mut self) -> Value {
        let ends = |letter: char| ",]}".contains(letter) || letter.is_ascii_whitespace();
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        match self.take(end.max(1)) {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            word => match (word.parse(), word.parse()) {
                (Ok(number), _) => Value::Int(number),
                (_, Ok(number)) => Value::Float(number),
                _ => Value::Null,
            },
        }
    }
}
