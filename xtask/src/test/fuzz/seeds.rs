//! Seed inputs for fuzzing, made from the recordings.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{digest, paths};

/// Kinds of page, in the order of `KINDS` in `fuzz/src/case.rs`.
const PAGES: [&str; 5] = ["login", "registration", "recovery", "verification", "settings"];

/// The length of the header: status, page, flags.
const HEADER: usize = 4;

/// Typical settings.
const SETTINGS: [&str; 5] = [
    "{}",
    r#"{"kratosUrl":"https://auth.example.com/","locale":"de","offerPasskey":false}"#,
    r#"{"brand":{"name":"Acme","logo":"/logo.svg"},"groups":["default","code","passkey"]}"#,
    r#"{"providers":{"google":{"label":"Google","icon":"/google.svg","order":1},"a":{"order":2}}}"#,
    "{\n \"brand\": }",
];

/// URLs with query strings, and stored drafts.
const ADDRESSES: [&str; 8] = [
    "?flow=f&return_to=%2Finbox&refresh=true&aal=aal2",
    "return_to=http://localhost:4455/in+box%3Fa%3D1%26b&login_challenge=%F0%9F%98%80&by=password",
    "/settings/?flow=f1",
    "/verify?code=100001&flow=f",
    "a=100%&b=%zz&c",
    " JavaScript:alert(1)",
    "https://ada@app.example.com:8443/inbox?x=y#z",
    "f\n{\"flow\":\"f\",\"identity\":\"\",\"fields\":{\"identifier\":\"ada\",\"traits.age\":40}}",
];

/// Writes the seeds of a target into an empty folder.
pub fn write(target: &str, longest: usize, recordings: &[Recording], folder: &Path) -> Result<()> {
    let mut seeds = Seeds { longest, found: BTreeSet::new() };
    match target {
        "config" => SETTINGS.iter().for_each(|text| seeds.answer(200, 0, text)),
        "locale" => locale(&mut seeds)?,
        "files" => files(&mut seeds)?,
        _ => {}
    }
    if target == "query" {
        ADDRESSES.iter().for_each(|text| seeds.add(text.as_bytes().to_vec()));
    }
    for recording in recordings {
        match target {
            "flow" => flow(&mut seeds, recording),
            "error" if recording.body.get("ui").is_none() => seeds.take(recording),
            "session" if recording.flow().is_none() => seeds.take(recording),
            "options" => {
                let mut take = |text: &str| {
                    if text.starts_with('{') {
                        let way = seeds.next();
                        seeds.add([&[way], text.as_bytes()].concat());
                    }
                };
                texts(&recording.body, &mut take);
                texts(&recording.request, &mut take);
            }
            "query" => texts(&recording.body, &mut |text| {
                if let Some((_, query)) = text.split_once('?') {
                    seeds.add(query.as_bytes().to_vec());
                }
            }),
            _ => {}
        }
    }
    if seeds.found.is_empty() {
        bail!(
            "tests/kratos has no seed for the fuzz target {target}; record with cargo xtask record"
        );
    }
    for seed in &seeds.found {
        let place = folder.join(digest::short([seed]));
        fs::write(&place, seed)
            .with_context(|| format!("cannot write {}", paths::shown(&place)))?;
    }
    Ok(())
}

/// The seeds of one target, without duplicates.
struct Seeds {
    longest: usize,
    found: BTreeSet<Vec<u8>>,
}

impl Seeds {
    /// Adds a seed, unless it is too long; a truncated one would not be valid.
    fn add(&mut self, seed: Vec<u8>) {
        if seed.len() <= self.longest {
            self.found.insert(seed);
        }
    }

    /// A byte that differs for each seed, so that all branches of a target are covered.
    fn next(&self) -> u8 {
        self.found.len().to_le_bytes()[0]
    }

    /// Adds an answer with the header of `fuzz/src/case.rs`.
    fn answer(&mut self, status: u16, page: u8, text: &str) {
        let [high, low] = status.to_be_bytes();
        let header = [high, low, page, self.next()];
        self.add([&header, text.as_bytes()].concat());
    }

    /// Adds a recorded answer.
    fn take(&mut self, recording: &Recording) {
        let page = recording.flow().unwrap_or_else(|| self.next());
        self.answer(recording.status, page, &recording.text());
    }
}

/// A recorded answer.
#[derive(Clone)]
pub struct Recording {
    request: Value,
    status: u16,
    body: Value,
}

