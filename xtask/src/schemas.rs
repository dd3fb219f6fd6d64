//! `cargo xtask schemas`: the schemas that the doctor checks files with, made of those of Kratos and
//! Oathkeeper. Only structure is kept: keys, types, values; no descriptions.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use crate::versions::KRATOS;
use crate::{paths, process};

/// Where the doctor's schemas are.
const FOLDER: &str = "crates/doctor/src/files/schemas";
/// The version of Oathkeeper whose schema is kept.
const OATHKEEPER: &str = "0.40.9";
/// Keywords that say what a value may be.
const KEPT: [&str; 26] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "definitions",
    "else",
    "enum",
    "format",
    "if",
    "items",
    "maxLength",
    "maximum",
    "minItems",
    "minLength",
    "minimum",
    "not",
    "oneOf",
    "pattern",
    "patternProperties",
    "properties",
    "propertyNames",
    "required",
    "then",
    "type",
    "uniqueItems",
];
/// Regular expressions of the schemas, each with the name that the doctor knows it by.
const PATTERNS: [(&str, &str); 15] = [
    ("^([0-9]+(ns|us|ms|s|m|h))+$", "duration"),
    ("^[0-9]+(ns|us|ms|s|m|h)$", "short-duration"),
    ("^(http|https|file|base64)://", "http: https: file: base64:"),
    ("^https?://", "http: https:"),
    ("^https?:\\/\\/.*", "http: https:"),
    ("^smtps?:\\/\\/.*", "smtp: smtps:"),
    ("^smtps?://.*", "smtp: smtps:"),
    (".*\\*.*\\*.*", "two-stars"),
    ("[a-zA-Z0-9-_.]+", "any"),
    (".*", "any"),
    ("^[A-Za-z0-9,._~-]*$", "any"),
    ("^[0-9]+(B|KB|MB|GB|TB|PB|EB)", "bytes"),
    ("^userinfo$|^id_token$", "userinfo|id_token"),
    ("^([0-9]{1,3}\\.){3}[0-9]{1,3}:([0-9]*)$", "any"),
    (
        "^(([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9\\-]*[a-zA-Z0-9])\\.)*([A-Za-z0-9]|[A-Za-z0-9][A-Za-z0-9\\-]*[A-Za-z0-9]):([0-9]*)$",
        "any",
    ),
];

/// Where a newer Kratos' schema is; it is no Go module, so it is a file of the caller.
#[derive(clap::Args)]
pub struct Options {
    /// The file embedx/config.schema.json of a newer Kratos; without it, the one that is there stays
    #[arg(long)]
    newer: Option<PathBuf>,
}

/// Writes the schemas.
pub fn run(options: &Options) -> Result<()> {
    let kratos = module("github.com/ory/kratos", KRATOS)?;
    let x = library(&kratos)?;
    let shared = [
        ("ory://logging-config", read(&x.join("logrusx/config.schema.json"))?),
        ("ory://tracing-config", read(&x.join("otelx/config.schema.json"))?),
    ];
    let oathkeeper = module("github.com/ory/oathkeeper", OATHKEEPER)?;
    write("kratos", &read(&kratos.join("embedx/config.schema.json"))?, &shared)?;
    write("identity", &read(&kratos.join("embedx/identity_extension.schema.json"))?, &[])?;
    write("oathkeeper", &read(&oathkeeper.join("spec/config.schema.json"))?, &shared)?;
    if let Some(newer) = &options.newer {
        write("kratos-newer", &read(newer)?, &shared)?;
    }
    Ok(())
}

/// The folder of a Go module's source.
fn module(path: &str, version: &str) -> Result<PathBuf> {
    let mut go = Command::new("go");
    go.current_dir(std::env::temp_dir()).env("GOWORK", "off").env("GOFLAGS", "-mod=mod");
    let answer =
        process::output(go.args(["mod", "download", "-json", &format!("{path}@v{version}")]))?;
    let answer: Value = serde_json::from_str(&answer)?;
    let folder = answer["Dir"].as_str().context("go mod download names no folder")?;
    Ok(PathBuf::from(folder))
}

/// The library that has the schemas of logs and traces, in the version that Kratos uses.
fn library(kratos: &Path) -> Result<PathBuf> {
    let text = fs::read_to_string(kratos.join("go.mod"))?;
    let version = text.lines().find_map(|line| line.trim().strip_prefix("github.com/ory/x v"));
    let version = version.context("Kratos' go.mod does not require github.com/ory/x")?;
    module("github.com/ory/x", version.split_whitespace().next().unwrap_or_default())
}

fn read(path: &Path) -> Result<Value> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(serde_json::from_str(&text)?)
}

fn write(name: &str, schema: &Value, shared: &[(&str, Value)]) -> Result<()> {
    let mut schema = structure(schema)?;
    for (uri, part) in shared {
        if let Some(definitions) = schema.get_mut("definitions").and_then(Value::as_object_mut) {
            definitions.insert((*uri).to_owned(), structure(part)?);
        }
    }
    let path = paths::root().join(FOLDER).join(name).with_extension("json");
    fs::create_dir_all(paths::root().join(FOLDER))?;
    fs::write(&path, format!("{schema}\n"))?;
    println!("{}: {schema_len} bytes", paths::shown(&path), schema_len = schema.to_string().len());
    Ok(())
}

/// The schema without descriptions, and with names for its regular expressions.
fn structure(schema: &Value) -> Result<Value> {
    let Value::Object(keywords) = schema else { return Ok(schema.clone()) };
    let mut kept = Map::new();
    for (keyword, value) in keywords {
        if !KEPT.contains(&keyword.as_str()) {
            continue;
        }
        let value = match (keyword.as_str(), value) {
            ("properties" | "patternProperties" | "definitions", Value::Object(parts)) => {
                let mut out = Map::new();
                for (key, part) in parts {
                    let key = if keyword == "patternProperties" { named(key)? } else { key };
                    out.insert(key.to_owned(), structure(part)?);
                }
                Value::Object(out)
            }
            ("allOf" | "anyOf" | "oneOf", Value::Array(parts)) => {
                Value::Array(parts.iter().map(structure).collect::<Result<_>>()?)
            }
            ("pattern", Value::String(pattern)) => Value::String(named(pattern)?.to_owned()),
            ("const" | "enum" | "required", value) => value.clone(),
            (_, value) => structure(value)?,
        };
        kept.insert(keyword.clone(), value);
    }
    Ok(Value::Object(kept))
}

fn named(pattern: &str) -> Result<&'static str> {
    if let Some((_, name)) = PATTERNS.iter().find(|(known, _)| *known == pattern) {
        return Ok(name);
    }
    // Versions and IPv6 addresses have the longest.
    match pattern {
        _ if pattern.starts_with("^(v(0|[1-9]") || pattern.starts_with("^v(0|[1-9]") => {
            Ok("version")
        }
        _ if pattern.starts_with("^\\[((") => Ok("any"),
        _ => bail!(
            "the doctor knows no name for the pattern {pattern}; add it to PATTERNS and to its check"
        ),
    }
}
