//! A page whose requests are answered one at a time.

// Each test that includes this module uses only a part of it.
#![allow(dead_code)]

use propylon::{
    flow::{
        draft::Fields, effect::Effect, event::Event, opening::Opening, state::State, update::update,
    },
    i18n::Catalog,
    kratos::{
        flow::FlowKind,
        request::Method,
        response::{Response, Unreached},
    },
    view::{look::Look, screen::Screen},
    webauthn::ability::Observation,
};
use serde_json::{Value, json};

/// A machine, and the effects that tests look at.
pub struct Page {
    pub state: State,
    /// The URLs of its requests.
    pub sent: Vec<String>,
    /// The method and body of the last request.
    pub method: Method,
    /// The URL that the browser was last sent to.
    pub left_for: Option<String>,
    /// The text in the tab's storage, for a reload of the flow.
    pub kept: Option<String>,
    /// The flow in the address bar, and how many steps in the history lead to it.
    pub address: Option<(FlowKind, String, u32)>,
    /// The milliseconds after which the machine wants to be called.
    pub alarm: Option<i64>,
    waiting: Option<u32>,
    ceremony: u32,
}

impl Page {
    /// Opens a page on which passkeys work.
    pub fn open(opening: Opening) -> Self {
        Self::open_with(opening, None)
    }

    /// Reloads the page: only the address and the tab's storage are left.
    pub fn reload(mut self) -> Self {
        self.happen(Event::Hidden { typed: Fields::new() });
        let (kind, flow, _) = self.address.clone().unwrap();
        let query = ["flow=", &flow].concat();
        Self { address: self.address, ..Self::open_with(Opening::read(kind, &query), self.kept) }
    }

    /// Opens a page that finds `kept` in the tab's storage.
    pub fn open_with(opening: Opening, kept: Option<String>) -> Self {
        let state = State::new(opening);
        let mut page = Self {
            state,
            sent: Vec::new(),
            method: Method::Get,
            left_for: None,
            kept: kept.clone(),
            address: None,
            alarm: None,
            waiting: None,
            ceremony: 0,
        };
        let seen = Observation {
            is_secure: true,
            has_interface: true,
            host: "localhost".to_owned(),
            ..Observation::default()
        };
        page.happen(Event::Started { kept, page: seen, hops: 0 });
        page
    }

    pub fn happen(&mut self, event: Event) {
        for effect in update(&mut self.state, event) {
            match effect {
                Effect::Send { ticket, request } => {
                    self.sent.push(request.url);
                    self.method = request.method;
                    self.waiting = Some(ticket);
                }
                Effect::Run { ticket, .. } => self.ceremony = ticket,
                Effect::Navigate { url, .. } => self.left_for = Some(url),
                Effect::Alarm(milliseconds) => self.alarm = Some(milliseconds),
                Effect::Keep(_, text) => self.kept = text,
                Effect::ForgetDrafts(_) => self.kept = None,
                Effect::Remember { kind, flow, is_step } => {
                    let steps = self.address.as_ref().map_or(0, |(_, _, steps)| *steps);
                    self.address = Some((kind, flow, steps + u32::from(is_step)));
                }
                _ => {}
            }
        }
    }

    /// Whether a request waits for its answer.
    pub fn waits(&self) -> bool {
        self.waiting.is_some()
    }

    /// The last request's URL.
    pub fn asked(&self) -> &str {
        self.sent.last().unwrap()
    }

    /// Ends the pending request; `typed` is in the form by then.
    pub fn reply(&mut self, answer: Result<Response, Unreached>, typed: Fields) {
        let ticket = self.waiting.take().unwrap();
        let answer = answer.map(|response| response.read());
        self.happen(Event::Answered { ticket, answer, typed, now: 0 });
    }

    pub fn answer(&mut self, status: u16, body: &Value) {
        self.reply(Ok(Response { status, body: body.to_string() }), Fields::new());
    }

    /// The pending ceremony returns a credential.
    pub fn prove(&mut self) {
        let credential = Ok(r#"{"id":"AA","response":{}}"#.to_owned());
        let (ticket, fields) = (self.ceremony, Fields::new());
        self.happen(Event::CeremonyEnded { ticket, credential, fields });
    }

    /// Presses the button `name` with `value`.
    pub fn press(&mut self, name: &str, value: &str, fields: &[(&str, &str)]) {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let button = Some((name.to_owned(), value.to_owned()));
        let fields = fields.iter().map(pair).collect();
        self.happen(Event::Submitted { fields, button });
    }

    pub fn screen(&self) -> Screen {
        Screen::from_state(&Catalog::english(), &Look::default(), &self.state)
    }

    /// A gateway answers in place of Kratos.
    pub fn gateway(&mut self) {
        self.reply(Ok(Response { status: 502, body: "<html>".to_owned() }), Fields::new());
    }

    /// The text above the form or in place of it.
    pub fn says(&self) -> String {
        let screen = self.screen();
        let notices = screen.notices.iter().map(|notice| notice.text.as_str());
        notices.collect::<Vec<_>>().join(" / ")
    }

    /// The value of an input.
    pub fn value(&self, name: &str) -> Option<String> {
        self.state.flow.as_ref()?.input(name)?.value.clone()
    }
}

/// An input node, with errors of these ids.
pub fn node(group: &str, name: &str, kind: &str, value: &Value, messages: &[i64]) -> Value {
    let messages: Vec<Value> =
        messages.iter().map(|id| json!({"id": id, "type": "error", "text": "Kratos"})).collect();
    json!({"type": "input", "group": group, "messages": messages, "meta": {},
        "attributes": {"name": name, "type": kind, "value": value, "node_type": "input"}})
}
