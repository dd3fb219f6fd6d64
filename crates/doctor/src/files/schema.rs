//! Checks a tree against a JSON Schema, as far as the kept schemas use it, and says what is wrong where.

use serde_json::Value as Json;

use super::{
    form,
    tree::{Mark, Node, Value},
};

/// A schema that `cargo xtask schemas` made.
pub struct Schema {
    root: Json,
}

/// Something that a schema does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issue {
    /// The key with dots, items of lists as `[0]`.
    pub path: String,
    /// Where the key or value starts.
    pub start: Mark,
    /// Where it ends.
    pub end: Mark,
    /// What is wrong with it.
    pub wrong: Wrong,
    /// The key or value as it stands there.
    pub seen: String,
    /// The type of the value.
    pub kind: &'static str,
}

/// What is wrong with a key or value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// No such key; those that could stand there.
    UnknownKey(Vec<String>),
    /// A key is missing.
    Missing(String),
    /// A value of another type is due.
    Type(String),
    /// Another value is due, one of these.
    NotOneOf(Vec<String>),
    /// The value has not the form that is due.
    Form(String),
}

impl Schema {
    /// Reads a schema; one that is no JSON allows everything.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { root: serde_json::from_str(text).unwrap_or(Json::Bool(true)) }
    }

    /// What is wrong with a tree.
    #[must_use]
    pub fn issues(&self, node: &Node) -> Vec<Issue> {
        self.issues_of(node, "")
    }

    /// What is wrong with a tree by one of the schema's definitions; all of it if the name is empty.
    #[must_use]
    pub fn issues_of(&self, node: &Node, definition: &str) -> Vec<Issue> {
        let schema = if definition.is_empty() {
            Some(&self.root)
        } else {
            self.root.get("definitions").and_then(|all| all.get(definition))
        };
        let mut issues = Vec::new();
        if let Some(schema) = schema {
            self.check(node, schema, "", &mut issues);
        }
        issues
    }

    /// Whether the schema has a definition of this name.
    #[must_use]
    pub fn defines(&self, definition: &str) -> bool {
        self.root.get("definitions").is_some_and(|all| all.get(definition).is_some())
    }

    /// All paths of keys that the schema knows, up to a depth.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let mut paths = Vec::new();
        self.walk(&self.root, "", 0, &mut paths);
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    fn walk(&self, schema: &Json, path: &str, depth: usize, paths: &mut Vec<String>) {
        if depth > 12 || paths.len() > 20_000 {
            return;
        }
        let schema = self.resolved(schema);
        for (key, inner) in pairs(schema, "properties") {
            let path = joined(path, key);
            self.walk(inner, &path, depth + 1, paths);
            paths.push(path);
        }
        if let Some(items) = schema.get("items") {
            self.walk(items, &[path, "[]"].concat(), depth + 1, paths);
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            for part in list(schema, keyword) {
                self.walk(part, path, depth + 1, paths);
            }
        }
    }

    fn resolved<'a>(&'a self, mut schema: &'a Json) -> &'a Json {
        for _ in 0..8 {
            let Some(target) = schema.get("$ref").and_then(Json::as_str) else { break };
            let name = target.strip_prefix("#/definitions/").unwrap_or(target);
            let found = match name {
                "#" => Some(&self.root),
                name => self.root.get("definitions").and_then(|all| all.get(name)),
            };
            let Some(found) = found else { break };
            schema = found;
        }
        schema
    }

    fn valid(&self, node: &Node, schema: &Json) -> bool {
        let mut issues = Vec::new();
        self.check(node, schema, "", &mut issues);
        issues.is_empty()
    }

    fn check(&self, node: &Node, schema: &Json, path: &str, issues: &mut Vec<Issue>) {
        let schema = self.resolved(schema);
        if *schema == Json::Bool(false) {
            issues.push(issue(node, path, Wrong::Form("nothing".to_owned())));
            return;
        }
        if let Some(wrong) = wrong_value(node, schema) {
            issues.push(issue(node, path, wrong));
            return;
        }
        self.keys(node, schema, path, issues);
        if let Some(items) = schema.get("items") {
            for (index, item) in node.items().iter().enumerate() {
                self.check(item, items, &format!("{path}[{index}]"), issues);
            }
        }
        for part in list(schema, "allOf") {
            self.check(node, part, path, issues);
        }
        self.one_of(node, list(schema, "anyOf"), false, path, issues);
        self.one_of(node, list(schema, "oneOf"), true, path, issues);
        if let Some(not) = schema.get("not")
            && self.valid(node, not)
        {
            issues.push(issue(node, path, Wrong::Form(forbidden(not).to_owned())));
        }
        if let Some(condition) = schema.get("if") {
            let branch = if self.valid(node, condition) { "then" } else { "else" };
            if let Some(branch) = schema.get(branch) {
                self.check(node, branch, path, issues);
            }
        }
    }

    fn keys(&self, node: &Node, schema: &Json, path: &str, issues: &mut Vec<Issue>) {
        let Value::Map(entries) = &node.value else { return };
        let properties = schema.get("properties");
        let patterns: Vec<_> = pairs(schema, "patternProperties").collect();
        let others = schema.get("additionalProperties");
        for entry in entries {
            let path = joined(path, &entry.key);
            let own = properties.and_then(|all| all.get(&entry.key));
            let named = patterns.iter().filter(|(name, _)| form::fits(name, &entry.key));
            let mut known = own.is_some();
            for inner in own.into_iter().chain(named.map(|(_, inner)| *inner)) {
                known = true;
                if *inner == serde_json::json!({"not": {}}) {
                    issues.push(Issue {
                        path: path.clone(),
                        start: entry.start,
                        end: entry.end,
                        wrong: Wrong::UnknownKey(Vec::new()),
                        seen: entry.key.clone(),
                        kind: entry.node.kind(),
                    });
                } else {
                    self.check(&entry.node, inner, &path, issues);
                }
            }
            match others {
                _ if known => {}
                Some(Json::Bool(false)) => issues.push(Issue {
                    path,
                    start: entry.start,
                    end: entry.end,
                    wrong: Wrong::UnknownKey(
                        pairs(schema, "properties").map(|(key, _)| key.clone()).collect(),
                    ),
                    seen: entry.key.clone(),
                    kind: entry.node.kind(),
                }),
                Some(schema) => self.check(&entry.node, schema, &path, issues),
                None => {}
            }
        }
        for key in list(schema, "required").iter().filter_map(Json::as_str) {
            if node.entry(key).is_none() {
                let wrong = Wrong::Missing(key.to_owned());
                issues.push(Issue { end: node.start, ..issue(node, path, wrong) });
            }
        }
    }

    /// Of several schemas one must fit. If none does, that which the values of its keys mean is taken
    /// for the one that was meant.
    fn one_of(
        &self,
        node: &Node,
        parts: &[Json],
        exact: bool,
        path: &str,
        issues: &mut Vec<Issue>,
    ) {
        let fitting = parts.iter().filter(|part| self.valid(node, part)).count();
        if parts.is_empty() || fitting == 1 || (fitting > 1 && !exact) {
            return;
        }
        if fitting > 1 {
            issues.push(issue(node, path, Wrong::Form("only one of these forms".to_owned())));
            return;
        }
        let mut meant: Vec<&Json> = parts.iter().map(|part| self.resolved(part)).collect();
        for entry in node.entries() {
            let said = |part: &&Json| {
                let inner = part.get("properties").and_then(|all| all.get(&entry.key));
                inner.is_some_and(|inner| constants(self.resolved(inner)).next().is_some())
            };
            if meant.iter().filter(|part| said(part)).count() < 2 {
                continue;
            }
            let agreeing: Vec<&Json> = meant
                .iter()
                .filter(|part| {
                    let inner = part.get("properties").and_then(|all| all.get(&entry.key));
                    inner.is_none_or(|inner| self.valid(&entry.node, inner))
                })
                .copied()
                .collect();
            if agreeing.is_empty() {
                let known = meant
                    .iter()
                    .filter_map(|part| part.get("properties").and_then(|all| all.get(&entry.key)))
                    .flat_map(|inner| constants(self.resolved(inner)))
                    .collect();
                let path = joined(path, &entry.key);
                issues.push(issue(&entry.node, &path, Wrong::NotOneOf(known)));
                return;
            }
            meant = agreeing;
        }
        let best = meant
            .iter()
            .map(|part| {
                let mut found = Vec::new();
                self.check(node, part, path, &mut found);
                found
            })
            .min_by_key(Vec::len);
        issues.extend(best.unwrap_or_default());
    }
}

