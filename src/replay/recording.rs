//! The file of a recording.
//!
//! ```json
//! {"format": "propylon-recording", "version": 1, "started": 1767225600000, "steps": [
//!   {"page": "a", "at": 0, "open": {"on": "/login", "host": "localhost", "secure": true, "passkeys": true}},
//!   {"page": "a", "at": 9, "ask": 1, "method": "GET", "path": "/self-service/login/browser", "query": [], "on": "/login"},
//!   {"page": "a", "at": 40, "answer": 1, "status": 200, "body": {"id": "…"}}
//! ]}
//! ```
//!
//! `page` names a document: a load of a page in a tab. `at` is in milliseconds since `started`.

use thiserror::Error;

use crate::{
    json::{Json, NotJson, Obj},
    kratos::response::{Response, Unreached},
    webauthn::ability::Observation,
};

/// The largest file that is read, in bytes. A recording stops before it is that large.
pub const LARGEST: usize = 8_000_000;

/// Why a file is not a recording that can be played.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum BadRecording {
    /// It is larger than [`LARGEST`].
    #[error("the file is larger than 8 MB, so it is no recording")]
    TooLarge,
    /// It is not JSON, or a part is missing.
    #[error("the file is not JSON: {0}")]
    NotJson(NotJson),
    /// It is JSON of something else.
    #[error("the file is JSON, but no recording: it lacks \"format\": \"propylon-recording\"")]
    OtherFormat,
    /// It was written by another version.
    #[error("the recording has version {0}, and only version 1 is known")]
    OtherVersion(String),
    /// A step can't be read.
    #[error("step {number} of the recording is wrong: {reason}")]
    Step {
        /// Its place, from 1.
        number: usize,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// There is nothing to play.
    #[error("the recording has no request of a flow")]
    Empty,
}

/// A recorded run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recording {
    /// When it began, in milliseconds since 1970.
    pub(super) started: i64,
    /// The site's page or the npm package.
    pub(super) is_site: bool,
    /// The groups that the page shows; empty for all.
    pub(super) groups: Vec<String>,
    pub(super) steps: Vec<Step>,
}

/// What happened in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The document.
    pub page: String,
    /// Milliseconds since the start.
    pub at: i64,
    pub what: What,
}

/// One thing that crossed the machine's edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The document was loaded.
    Opened {
        seen: Observation,
        /// What the tab's storage had for each kind of flow.
        kept: Vec<(String, String)>,
    },
    /// The browser's capabilities became known.
    Able(Vec<String>),
    /// A request was sent.
    Asked(Asked),
    /// It was answered, or not.
    Answered { ask: i64, answer: Result<Response, Unreached> },
    /// `navigator.credentials` was called.
    Began(Began),
    /// The call ended.
    Ended { ceremony: i64, end: End },
}

/// A request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub ask: i64,
    pub is_get: bool,
    /// Below Kratos' base URL.
    pub path: String,
    pub query: Pairs,
    /// The posted pairs; those of a JSON body by dotted names.
    pub form: Pairs,
    /// The path of the page, as the address bar had it.
    pub on: String,
}

/// A ceremony.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Began {
    pub ceremony: i64,
    /// `create`, not `get`.
    pub creates: bool,
    /// With conditional mediation.
    pub is_silent: bool,
    /// How many credentials its options list.
    pub listed: usize,
}

/// How a ceremony ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// With a credential, as JSON text.
    Credential(String),
    /// With an error.
    Error { name: String, message: String, is_visible: bool },
}

/// Names and values, in order.
pub(super) type Pairs = Vec<(String, String)>;

