//! Imports recordings made elsewhere.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::clock::{Clock, Instant};
use super::folder::Folder;
use super::normal;

/// The members of a recording, in order.
const MEMBERS: [&str; 6] = ["case", "kratos", "request", "status", "headers", "body"];

/// Imports a folder's recordings that add something to this version.
pub fn run(from: &Path, version: &str) -> Result<()> {
    let mut folder = Folder::open(version)?;
    let mut bodies = HashSet::new();
    let mut skipped = 0;
    for file in files(from)? {
        let text =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let all: Value = serde_json::from_str(&text)
            .with_context(|| format!("{} is not JSON", file.display()))?;
        if !adds_something(&all, &mut bodies) {
            skipped += 1;
            continue;
        }
        let mut recording = kept_members(&all, version);
        normalise(&mut recording);
        folder.write(&recording)?;
    }
    folder.remove_others()?;
    println!("{}; {skipped} that add nothing were left out", folder.sum());
    Ok(())
}

fn files(from: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(from)
        .with_context(|| format!("there is no folder {} to import", from.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    if files.is_empty() {
        bail!("{} has no recordings (files that end in .json)", from.display());
    }
    files.sort();
    Ok(files)
}

/// Whether no earlier recording has the same status and body. Bodies that aren't JSON, or that only
/// an experiment would send, never add anything.
fn adds_something(recording: &Value, bodies: &mut HashSet<String>) -> bool {
    let body = &recording["body"];
    if !(body.is_object() || body.is_array()) || !recording["request"]["raw"].is_null() {
        return false;
    }
    let mut alone = body.clone();
    normalise(&mut alone);
    bodies.insert(format!("{} {alone}", recording["status"]))
}

fn kept_members(all: &Value, version: &str) -> Value {
    let mut kept = Map::new();
    for name in MEMBERS {
        kept.insert(name.to_owned(), all[name].clone());
    }
    kept.insert("kratos".to_owned(), version.trim_start_matches('v').into());
    Value::Object(kept)
}

/// Each file is its own story, because their order is unknown.
fn normalise(value: &mut Value) {
    let clock = Clock::new(earliest(value).unwrap_or_default());
    normal::normalise(std::slice::from_mut(value), clock);
}

/// The earliest timestamp in a recording.
fn earliest(value: &Value) -> Option<i64> {
    match value {
        Value::Object(members) => members.values().filter_map(earliest).min(),
        Value::Array(items) => items.iter().filter_map(earliest).min(),
        Value::String(text) => Instant::at_start(text).map(|instant| instant.second),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_body_that_differs_only_by_accident_adds_nothing() {
        let recording = |id: &str, at: &str, status: u16| json!({ "request": {}, "status": status, "body": { "id": id, "issued_at": at } });
        let mut seen = HashSet::new();
        let one =
            recording("9b725f0d-8083-47b6-a3f1-2281957e6f69", "2026-11-23T23:02:56.317Z", 200);
        let two =
            recording("e12bfbaf-9fa0-4084-b9c0-0e8de27ca165", "2026-11-24T03:12:01.118Z", 200);
        assert!(adds_something(&one, &mut seen));
        assert!(!adds_something(&two, &mut seen));
        let other = recording("e12bfbaf-9fa0-4084-b9c0-0e8de27ca165", "2026-11-24T03:12:01Z", 400);
        assert!(adds_something(&other, &mut seen));
        let page = json!({ "request": {}, "status": 303, "body": "<a href>See Other</a>" });
        assert!(!adds_something(&page, &mut seen));
    }
}
