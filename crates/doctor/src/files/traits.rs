//! The identity schema: traits, and what Kratos' extension says about them.

use std::sync::LazyLock;

use super::{
    fix::Edit,
    keys::{self, Subject},
    nearest::nearest,
    rule::{cure, rule},
    schema::Schema,
    setup::{Out, Setup},
    source::Source,
    tree::{Entry, Node, Value},
};
use crate::{
    Rule,
    rule::{
        Certainty::{Certain, Likely},
        Severity::{Broken, Warning},
        Target,
    },
};

/// The schema of Kratos' extension, and that of newer versions in one: `recovery.via` may be sms there.
static EXTENSION: LazyLock<Schema> =
    LazyLock::new(|| Schema::new(include_str!("schemas/identity.json")));

static NO_TRAITS: Rule = rule(
    "schema-without-traits",
    Broken,
    Certain,
    "The identity schema has no properties.traits.",
    "What people are asked for must be below properties.traits.properties; Kratos refuses other schemas or shows no field.",
    &[cure(
        Target::Schema,
        "\"properties\": {\n  \"traits\": {\n    \"type\": \"object\",\n    \"properties\": { \"email\": { \"type\": \"string\", \"format\": \"email\" } }\n  }\n}",
    )],
);
static KEYWORD: Rule = rule(
    "schema-keyword",
    Broken,
    Likely,
    "{key} is no keyword of JSON Schema.",
    "Unknown keywords are passed over without a word, so this rule is not applied.",
    &[cure(Target::Schema, "\"{right}\"")],
);
static PLACE: Rule = rule(
    "schema-extension-place",
    Broken,
    Certain,
    "ory.sh/kratos stands at {key}, not in a trait.",
    "Kratos reads it in single traits only: in a text such as the e-mail address.",
    &[cure(
        Target::Schema,
        "\"traits\": {\n  \"properties\": {\n    \"email\": { \"type\": \"string\", \"ory.sh/kratos\": { … } }\n  }\n}",
    )],
);
static EXTENSION_NAME: Rule = rule(
    "schema-extension-name",
    Broken,
    Certain,
    "{key} is not the name of Kratos' extension.",
    "Only ory.sh/kratos is read; other names are passed over without a word.",
    &[cure(Target::Schema, "\"ory.sh/kratos\": { … }")],
);
static REQUIRED: Rule = rule(
    "schema-required-unknown",
    Broken,
    Certain,
    "{seen} is required, but there is no such trait.",
    "Nobody can sign up: the form has no field for it, and Kratos refuses each answer.",
    &[cure(Target::Schema, "\"required\": [{right}]")],
);
static TYPE: Rule = rule(
    "schema-identifier-type",
    Broken,
    Certain,
    "The trait {trait} is an identifier, but its type is {seen}.",
    "Identifiers and addresses are texts.",
    &[cure(Target::Schema, "\"type\": \"string\"")],
);
static FORMAT: Rule = rule(
    "schema-address-format",
    Warning,
    Likely,
    "The trait {trait} gets mail, but has no format.",
    "Kratos then takes any text for an address, and browsers offer no keyboard and no completion for it.",
    &[cure(Target::Schema, "\"format\": \"{right}\"")],
);

/// The kinds of findings of this file.
pub const RULES: &[&Rule] =
    &[&NO_TRAITS, &KEYWORD, &PLACE, &EXTENSION_NAME, &REQUIRED, &TYPE, &FORMAT];

/// The name of Kratos' extension.
const NAME: &str = "ory.sh/kratos";
/// How deep traits are looked at.
const DEEP: usize = 12;
/// The keywords of JSON Schema, draft 7, and those that Ory adds.
const KEYWORDS: [&str; 52] = [
    "$id",
    "$schema",
    "$ref",
    "$comment",
    "title",
    "description",
    "default",
    "examples",
    "readOnly",
    "writeOnly",
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
    "pattern",
    "additionalItems",
    "items",
    "maxItems",
    "minItems",
    "uniqueItems",
    "contains",
    "maxProperties",
    "minProperties",
    "required",
    "additionalProperties",
    "definitions",
    "properties",
    "patternProperties",
    "dependencies",
    "propertyNames",
    "const",
    "enum",
    "type",
    "format",
    "contentMediaType",
    "contentEncoding",
    "if",
    "then",
    "else",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "$defs",
    "$anchor",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
    NAME,
];

/// The parts of a schema that have one of these keys of Kratos' extension, and not `false`, each with its path.
#[must_use]
pub fn marked<'a>(schema: &'a Source, keys: &[&str]) -> Vec<(String, &'a Node)> {
    let mut found = Vec::new();
    visit(&schema.node, "", 0, &mut |path, part| {
        let value = |key: &&str| part.get(NAME).and_then(|own| own.at(key));
        if keys.iter().filter_map(value).any(|value| !value.is_false()) {
            found.push((path.to_owned(), part));
        }
    });
    found
}

