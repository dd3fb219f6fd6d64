//! A page whose requests are answered one at a time.

// Each test that includes this module uses only a part of it.
#![allow(dead_code)]

use propylon::{
    flow::{
        draft::Fields, effect::Effect, event::Event, opening::Opening, state::State, update::update,
    },
    i18n::Catalog,
    kratos::response::{Response, Unreached},
    view::{look::Look, screen::Screen},
    webauthn::ability::Observation,
};
use serde_json::Value;

/// A machine, and the effects that tests look at.
pub struct Page {
    pub state: State,
    /// The URLs of its requests.
    pub sent: Vec<String>,
    /// The URL that the browser was last sent to.
    pub left_for: Option<String>,
    waiting: Option<u32>,
    ceremony: u32,
}

impl Page {
    /// Opens a page on which passkeys work.
    pub fn open(opening: Opening) -> Self {
        let state = State::new(opening);
        let mut page = Self { state, sent: Vec::new(), left_for: None, waiting: None, ceremony: 0 };
        let seen = Observation {
            is_secure: true,
            has_interface: true,
            host: "localhost".to_owned(),
            ..Observation::default()
        };
        page.happen(Event::Started { kept: None, page: seen, hops: 0 });
        page
    }

    pub fn happen(&mut self, event: Event) {
        for effect in update(&mut self.state, event) {
            match effect {
                Effect::Send { ticket, request } => {
                    self.sent.push(request.url);
                    self.waiting = Some(ticket);
                }
                Effect::Run { ticket, .. } => self.ceremony = ticket,
                Effect::Navigate { url, .. } => self.left_for = Some(url),
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