impl Recording {
    fn text(&self) -> String {
        match &self.body {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        }
    }

    /// The kind of page of the flow in the answer.
    fn flow(&self) -> Option<u8> {
        let path = self.request["path"].as_str()?;
        let word = path.strip_prefix("/self-service/")?.split('/').next()?;
        u8::try_from(PAGES.iter().position(|page| *page == word)?).ok()
    }
}

/// All recordings, by version and name.
pub fn recordings() -> Result<Vec<Recording>> {
    let folder = paths::root().join("tests/kratos");
    let mut files = Vec::new();
    for version in entries(&folder)?.iter().filter(|path| path.is_dir()) {
        let is_json = |path: &Path| path.extension().is_some_and(|end| end == "json");
        files.extend(entries(version)?.into_iter().filter(|path| is_json(path)));
    }
    files.iter().map(|file| read(file)).collect()
}

fn entries(folder: &Path) -> Result<Vec<std::path::PathBuf>> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", paths::shown(folder)))?;
    let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn read(file: &Path) -> Result<Recording> {
    let broken = || format!("{} is not a recording; record it again", paths::shown(file));
    let mut value: Value =
        serde_json::from_slice(&fs::read(file).with_context(broken)?).with_context(broken)?;
    let status = value["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    Ok(Recording {
        request: value["request"].take(),
        status: status.with_context(broken)?,
        body: value["body"].take(),
    })
}

/// The answer of a flow. A form that is too long is split into groups of nodes: short inputs run
/// faster, and nodes seldom depend on others.
fn flow(seeds: &mut Seeds, recording: &Recording) {
    if recording.flow().is_none() {
        return;
    }
    if recording.body.get("ui").is_none() {
        return seeds.take(recording);
    }
    let with = |nodes: &[Value]| {
        let mut body = recording.body.clone();
        body["ui"]["nodes"] = Value::Array(nodes.to_vec());
        Recording { body, ..recording.clone() }
    };
    let empty = HEADER + with(&[]).text().len();
    let nodes = recording.body["ui"]["nodes"].as_array().cloned().unwrap_or_default();
    let mut handful = Vec::new();
    let mut length = empty;
    for node in nodes {
        let own = node.to_string().len() + 1;
        if length + own > seeds.longest && !handful.is_empty() {
            seeds.take(&with(&handful));
            handful.clear();
            length = empty;
        }
        length += own;
        handful.push(node);
    }
    seeds.take(&with(&handful));
}

/// All strings in a value.
fn texts(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => found(text),
        Value::Array(elements) => elements.iter().for_each(|element| texts(element, found)),
        Value::Object(members) => members.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

/// The files of the doctor's tests, together as in `fuzz/fuzz_targets/files.rs`.
fn files(seeds: &mut Seeds) -> Result<()> {
    let folder = paths::root().join("crates/doctor/tests/files");
    for (set, names) in [
        ("healthy", ["kratos.yml", "identity.schema.json", "rules.json", "config.json"].as_slice()),
        ("healthy", &["kratos.yml", "identity.schema.json", "oathkeeper.yml", "rules.json"]),
        ("healthy", &["ingress.yml", "rules.json"]),
        ("quickstart", &["kratos.yml", "identity.schema.json"]),
        ("quickstart", &["oathkeeper.yml", "access-rules.yml"]),
    ] {
        let texts = names.iter().map(|name| fs::read_to_string(folder.join(set).join(name)));
        let texts = texts.collect::<std::io::Result<Vec<_>>>()?;
        seeds.add(texts.join("\n%%%\n").into_bytes());
        texts.into_iter().for_each(|text| seeds.add(text.into_bytes()));
    }
    Ok(())
}

/// A locale split into groups of lines, each with a key to look up.
fn locale(seeds: &mut Seeds) -> Result<()> {
    let file = paths::root().join("src/i18n/locales/de.txt");
    let text = fs::read_to_string(&file)
        .with_context(|| format!("cannot read {}", paths::shown(&file)))?;
    let lines: Vec<&str> = text.lines().collect();
    for lines in lines.chunks(8) {
        let key = lines[0].split('=').next().unwrap_or_default();
        let seed = [key, key, "reason", "{address}", &lines.join("\n")].join("\n");
        seeds.add(seed.into_bytes());
    }
    Ok(())
}
