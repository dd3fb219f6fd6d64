//! A browser without a page: keeps cookies, sends the requests of a UI, records the answers.

use std::cell::RefCell;
use std::collections::BTreeMap;

use anyhow::Result;

use super::answer::Answer;
use super::request::Request;
use super::story::Story;
use super::urlencoded::{Pairs, owned};

/// The case name of a step that is not recorded.
pub const UNRECORDED: &str = "";

/// A person's browser, or a native app if its requests are sent without cookies.
pub struct Browser<'a> {
    story: &'a Story,
    jar: RefCell<BTreeMap<String, String>>,
}

impl<'a> Browser<'a> {
    /// A browser without cookies.
    pub fn new(story: &'a Story) -> Self {
        Self { story, jar: RefCell::default() }
    }

    /// Sends a request and records it as `case`. Notes an unexpected status.
    pub fn send(&self, status: u16, case: &str, request: Request) -> Result<Answer> {
        let cookies = if request.with_cookies { self.cookies() } else { None };
        let answer = self.story.ask(&request, cookies.as_deref())?;
        if request.with_cookies {
            self.keep_cookies(&answer);
        }
        self.story.note(status, case, &request, &answer);
        Ok(answer)
    }

    /// Creates a flow: `login`, `registration`, ….
    pub fn create(&self, status: u16, case: &str, flow: &str, query: Pairs) -> Result<Answer> {
        let path = format!("/self-service/{flow}/browser");
        self.send(status, case, Request::get(&path).query(query))
    }

    /// Fetches a flow by its id.
    pub fn flow(&self, status: u16, case: &str, flow: &str, id: &str) -> Result<Answer> {
        let path = format!("/self-service/{flow}/flows");
        self.send(status, case, Request::get(&path).query(&[("id", id)]))
    }

    /// Requests any path.
    pub fn get(&self, status: u16, case: &str, path: &str) -> Result<Answer> {
        self.send(status, case, Request::get(path))
    }

    /// Submits fields, with the flow's CSRF token if it has one.
    pub fn submit(&self, status: u16, case: &str, flow: &Answer, fields: Pairs) -> Result<Answer> {
        self.send(status, case, submission(flow, fields)?)
    }

    /// Signs in by password, unrecorded.
    pub fn sign_in(&self, identifier: &str) -> Result<Answer> {
        let flow = self.create(200, UNRECORDED, "login", &[])?;
        let fields = [("method", "password"), ("identifier", identifier), PASSWORD];
        self.submit(200, UNRECORDED, &flow, &fields)
    }

    /// Requests the session.
    pub fn whoami(&self, status: u16, case: &str) -> Result<Answer> {
        self.get(status, case, "/sessions/whoami")
    }

    fn cookies(&self) -> Option<String> {
        let jar = self.jar.borrow();
        let pairs: Vec<String> =
            jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    fn keep_cookies(&self, answer: &Answer) {
        for (_, cookie) in answer.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
            let Some((name, value)) = pair.split_once('=') else { continue };
            let over = attributes.split(';').any(|part| part.trim() == "Max-Age=0");
            if over || value.is_empty() {
                self.jar.borrow_mut().remove(name);
            } else {
                self.jar.borrow_mut().insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The password of every account, as a field.
pub const PASSWORD: (&str, &str) = ("password", "correct-Horse-battery-9");

/// The request that submits these fields of a flow.
pub fn submission(flow: &Answer, fields: Pairs) -> Result<Request> {
    let mut form = Vec::new();
    if let Ok(token) = flow.node("csrf_token") {
        form.extend(owned(&[("csrf_token", token)]));
    }
    form.extend(owned(fields));
    Ok(Request::post(flow.action()?).form(form))
}