/// Calls `seen` with each schema inside a schema and its path.
fn visit<'a>(node: &'a Node, path: &str, depth: usize, seen: &mut dyn FnMut(&str, &'a Node)) {
    if depth > DEEP {
        return;
    }
    seen(path, node);
    for entry in node.entries() {
        let below = join(path, &entry.key);
        match entry.key.as_str() {
            "properties" | "definitions" | "$defs" | "patternProperties" => {
                for inner in entry.node.entries() {
                    visit(&inner.node, &join(&below, &inner.key), depth + 1, seen);
                }
            }
            "items" | "additionalProperties" | "if" | "then" | "else" | "not" | "contains" => {
                visit(&entry.node, &below, depth + 1, seen);
            }
            "allOf" | "anyOf" | "oneOf" => {
                for (index, inner) in entry.node.items().iter().enumerate() {
                    visit(inner, &format!("{below}[{index}]"), depth + 1, seen);
                }
            }
            _ => {}
        }
    }
}

fn join(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { [path, ".", key].concat() }
}

/// Checks the identity schemas.
pub fn check(setup: &Setup<'_>, out: &mut Out) {
    for schema in &setup.schemas {
        if schema.node.at("properties.traits").is_none() && schema.node.get("$ref").is_none() {
            out.add(schema.finding(&NO_TRAITS, "properties.traits"));
        }
        visit(&schema.node, "", 0, &mut |path, part| one(schema, path, part, out));
    }
}

fn one(schema: &Source, path: &str, part: &Node, out: &mut Out) {
    let keywords = KEYWORDS.map(str::to_owned);
    for entry in part.entries() {
        if KEYWORDS.contains(&entry.key.as_str()) {
            continue;
        }
        let key = join(path, &entry.key);
        let rule = if entry.key.contains("ory") && entry.key.contains('/') {
            Some((&EXTENSION_NAME, NAME))
        } else {
            nearest(&entry.key, &keywords).map(|near| (&KEYWORD, near))
        };
        if let Some((rule, right)) = rule {
            let finding =
                at_key(schema, rule, &key, entry).value("key", &key).value("right", right);
            out.fix(finding, Edit::replace(&schema.file, entry.start, entry.end, right));
        }
    }
    if let Some(entry) = part.entry(NAME) {
        extension(schema, path, part, entry, out);
    }
    required(schema, path, part, out);
}

fn at_key(schema: &Source, rule: &Rule, key: &str, entry: &Entry) -> crate::Finding {
    crate::Finding::new(rule).seen(key, &entry.node.shown()).at(schema.place(entry.start, key))
}

fn extension(schema: &Source, path: &str, part: &Node, entry: &Entry, out: &mut Out) {
    let key = join(path, NAME);
    let issues = EXTENSION.issues(&Node {
        value: Value::Map(vec![entry.clone()]),
        start: entry.start,
        end: entry.end,
        block: false,
    });
    let prefix = if path.is_empty() { String::new() } else { [path, "."].concat() };
    // Versions after 1.3.1 recover accounts by text message, and match organizations.
    let newer = |path: &str| path.ends_with("recovery.via") || path.ends_with(".organizations");
    let issues = issues.into_iter().filter(|issue| !newer(&issue.path)).collect();
    let subject =
        Subject { source: schema, program: "Kratos", schema: &EXTENSION, prefix: &prefix };
    keys::report(&subject, issues, out);
    if part.get("properties").is_some() {
        out.add(at_key(schema, &PLACE, &key, entry).value("key", &key));
        return;
    }
    let name = path.rsplit('.').next().unwrap_or_default();
    let identifier = ["password", "code", "webauthn"]
        .iter()
        .any(|method| entry.node.true_at(&["credentials.", method, ".identifier"].concat()));
    let via = |key: &str| entry.node.text_at(key);
    let address = via("verification.via").or(via("recovery.via")).or(via("credentials.code.via"));
    if let Some(kind) =
        part.text_at("type").filter(|kind| *kind != "string" && (identifier || address.is_some()))
    {
        let key = join(path, "type");
        if let Some(node) = part.get("type") {
            out.add(schema.finding_at(&TYPE, &key, node).value("trait", name).value("seen", kind));
        }
    } else if let Some(address) = address
        && part.get("format").is_none()
        && part.get("pattern").is_none()
        && part.get("enum").is_none()
    {
        let right = if address == "sms" { "tel" } else { "email" };
        out.add(
            at_key(schema, &FORMAT, &key, entry)
                .value("trait", name)
                .value("right", right)
                .seen(&join(path, "format"), "not set"),
        );
    }
}

fn required(schema: &Source, path: &str, part: &Node, out: &mut Out) {
    let Some(properties) = part.get("properties") else { return };
    if part
        .entries()
        .iter()
        .any(|entry| ["allOf", "anyOf", "oneOf", "$ref"].contains(&entry.key.as_str()))
    {
        return;
    }
    let list = part.get("required").map(Node::items).unwrap_or_default();
    for (index, item) in list.iter().enumerate() {
        let Some(name) = item.text().filter(|name| properties.get(name).is_none()) else {
            continue;
        };
        let known: Vec<String> =
            properties.entries().iter().map(|entry| entry.key.clone()).collect();
        let near = nearest(name, &known);
        let right: Vec<String> = list
            .iter()
            .filter_map(Node::text)
            .filter_map(|other| if other == name { near } else { Some(other) })
            .map(|name| ["\"", name, "\""].concat())
            .collect();
        let key = format!("{}[{index}]", join(path, "required"));
        let finding = schema
            .finding_at(&REQUIRED, &key, item)
            .value("seen", name)
            .value("right", &right.join(", "));
        out.fix(
            finding,
            near.and_then(|near| Edit::replace(&schema.file, item.start, item.end, near)),
        );
    }
}
