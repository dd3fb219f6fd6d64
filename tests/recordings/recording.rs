//! Parses the files in `tests/kratos`.

// Each test that includes this module uses only a part of it.
#![allow(dead_code)]

use std::{fs, path::PathBuf};

use propylon::kratos::{flow::FlowKind, request::urlencode, response::Response};
use serde_json::{Value, json};

/// The folders of `tests/kratos`.
pub const VERSIONS: [&str; 3] = ["v1.3.1", "v26.2.0", "2026-07-29"];

/// One recorded request with its answer.
pub struct Recording {
    version: &'static str,
    /// Its name, unique within the version.
    pub case: String,
    /// The HTTP method.
    pub method: String,
    /// The path without the query.
    pub path: String,
    query: Vec<(String, String)>,
    /// The posted pairs.
    pub form: Vec<(String, String)>,
    status: u16,
    body: Value,
}

impl Recording {
    /// All recordings of all versions.
    pub fn all() -> impl Iterator<Item = Self> {
        VERSIONS.into_iter().flat_map(Self::of_version)
    }

    /// All recordings of one version, by name.
    pub fn of_version(version: &'static str) -> Vec<Self> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/kratos").join(version);
        let mut paths: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
        paths.sort();
        paths.iter().map(|path| Self::read(version, &fs::read_to_string(path).unwrap())).collect()
    }

    /// Parses a file.
    pub fn read(version: &'static str, text: &str) -> Self {
        let value: Value = serde_json::from_str(text).unwrap();
        let request = &value["request"];
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            version,
            case: text(&value["case"]),
            method: text(&request["method"]),
            path: text(&request["path"]),
            query: pairs("", &request["query"]),
            form: [pairs("", &request["form"]), pairs("", &request["json"])].concat(),
            status: u16::try_from(value["status"].as_u64().unwrap()).unwrap(),
            body: value["body"].clone(),
        }
    }

    /// The version and the name.
    pub fn name(&self) -> String {
        format!("{}/{}", self.version, self.case)
    }

    /// The name up to the first dash, for example `login` for `login-code-1-sent`.
    pub fn family(&self) -> String {
        self.case.split('-').next().unwrap_or_default().to_owned()
    }

    /// The kind of flow in a path such as `/self-service/login/flows`; `None` for native and other
    /// paths.
    pub fn flow_word(&self) -> Option<&str> {
        let mut parts = self.path.strip_prefix("/self-service/")?.split('/');
        let word = parts.next()?;
        let is_browser = matches!(parts.next(), None | Some("browser" | "flows"));
        (is_browser && !self.case.starts_with("native-")).then_some(word)
    }

    /// The query string of the page that sends such a request.
    pub fn page_query(&self) -> String {
        let renamed = self.query.iter().map(|(name, value)| {
            let is_fetch = self.path.ends_with("/flows") && name == "id";
            (if is_fetch { "flow".to_owned() } else { name.clone() }, value.clone())
        });
        let query: Vec<_> = if self.method == "GET" { renamed.collect() } else { Vec::new() };
        urlencode(&query)
    }

    /// The recorded response.
    pub fn response(&self) -> Response {
        let body = match &self.body {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        Response { status: self.status, body }
    }

    /// The button that posts the recorded fields.
    pub fn button(&self) -> Option<(String, String)> {
        let last = |name: &str| self.form.iter().rev().find(|(key, _)| key == name).cloned();
        ["screen", "resend", "passkey_remove", "webauthn_remove", "unlink", "link", "provider"]
            .into_iter()
            .chain(["totp_unlink", "lookup_secret_reveal", "lookup_secret_regenerate"])
            .chain(["lookup_secret_confirm", "lookup_secret_disable", "method"])
            .find_map(last)
    }

    /// A flow of the kind that was submitted, with a button.
    pub fn flow_before(&self, kind: FlowKind) -> Response {
        let id = self.query.iter().find(|(name, _)| name == "flow").map(|(_, id)| id.as_str());
        let id = id.unwrap_or("00000000-0000-4000-8000-000000000001");
        let node = |name: &str, value: &str| {
            json!({"type": "input", "group": "default", "messages": [], "meta": {},
                "attributes": {"type": "submit", "name": name, "value": value}})
        };
        let nodes: Vec<Value> = self.form.iter().map(|(name, value)| node(name, value)).collect();
        let action = format!("http://localhost:5633/self-service/{}?flow={id}", kind.as_str());
        let flow = json!({"id": id, "ui": {"action": action, "method": "POST", "nodes": nodes}});
        Response { status: 200, body: flow.to_string() }
    }
}

/// The scalar members of an object by dotted path.
fn pairs(path: &str, value: &Value) -> Vec<(String, String)> {
    let Value::Object(members) = value else { return Vec::new() };
    let mut found = Vec::new();
    for (name, value) in members {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match value {
            Value::String(text) => found.push((path, text.clone())),
            Value::Object(_) => found.extend(pairs(&path, value)),
            Value::Array(elements) => {
                found.extend(elements.iter().map(|e| (path.clone(), e.to_string())));
            }
            Value::Null => {}
            other => found.push((path, other.to_string())),
        }
    }
    found
}
