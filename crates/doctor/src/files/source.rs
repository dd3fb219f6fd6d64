//! What a file is, and the configurations in it.

use super::{
    read,
    tree::{Entry, Mark, Node, Value},
};
use crate::{Finding, Rule, finding::Place};

/// What a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Kratos' configuration.
    Kratos,
    /// An identity schema.
    Identity,
    /// Oathkeeper's configuration.
    Oathkeeper,
    /// Access rules of Oathkeeper.
    Rules,
    /// `config.json` of the site.
    Site,
    /// An Ingress of Kubernetes.
    Ingress,
    /// Known, and not checked: keys, other objects of Kubernetes.
    Other,
    /// Not known.
    Unknown,
}

impl Kind {
    /// Its name in sentences.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Kratos => "Kratos' configuration",
            Self::Identity => "identity schema",
            Self::Oathkeeper => "Oathkeeper's configuration",
            Self::Rules => "access rules",
            Self::Site => "config.json of the site",
            Self::Ingress => "Ingress",
            Self::Other => "not checked",
            Self::Unknown => "unknown",
        }
    }
}

/// A configuration: a file, or a part of one.
#[derive(Clone, Debug)]
pub struct Source {
    /// The file's name as given.
    pub file: String,
    /// What it is.
    pub kind: Kind,
    /// Its content.
    pub node: Node,
    /// The keys above it in the file, each with a dot after it.
    pub prefix: String,
}

impl Source {
    /// A place in it.
    #[must_use]
    pub fn place(&self, mark: Mark, key: &str) -> Place {
        Place {
            file: self.file.clone(),
            line: mark.line,
            column: mark.column,
            key: [self.prefix.as_str(), key].concat(),
        }
    }

    /// A finding about the value at a path; if it is not there, at the key that is nearest above it.
    #[must_use]
    pub fn finding(&self, rule: &Rule, path: &str) -> Finding {
        let mut node = &self.node;
        let mut mark = node.start;
        for key in path.split('.') {
            let Some(entry) = node.entry(key) else {
                return Finding::new(rule).seen(path, "not set").at(self.place(mark, path));
            };
            mark = entry.start;
            node = &entry.node;
        }
        let at = if node.value == Value::Null || node.start.line != mark.line {
            mark
        } else {
            node.start
        };
        Finding::new(rule).seen(path, &shown(path, node)).at(self.place(at, path))
    }

    /// A finding about a value.
    #[must_use]
    pub fn finding_at(&self, rule: &Rule, path: &str, node: &Node) -> Finding {
        Finding::new(rule).seen(path, &shown(path, node)).at(self.place(node.start, path))
    }
}

/// The value in short, unless it is a secret.
#[must_use]
pub fn shown(path: &str, node: &Node) -> String {
    if is_secret(path) { "…".to_owned() } else { node.shown() }
}

/// Whether values at this path are secrets.
#[must_use]
pub fn is_secret(path: &str) -> bool {
    path.starts_with("secrets.")
        || path == "secrets"
        || path == "dsn"
        || ["client_secret", "private_key", "password", "api_key", "auth.config.value"]
            .iter()
            .any(|name| path.ends_with(name))
}

/// The configurations in one document.
#[must_use]
pub fn sources(file: &str, node: &Node) -> Vec<Source> {
    let mut found = Vec::new();
    collect(file, node, "", &mut found);
    found
}