impl Recording {
    /// Reads a file.
    ///
    /// # Errors
    /// [`BadRecording`], whose text is one sentence for people.
    pub fn read(text: &str) -> Result<Self, BadRecording> {
        if text.len() > LARGEST {
            return Err(BadRecording::TooLarge);
        }
        let file = Json::parse(text).map_err(BadRecording::NotJson)?;
        let file = file.obj();
        if file.str("format") != Some("propylon-recording") {
            return Err(BadRecording::OtherFormat);
        }
        if file.int("version") != Some(1) {
            let version = file.get("version").map_or("null".to_owned(), Json::to_text);
            return Err(BadRecording::OtherVersion(version));
        }
        let steps = file.list("steps").iter().enumerate().map(|(at, value)| {
            let wrong = |reason| BadRecording::Step { number: at.saturating_add(1), reason };
            step(value.obj()).map_err(wrong)
        });
        let steps = steps.collect::<Result<Vec<_>, _>>()?;
        if !steps.iter().any(|step| matches!(step.what, What::Asked(_))) {
            return Err(BadRecording::Empty);
        }
        Ok(Self {
            started: file.int("started").unwrap_or_default(),
            is_site: file.str("by") == Some("site"),
            groups: texts(file.list("groups")),
            steps,
        })
    }
}

