//! Healthy observations for tests, to be broken in one thing.

#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::observe::{Answer, Observations, Outcome};
use crate::Report;

/// The page of [`healthy`].
pub const PAGE: &str = "https://auth.example.com/login";
/// Kratos' URL of [`healthy`].
pub const BASE: &str = "https://auth.example.com";

/// A sign-in flow with password, code and passkey.
pub fn flow(kind: &str) -> Value {
    let options = json!({"publicKey": {"challenge": "x", "rpId": "auth.example.com"}}).to_string();
    json!({
        "id": "f", "type": "browser",
        "issued_at": "2026-01-01T10:00:00Z", "expires_at": "2026-01-01T11:00:00Z",
        "ui": {"action": format!("{BASE}/self-service/{kind}?flow=f"), "nodes": [
            {"group": "default", "attributes": {"name": "csrf_token", "value": "t"}},
            {"group": "password", "attributes": {"name": "password"}},
            {"group": "code", "attributes": {"name": "method", "value": "code", "type": "submit"}},
            {"group": "passkey", "attributes": {"name": "passkey_challenge", "value": options}},
        ]},
    })
}

/// An answer with JSON.
pub fn answer(id: &str, status: u16, body: &Value) -> Answer {
    Answer {
        id: id.to_owned(),
        asked: format!("{BASE}/{id}"),
        outcome: Outcome::Answered,
        status,
        content_type: "application/json".to_owned(),
        body: body.to_string(),
        ..Answer::default()
    }
}

/// An answer that ended in this way.
pub fn ended(id: &str, outcome: Outcome) -> Answer {
    Answer { id: id.to_owned(), asked: format!("{BASE}/{id}"), outcome, ..Answer::default() }
}

/// An error as Kratos and Oathkeeper send it.
pub fn error(code: u16, id: &str, message: &str) -> Value {
    json!({"error": {"id": id, "code": code, "status": "x", "message": message}})
}

/// A set-up on one origin in which nothing is wrong.
pub fn healthy() -> Observations {
    let mut seen = Observations::default();
    seen.page.url = PAGE.to_owned();
    seen.settings.base = BASE.to_owned();
    seen.settings.deep = true;
    for kind in ["login", "registration", "recovery", "verification"] {
        seen.put(answer(kind, 200, &flow(kind)));
    }
    seen.put(answer("alive", 200, &json!({"status": "ok"})));
    seen.put(answer("again", 200, &flow("login")));
    seen.put(answer("whoami", 401, &error(401, "", "no session")));
    seen.put(answer("foreign", 400, &error(400, "self_service_flow_return_to_forbidden", "")));
    seen
}

impl Observations {
    /// Adds an answer, in place of one with the same id.
    pub fn put(&mut self, answer: Answer) {
        self.answers.retain(|other| other.id != answer.id);
        self.answers.push(answer);
    }

    /// Takes an answer away.
    pub fn without(&mut self, id: &str) {
        self.answers.retain(|answer| answer.id != id);
    }
}

/// The codes in a report.
pub fn codes(report: &Report) -> Vec<&'static str> {
    report.findings.iter().map(|finding| finding.code).collect()
}
