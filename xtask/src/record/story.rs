//! The run of a family: its Kratos and its recordings.

use std::cell::RefCell;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use ureq::{Agent, http};

use super::answer::Answer;
use super::browser::Browser;
use super::kratos::Kratos;
use super::request::Request;

const ANSWER_TIME: Duration = Duration::from_secs(20);

/// One sequence of requests to one Kratos.
pub struct Story {
    agent: Agent,
    kratos: Kratos,
    version: String,
    recordings: RefCell<Vec<Value>>,
    surprises: RefCell<Vec<String>>,
}

impl Story {
    /// Starts a story; `version` is written into each recording.
    pub fn new(kratos: Kratos, version: &str) -> Self {
        Self {
            agent: agent(),
            kratos,
            version: version.trim_start_matches('v').to_owned(),
            recordings: RefCell::default(),
            surprises: RefCell::default(),
        }
    }

    /// A new browser.
    pub fn browser(&self) -> Browser<'_> {
        Browser::new(self)
    }

    /// The origin of the UI, which is also that of passkeys.
    pub fn origin(&self) -> &str {
        &self.kratos.ui
    }

    /// Sends a request to the public API.
    pub fn ask(&self, request: &Request, cookies: Option<&str>) -> Result<Answer> {
        let mut headers = request.all_headers();
        headers.extend(self.kratos.host.clone().map(|host| ("Host".to_owned(), host)));
        headers.extend(cookies.map(|cookies| ("Cookie".to_owned(), cookies.to_owned())));
        let url = format!("{}{}", self.kratos.public, request.target());
        call(&self.agent, request.method, &url, &headers, request.body())
    }

    /// Sends JSON to the admin API. Any status but success is an error.
    pub fn admin(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Value> {
        let url = format!("{}/admin{path}", self.kratos.admin);
        let json = ("Content-Type".to_owned(), "application/json".to_owned());
        let answer = call(&self.agent, method, &url, &[json], body.map(Value::to_string))?;
        if (200..300).contains(&answer.status) {
            return Ok(answer.body);
        }
        Err(anyhow::anyhow!("{method} {url} answered {}", answer.shown()))
    }

    /// Records an exchange, and notes an unexpected status.
    pub fn note(&self, status: u16, case: &str, request: &Request, answer: &Answer) {
        if answer.status != status {
            let name = if case.is_empty() { request.path.as_str() } else { case };
            let line = format!("{name}: expected {status}, got {}", answer.shown());
            self.surprises.borrow_mut().push(line);
        }
        if case.is_empty() {
            return;
        }
        self.recordings.borrow_mut().push(json!({
            "case": case,
            "kratos": self.version,
            "request": request.recorded(),
            "status": answer.status,
            "headers": answer.recorded_headers(),
            "body": answer.body,
        }));
    }

    /// The recordings, and the unexpected statuses.
    pub fn end(self) -> (Vec<Value>, Vec<String>) {
        (self.recordings.into_inner(), self.surprises.into_inner())
    }
}

/// An HTTP client that treats no status as an error and follows no redirect.
pub fn agent() -> Agent {
    Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .allow_non_standard_methods(true)
        .timeout_global(Some(ANSWER_TIME))
        .user_agent("propylon-record")
        .proxy(None)
        .build()
        .into()
}

/// Sends a request and reads the response.
pub fn call(
    agent: &Agent,
    method: &str,
    url: &str,
    headers: &[(String, String)],
    body: Option<String>,
) -> Result<Answer> {
    let mut request = http::Request::builder().method(method).uri(url);
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let sent = match body {
        Some(body) => agent.run(request.body(body)?),
        None => agent.run(request.body(())?),
    };
    let mut answer = sent.with_context(|| format!("{method} {url} got no answer"))?;
    let text = answer.body_mut().read_to_string()?;
    let headers = answer.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    Ok(Answer { status: answer.status().as_u16(), headers: headers.collect(), body: body_of(text) })
}

fn body_of(text: String) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}