fn wrong_value(node: &Node, schema: &Json) -> Option<Wrong> {
    let types: Vec<&str> = match schema.get("type") {
        Some(Json::String(name)) => vec![name],
        Some(Json::Array(names)) => names.iter().filter_map(Json::as_str).collect(),
        _ => Vec::new(),
    };
    let kind = node.kind();
    let fits = |name: &&str| **name == *kind || (**name == *"number" && kind == "integer");
    if !types.is_empty() && !types.iter().any(fits) {
        return Some(Wrong::Type(types.join(" or ")));
    }
    let allowed: Vec<String> = constants(schema).collect();
    let same = |json: &Json| match (json, &node.value) {
        (Json::Null, Value::Null) => true,
        (Json::Bool(one), Value::Bool(other)) => one == other,
        (Json::String(one), Value::Text(other)) => one == other,
        (Json::Number(one), Value::Int(other)) => one.as_i64() == Some(*other),
        _ => false,
    };
    if !allowed.is_empty() && !schema.get("const").into_iter().chain(list(schema, "enum")).any(same)
    {
        return Some(Wrong::NotOneOf(allowed));
    }
    let number = |keyword: &str| schema.get(keyword).and_then(Json::as_i64);
    match &node.value {
        Value::Text(text) => {
            let form = ["pattern", "format"].into_iter().find_map(|keyword| {
                let form = schema.get(keyword).and_then(Json::as_str)?;
                (!form::fits(form, text)).then(|| form::said(form).to_owned())
            });
            form.or_else(|| {
                wrong_length(text.chars().count(), number("minLength"), number("maxLength"))
            })
            .map(Wrong::Form)
        }
        Value::Int(value) => {
            let low = number("minimum").filter(|low| value < low);
            let high = number("maximum").filter(|high| value > high);
            low.map(|low| format!("a number not below {low}"))
                .or_else(|| high.map(|high| format!("a number not above {high}")))
                .map(Wrong::Form)
        }
        Value::List(items) => {
            let few = number("minItems")
                .filter(|least| i64::try_from(items.len()).is_ok_and(|count| count < *least));
            few.map(|least| Wrong::Form(format!("a list of at least {least}")))
        }
        _ => None,
    }
}