fn step(value: Obj<'_>) -> Result<Step, &'static str> {
    let page = value.text("page").ok_or("it names no page")?;
    let at = value.int("at").ok_or("it has no time")?;
    let what = if let Some(ask) = value.int("ask") {
        What::Asked(asked(ask, value)?)
    } else if let Some(ask) = value.int("answer") {
        What::Answered { ask, answer: answer(value)? }
    } else if let Some(ceremony) = value.int("ceremony") {
        What::Began(Began {
            ceremony,
            creates: value.flag("creates"),
            is_silent: value.flag("silent"),
            listed: usize::try_from(value.int("listed").unwrap_or_default()).unwrap_or_default(),
        })
    } else if let Some(ceremony) = value.int("end") {
        What::Ended { ceremony, end: end(value)? }
    } else if value.has("able") {
        What::Able(texts(value.list("able")))
    } else if value.has_object("open") {
        opened(value.obj("open"))
    } else {
        return Err("it is none of open, able, ask, answer, ceremony and end");
    };
    Ok(Step { page, at, what })
}

fn opened(open: Obj<'_>) -> What {
    let allows = |name: &str| match open.get(name) {
        Some(Json::Bool(allowed)) => Some(*allowed),
        _ => None,
    };
    let text = |name: &str| open.text(name).unwrap_or_default();
    let seen = Observation {
        is_secure: open.flag("secure"),
        has_interface: open.flag("passkeys"),
        allows_get: allows("mayGet"),
        allows_create: allows("mayCreate"),
        origin: text("origin"),
        host: text("host"),
        capabilities: None,
    };
    let kept = open.obj("kept").members().iter();
    let kept = kept.filter_map(|(kind, value)| Some((kind.clone(), value.as_str()?.to_owned())));
    What::Opened { seen, kept: kept.collect() }
}

fn asked(ask: i64, value: Obj<'_>) -> Result<Asked, &'static str> {
    let method = value.str("method").ok_or("the request has no method")?;
    let path = value.text("path").ok_or("the request has no path")?;
    let mut form = pairs(value.list("form"))?;
    if let Some(body) = value.get("json") {
        flatten("", body, &mut form);
    }
    Ok(Asked {
        ask,
        is_get: method == "GET",
        path,
        query: pairs(value.list("query"))?,
        form,
        on: value.text("on").unwrap_or_default(),
    })
}

fn answer(value: Obj<'_>) -> Result<Result<Response, Unreached>, &'static str> {
    match value.str("failed") {
        Some("timed-out") => return Ok(Err(Unreached::TimedOut)),
        Some("redirected") => return Ok(Err(Unreached::Redirected)),
        Some(_) => return Ok(Err(Unreached::Failed)),
        None => {}
    }
    let status = value.int("status").and_then(|status| u16::try_from(status).ok());
    let status = status.ok_or("the answer has no status")?;
    let wait = value.int("retryAfter").and_then(|seconds| u32::try_from(seconds).ok());
    if let Some(unreached) = Unreached::from_status(status, wait) {
        return Ok(Err(unreached));
    }
    let body = match value.get("body") {
        Some(Json::Text(text)) => text.clone(),
        Some(body) => body.to_text(),
        None => String::new(),
    };
    Ok(Ok(Response { status, body }))
}

fn end(value: Obj<'_>) -> Result<End, &'static str> {
    if let Some(credential) = value.get("credential").filter(|one| one.is_object()) {
        return Ok(End::Credential(credential.to_text()));
    }
    Ok(End::Error {
        name: value.text("error").ok_or("the ceremony has neither a credential nor an error")?,
        message: value.text("says").unwrap_or_default(),
        is_visible: value.flag("visible"),
    })
}

fn texts(list: &[Json]) -> Vec<String> {
    list.iter().filter_map(Json::as_str).map(str::to_owned).collect()
}

fn pairs(list: &[Json]) -> Result<Pairs, &'static str> {
    let pair = |value: &Json| match value {
        Json::List(pair) => match pair.as_slice() {
            [Json::Text(name), Json::Text(value)] => Some((name.clone(), value.clone())),
            _ => None,
        },
        _ => None,
    };
    list.iter().map(pair).collect::<Option<_>>().ok_or("a name with its value is no pair of texts")
}

/// The scalars of a JSON body by dotted names.
fn flatten(path: &str, value: &Json, found: &mut Pairs) {
    match value {
        Json::Object(members) => {
            for (name, value) in members {
                let path = if path.is_empty() { name.clone() } else { [path, ".", name].concat() };
                flatten(&path, value, found);
            }
        }
        Json::List(elements) => elements.iter().for_each(|element| flatten(path, element, found)),
        scalar => found.extend(scalar.scalar().map(|text| (path.to_owned(), text))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    fn file(steps: &Value) -> String {
        json!({"format": "propylon-recording", "version": 1, "steps": steps}).to_string()
    }

    #[test]
    fn what_is_no_recording_is_refused_in_one_sentence() {
        let ask = json!({"page": "a", "at": 0, "ask": 1, "method": "GET", "path": "/x"});
        for (text, sentence) in [
            ("{\"format\": \"propyl".to_owned(), "the file is not JSON: line 1, column 19"),
            (
                "[1]".to_owned(),
                "the file is JSON, but no recording: it lacks \"format\": \"propylon-recording\"",
            ),
            (
                json!({"format": "propylon-recording", "version": 7}).to_string(),
                "the recording has version 7, and only version 1 is known",
            ),
            (file(&json!([])), "the recording has no request of a flow"),
            (
                file(&json!([ask, {"page": "a", "at": "soon"}])),
                "step 2 of the recording is wrong: it has no time",
            ),
            (file(&json!([17])), "step 1 of the recording is wrong: it names no page"),
            (
                file(&json!([{"page": "a", "at": 0, "answer": 1, "status": -3}])),
                "step 1 of the recording is wrong: the answer has no status",
            ),
            (
                file(
                    &json!([{"page": "a", "at": 0, "ask": 1, "method": "GET", "path": "/", "query": [["a"]]}]),
                ),
                "step 1 of the recording is wrong: a name with its value is no pair of texts",
            ),
            ("x".repeat(LARGEST + 1), "the file is larger than 8 MB, so it is no recording"),
        ] {
            assert_eq!(Recording::read(&text).unwrap_err().to_string(), sentence);
        }
        assert!(Recording::read(&file(&json!([ask]))).is_ok());
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            prop_oneof!["GET", "POST", "/self-service/login/browser", "/sessions/whoami", ".{0,9}"]
                .prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 6, |inner| {
            let key = prop_oneof!["ui", "nodes", "attributes", "id", "[a-z]{1,3}"];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(key, inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    fn any_step() -> impl Strategy<Value = Value> {
        let key = prop_oneof![
            "open",
            "able",
            "ask",
            "answer",
            "ceremony",
            "end",
            "method",
            "path",
            "query",
            "form",
            "status",
            "body",
            "failed",
            "error",
            "credential",
            "creates",
            "silent",
            "on",
        ];
        let more = prop::collection::btree_map(key, any_json(), 0..6);
        more.prop_map(|more| {
            let mut step = json!({"page": "a", "at": 1});
            for (name, value) in more {
                step[name] = value;
            }
            step
        })
    }

    proptest! {
        #[test]
        fn any_file_is_refused_or_played(steps in prop::collection::vec(any_step(), 0..8)) {
            if let Ok(recording) = Recording::read(&file(&Value::from(steps))) {
                let _ = recording.play();
            }
        }

        #[test]
        fn any_text_is_refused(text in ".*") {
            prop_assert!(Recording::read(&text).is_err());
        }
    }
}
