//! A file as a tree in which each key and value knows its place.

/// A place in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it starts.
    pub start: Mark,
    /// Where it ends; the column is that after its last character.
    pub end: Mark,
    /// Whether it has lines of its own: a text after `|`, or a list with dashes.
    pub block: bool,
}

/// A value of YAML or JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Another number.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A table, in the order of the file.
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key starts.
    pub start: Mark,
    /// Where the key ends; the column is that after its last character.
    pub end: Mark,
    /// Its value.
    pub node: Node,
}

impl Node {
    /// The entries of a table; none of anything else.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        if let Value::Map(entries) = &self.value { entries } else { &[] }
    }

    /// The items of a list; none of anything else.
    #[must_use]
    pub fn items(&self) -> &[Node] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    /// The text of a text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Value::Text(text) = &self.value { Some(text) } else { None }
    }

    /// Whether it is `true`.
    #[must_use]
    pub fn is_true(&self) -> bool {
        self.value == Value::Bool(true)
    }

    /// Whether it is `false`.
    #[must_use]
    pub fn is_false(&self) -> bool {
        self.value == Value::Bool(false)
    }

    /// The entry of this key.
    #[must_use]
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key == key)
    }

    /// The value of this key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        self.entry(key).map(|entry| &entry.node)
    }

    /// The value at a path of keys with dots.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |node, key| node.get(key))
    }

    /// The text at a path of keys with dots.
    #[must_use]
    pub fn text_at(&self, path: &str) -> Option<&str> {
        self.at(path).and_then(Self::text)
    }

    /// Whether `true` stands at a path of keys with dots.
    #[must_use]
    pub fn true_at(&self, path: &str) -> bool {
        self.at(path).is_some_and(Self::is_true)
    }

    /// The texts of a list at a path, each with its place.
    pub fn texts_at(&self, path: &str) -> impl Iterator<Item = (&str, &Self)> {
        self.at(path)
            .map(Self::items)
            .unwrap_or_default()
            .iter()
            .filter_map(|item| item.text().map(|text| (text, item)))
    }

    /// The value in short, as it would stand in one line of YAML.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut text = match &self.value {
            Value::Null => "null".to_owned(),
            Value::Bool(value) => value.to_string(),
            Value::Int(value) => value.to_string(),
            Value::Float(value) => value.to_string(),
            Value::Text(text) if text.is_empty() => "\"\"".to_owned(),
            Value::Text(text) => text.lines().next().unwrap_or_default().to_owned(),
            Value::List(items) => {
                let items: Vec<_> = items.iter().take(5).map(Self::shown).collect();
                ["[", &items.join(", "), "]"].concat()
            }
            Value::Map(entries) => {
                let keys: Vec<_> = entries.iter().take(5).map(|entry| entry.key.as_str()).collect();
                ["{", &keys.join(", "), "}"].concat()
            }
        };
        if let Some((at, _)) = text.char_indices().nth(100) {
            text.truncate(at);
            text.push('…');
        }
        text
    }

    /// The name of its type, in JSON Schema's words.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Int(_) => "integer",
            Value::Float(_) => "number",
            Value::Text(_) => "string",
            Value::List(_) => "array",
            Value::Map(_) => "object",
        }
    }
}