fn wrong_length(length: usize, least: Option<i64>, most: Option<i64>) -> Option<String> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    match (least, most) {
        (Some(least), Some(most)) if least == most && length != least => {
            Some(format!("a text of exactly {least} characters, this has {length}"))
        }
        (Some(least), _) if length < least => {
            Some(format!("a text of at least {least} characters, this has {length}"))
        }
        (_, Some(most)) if length > most => {
            Some(format!("a text of at most {most} characters, this has {length}"))
        }
        _ => None,
    }
}

fn forbidden(not: &Json) -> &'static str {
    match not.get("pattern").and_then(Json::as_str) {
        Some("two-stars") => "at most one *",
        _ => "other values together",
    }
}

fn issue(node: &Node, path: &str, wrong: Wrong) -> Issue {
    Issue {
        path: path.to_owned(),
        start: node.start,
        end: node.end,
        wrong,
        seen: node.shown(),
        kind: node.kind(),
    }
}

fn joined(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { [path, ".", key].concat() }
}

fn pairs<'a>(schema: &'a Json, keyword: &str) -> impl Iterator<Item = (&'a String, &'a Json)> {
    schema.get(keyword).and_then(Json::as_object).into_iter().flatten()
}

fn list<'a>(schema: &'a Json, keyword: &str) -> &'a [Json] {
    schema.get(keyword).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default()
}

/// The values that `const` and `enum` allow, as texts.
fn constants(schema: &Json) -> impl Iterator<Item = String> {
    schema
        .get("const")
        .into_iter()
        .chain(list(schema, "enum"))
        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
}