fn collect(file: &str, node: &Node, prefix: &str, found: &mut Vec<Source>) {
    let mut add = |kind, node: &Node, prefix: String| {
        found.push(Source { file: file.to_owned(), kind, node: node.clone(), prefix });
    };
    let object = node.text_at("kind").filter(|_| node.get("apiVersion").is_some());
    match object {
        Some("Ingress") => add(Kind::Ingress, node, prefix.to_owned()),
        Some("Rule")
            if node.text_at("apiVersion").is_some_and(|name| name.contains("oathkeeper")) =>
        {
            if let Some(spec) = node.get("spec") {
                add(Kind::Rules, spec, [prefix, "spec."].concat());
            }
        }
        Some("ConfigMap") => {
            let before = found.len();
            for entry in node.get("data").map(Node::entries).unwrap_or_default() {
                embedded(file, entry, found);
            }
            if found.len() == before {
                found.push(other(file, node));
            }
        }
        Some("List") => {
            for item in node.get("items").map(Node::items).unwrap_or_default() {
                collect(file, item, prefix, found);
            }
        }
        Some(_) => add(Kind::Other, node, prefix.to_owned()),
        None => {
            let kind = kind(file, node);
            if kind != Kind::Unknown {
                add(kind, node, prefix.to_owned());
                return;
            }
            // Values of the Helm charts: the configuration is below the program's name.
            let before = found.len();
            for (program, key) in [
                ("kratos", "config"),
                ("oathkeeper", "config"),
                ("oathkeeper", "accessRules"),
                ("kratos", "identitySchemas"),
            ] {
                let Some(entry) = node.get(program).and_then(|part| part.entry(key)) else {
                    continue;
                };
                match key {
                    "config" => collect(file, &entry.node, &[program, ".config."].concat(), found),
                    "accessRules" => embedded(file, entry, found),
                    _ => entry.node.entries().iter().for_each(|entry| embedded(file, entry, found)),
                }
            }
            if found.len() == before {
                found.push(Source { kind: Kind::Unknown, ..other(file, node) });
            }
        }
    }
}

fn other(file: &str, node: &Node) -> Source {
    Source { file: file.to_owned(), kind: Kind::Other, node: node.clone(), prefix: String::new() }
}

/// Reads a file that stands as a text in another, and moves its places to where it stands there.
fn embedded(file: &str, entry: &Entry, found: &mut Vec<Source>) {
    let Some(text) = entry.node.text().filter(|_| entry.node.block) else { return };
    let Ok(documents) = read::read(text) else { return };
    for document in documents {
        let mut root = document.root;
        shift(&mut root, entry.node.start.line - 1, entry.node.start.column - 1);
        for mut source in sources(&entry.key, &root) {
            if source.kind != Kind::Unknown {
                file.clone_into(&mut source.file);
                source.prefix = [&entry.key, ": ", &source.prefix].concat();
                found.push(source);
            }
        }
    }
}

fn shift(node: &mut Node, lines: usize, columns: usize) {
    let moved = |mark: &mut Mark| {
        mark.line += lines;
        mark.column += columns;
    };
    moved(&mut node.start);
    moved(&mut node.end);
    match &mut node.value {
        Value::List(items) => items.iter_mut().for_each(|item| shift(item, lines, columns)),
        Value::Map(entries) => {
            for entry in entries {
                moved(&mut entry.start);
                moved(&mut entry.end);
                shift(&mut entry.node, lines, columns);
            }
        }
        _ => {}
    }
}

fn kind(file: &str, node: &Node) -> Kind {
    let has = |keys: &[&str]| keys.iter().filter(|key| node.get(key).is_some()).count();
    let rule = |node: &Node| {
        let own = ["match", "authenticators", "upstream", "mutators", "authorizer"];
        node.get("match").is_some() || own.iter().filter(|key| node.get(key).is_some()).count() > 1
    };
    let named = |part: &str| file.rsplit('/').next().is_some_and(|name| name.contains(part));
    match &node.value {
        Value::List(items) => {
            if items.iter().any(rule) || (items.is_empty() && named("rule")) {
                Kind::Rules
            } else {
                Kind::Unknown
            }
        }
        Value::Map(_) => {
            let kratos = has(&[
                "selfservice",
                "identity",
                "courier",
                "session",
                "cookies",
                "dsn",
                "hashers",
            ]);
            let oathkeeper = has(&["authenticators", "authorizers", "mutators", "access_rules"]);
            if node.get("properties").is_some() || has(&["$schema", "$id"]) > 0 {
                Kind::Identity
            } else if kratos > 0 && kratos >= oathkeeper {
                Kind::Kratos
            } else if node.get("match").is_some() {
                Kind::Rules
            } else if oathkeeper > 0 || node.at("serve.proxy").is_some() {
                Kind::Oathkeeper
            } else if node.at("serve.public").is_some() || named("kratos.y") {
                Kind::Kratos
            } else if has(&super::site::KEYS) > 0 || named("config.json") {
                Kind::Site
            } else if node.get("keys").is_some_and(|keys| !keys.items().is_empty()) {
                Kind::Other
            } else {
                Kind::Unknown
            }
        }
        _ => Kind::Unknown,
    }
}
