//! Two accounts, one browser, two tabs, in any order of actions: nothing typed under one identity
//! ever appears in a form, an accepted request or a storage under another.
//!
//! Kratos is a model here: sessions, tokens that rotate with them, flows that belong to an identity
//! and expire. Each typed value contains the name of its owner, so that leaks are found anywhere.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

use std::collections::BTreeMap;

use proptest::prelude::*;
use propylon::{
    flow::{
        draft::{Fields, owner_of_text},
        effect::Effect,
        event::Event,
        opening::Opening,
        state::{Phase, State},
        update::update,
    },
    kratos::{
        flow::FlowKind,
        node::InputKind,
        request::{Method, Request, query_value, urldecode},
        response::Response,
    },
    webauthn::ability::Observation,
};
use serde_json::{Value, json};

/// The number of an account; `None` if nobody is signed in.
type Who = Option<usize>;

fn name(who: Who) -> String {
    who.map_or_else(|| "nobody".to_owned(), |account| format!("account-{account}"))
}

/// The owner of a value, if it was typed here.
fn author(value: &str) -> Option<&str> {
    value.strip_prefix("typed under ")?.split_once(',').map(|(author, _)| author)
}

struct FlowRow {
    kind: FlowKind,
    identity: Who,
    /// The account that was signed in when it was created, or whose session had expired.
    made_for: Who,
    token: u32,
    refresh: bool,
    is_expired: bool,
}

/// The parts of Kratos that decide which account a request belongs to.
#[derive(Default)]
struct Kratos {
    session: Who,
    /// The account whose session expired, while nobody else has signed in since.
    expired: Who,
    /// Rotates with every sign-in and sign-out.
    token: u32,
    flows: Vec<FlowRow>,
    names: [String; 2],
    /// Whether the next settings submit requires a re-authentication.
    wants_refresh: bool,
}

impl Kratos {
    fn answer(&mut self, request: &Request, signs_in: usize) -> Response {
        let (status, body) = self.respond(request, signs_in);
        Response { status, body: body.to_string() }
    }

    fn respond(&mut self, request: &Request, signs_in: usize) -> (u16, Value) {
        let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
        if path == "/sessions/whoami" {
            return match self.session {
                Some(who) => (200, session(who)),
                None => (401, json!({"error": {"code": 401}})),
            };
        }
        let mut parts = path.split('/').skip(2);
        let kind = FlowKind::named(parts.next().unwrap()).unwrap();
        match (parts.next(), &request.method) {
            (Some("browser"), _) => self.create(kind, query.contains("refresh=true")),
            (Some("flows"), _) => {
                let at = query_value(query, "id").unwrap();
                match self.refusal(kind, &at, false) {
                    Some(refusal) => refusal,
                    None => (200, self.body(at.parse().unwrap(), None)),
                }
            }
            (None, Method::Form(form)) => {
                let at = query_value(query, "flow").unwrap();
                let form = urldecode(form);
                self.submit(kind, &at, &form, signs_in)
            }
            other => panic!("{other:?}"),
        }
    }

    fn create(&mut self, kind: FlowKind, refresh: bool) -> (u16, Value) {
        let refresh = refresh && self.session.is_some();
        let is_first =
            matches!(kind, FlowKind::Login | FlowKind::Registration | FlowKind::Recovery);
        if is_first && self.session.is_some() && !refresh {
            return (400, json!({"error": {"id": "session_already_available", "code": 400}}));
        }
        if kind == FlowKind::Settings && self.session.is_none() {
            return (401, json!({"error": {"id": "session_inactive", "code": 401}}));
        }
        let identity = self.session.filter(|_| kind == FlowKind::Settings);
        let (token, made_for) = (self.token, self.session.or(self.expired));
        self.flows.push(FlowRow { kind, identity, made_for, token, refresh, is_expired: false });
        (200, self.body(self.flows.len() - 1, None))
    }

    fn refusal(&self, kind: FlowKind, at: &str, submits: bool) -> Option<(u16, Value)> {
        let error = |code: u16, id: &str| Some((code, json!({"error": {"id": id, "code": code}})));
        let flow = at.parse::<usize>().ok().and_then(|at| self.flows.get(at));
        let Some(flow) = flow.filter(|flow| flow.kind == kind) else { return error(404, "") };
        if kind == FlowKind::Settings {
            if self.session.is_none() {
                return error(401, "session_inactive");
            }
            if flow.identity != self.session {
                return error(403, "security_identity_mismatch");
            }
        }
        if flow.is_expired {
            return error(410, "self_service_flow_expired");
        }
        let checks_token = submits || kind != FlowKind::Settings;
        (checks_token && flow.token != self.token)
            .then(|| error(403, "security_csrf_violation"))
            .flatten()
    }

    fn submit(&mut self, kind: FlowKind, at: &str, form: &Fields, signs_in: usize) -> (u16, Value) {
        if let Some(refusal) = self.refusal(kind, at, true) {
            return refusal;
        }
        let at: usize = at.parse().unwrap();
        let token =
            form.iter().find(|(name, _)| name == "csrf_token").map(|(_, value)| value.clone());
        if token != Some(self.token.to_string()) {
            return (403, json!({"error": {"id": "security_csrf_violation", "code": 403}}));
        }
        if kind == FlowKind::Settings && std::mem::take(&mut self.wants_refresh) {
            let error = json!({"id": "session_refresh_required", "code": 403});
            let url = "http://k/self-service/login/browser?refresh=true";
            return (403, json!({"error": error, "redirect_browser_to": url}));
        }
        // Accepted: check the owner of the values.
        let under = name(self.session);
        for (field, value) in form {
            let author = author(value).unwrap_or(&under);
            if self.expired.is_some() && author == name(self.expired) {
                continue;
            }
            assert_eq!(author, under, "{field}={value} was accepted in a {kind:?} of {under}");
        }
        match kind {
            FlowKind::Settings => {
                let who = self.session.unwrap();
                let typed = form.iter().find(|(name, _)| name == "traits.name");
                self.names[who] = typed.map(|(_, value)| value.clone()).unwrap_or_default();
                let said = json!([{"id": 1_050_001, "type": "success", "text": "Saved"}]);
                (200, self.body(at, Some(said)))
            }
            FlowKind::Login | FlowKind::Registration => {
                let refresh = self.flows[at].refresh;
                if !(refresh && self.session == Some(signs_in)) {
                    self.token += 1;
                }
                self.session = Some(signs_in);
                self.expired = None;
                (200, json!({"session": session(signs_in)}))
            }
            _ => (200, self.body(at, None)),
        }
    }

    fn body(&self, at: usize, said: Option<Value>) -> Value {
        let flow = &self.flows[at];
        let word = flow.kind.as_str();
        let input = |group: &str, name: &str, kind: &str, value: &str| {
            json!({"type": "input", "group": group, "messages": [], "meta": {},
                "attributes": {"name": name, "type": kind, "value": value}})
        };
        let token = flow.token.to_string();
        let mut nodes = vec![input("default", "csrf_token", "hidden", &token)];
        let (field, method) = match flow.kind {
            FlowKind::Login => ("identifier", "password"),
            FlowKind::Registration => ("traits.name", "profile"),
            FlowKind::Settings => ("traits.name", "profile"),
            _ => ("email", "code"),
        };
        let value = flow.identity.map(|who| self.names[who].clone()).unwrap_or_default();
        let group = if flow.kind == FlowKind::Settings { "profile" } else { "default" };
        nodes.push(input(group, field, "text", &value));
        nodes.push(input(method, "method", "submit", method));
        let mut body = json!({"id": at.to_string(), "refresh": flow.refresh, "state": "show_form",
            "ui": {"action": format!("http://k/self-service/{word}?flow={at}"), "nodes": nodes,
                "messages": said.unwrap_or_else(|| json!([]))}});
        if let Some(who) = flow.identity {
            body["identity"] = identity(who);
        }
        body
    }
}

fn identity(who: usize) -> Value {
    json!({"id": name(Some(who)), "traits": {}})
}

fn session(who: usize) -> Value {
    json!({"id": "s", "active": true, "identity": identity(who)})
}

/// A tab with its page.
struct Tab {
    state: State,
    waiting: Vec<(u32, Request)>,
    /// The values in the fields.
    dom: Fields,
    drawn: Option<String>,
    stored: BTreeMap<&'static str, String>,
    alarmed: bool,
}

impl Tab {
    fn open(kind: FlowKind) -> Self {
        Self {
            state: State::new(Opening::read(kind, "")),
            waiting: Vec::new(),
            dom: Fields::new(),
            drawn: None,
            stored: BTreeMap::new(),
            alarmed: false,
        }
    }

    /// Renders changes, as the page does.
    fn draw(&mut self) {
        let id = self.state.flow.as_ref().map(|flow| format!("{} {}", flow.id, self.state.steps));
        let loses = self.state.flow.is_none() || matches!(self.state.phase, Phase::Stopped(_));
        if loses {
            self.dom.clear();
            self.drawn = None;
        } else if id != self.drawn {
            if !self.state.is_renewed {
                self.dom.clear();
            }
            let flow = self.state.flow.as_ref().unwrap();
            for input in flow.inputs().filter(|input| !input.is_submit()) {
                let value = input.value.clone().unwrap_or_default();
                let kept = self.dom.iter_mut().find(|(name, _)| *name == input.name);
                match kept {
                    Some(kept) if input.kind == InputKind::Hidden => kept.1 = value,
                    Some(_) => {}
                    None => self.dom.push((input.name.clone(), value)),
                }
            }
            self.drawn = id;
        }
    }
}

struct Browser {
    kratos: Kratos,
    tabs: [Tab; 2],
    /// A sign-out that is announced but not done.
    is_signing_out: bool,
    count: u32,
}

#[derive(Clone, Debug)]
enum Step {
    Open(usize, FlowKind),
    Reload(usize),
    Type(usize),
    Submit(usize),
    Answer(usize, usize),
    Hide(usize),
    Show(usize),
    Return(usize),
    Alarm(usize),
    GiveUp(usize),
    StartOver(usize),
    Retry(usize),
    SignOut,
    SignedOut,
    Expire,
    EndFlows,
    WantRefresh,
}

fn step() -> impl Strategy<Value = Step> {
    let tab = || 0..2_usize;
    let kind = prop_oneof![
        3 => Just(FlowKind::Settings),
        2 => Just(FlowKind::Login),
        1 => Just(FlowKind::Registration),
        1 => Just(FlowKind::Recovery),
        1 => Just(FlowKind::Verification),
    ];
    prop_oneof![
        2 => (tab(), kind).prop_map(|(tab, kind)| Step::Open(tab, kind)),
        1 => tab().prop_map(Step::Reload),
        4 => tab().prop_map(Step::Type),
        4 => tab().prop_map(Step::Submit),
        12 => (tab(), 0..2_usize).prop_map(|(tab, who)| Step::Answer(tab, who)),
        2 => tab().prop_map(Step::Hide),
        1 => tab().prop_map(Step::Show),
        1 => tab().prop_map(Step::Return),
        1 => tab().prop_map(Step::Alarm),
        1 => tab().prop_map(Step::GiveUp),
        1 => tab().prop_map(Step::StartOver),
        1 => tab().prop_map(Step::Retry),
        1 => Just(Step::SignOut),
        2 => Just(Step::SignedOut),
        1 => Just(Step::Expire),
        1 => Just(Step::EndFlows),
        1 => Just(Step::WantRefresh),
    ]
}

impl Browser {
    fn new() -> Self {
        let tabs = [Tab::open(FlowKind::Login), Tab::open(FlowKind::Settings)];
        let mut browser = Self { kratos: Kratos::default(), tabs, is_signing_out: false, count: 0 };
        for at in 0..2 {
            browser.start(at);
        }
        browser
    }

    /// Opens a new page in the tab, which loads the tab's stored draft.
    fn start(&mut self, at: usize) {
        let tab = &mut self.tabs[at];
        let kept = tab.stored.get(tab.state.opening.kind.as_str()).cloned();
        self.happen(at, Event::Started { kept, page: Observation::default(), hops: 0 });
    }

    fn happen(&mut self, at: usize, event: Event) {
        let tab = &mut self.tabs[at];
        let effects = update(&mut tab.state, event);
        let mut moved = false;
        for effect in effects {
            match effect {
                Effect::Send { ticket, request } => tab.waiting.push((ticket, request)),
                Effect::Keep(kind, Some(text)) => {
                    tab.stored.insert(kind.as_str(), text);
                }
                Effect::Keep(kind, None) => {
                    tab.stored.remove(kind.as_str());
                }
                Effect::ForgetDrafts(person) => {
                    tab.stored.retain(|_, text| person.is_some() && owner_of_text(text) == person);
                }
                Effect::Alarm(_) => tab.alarmed = true,
                Effect::SessionChanged => moved = true,
                _ => {}
            }
        }
        tab.draw();
        if moved {
            self.happen(1 - at, Event::SessionChanged);
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Open(at, kind) => {
                self.finish_sign_out();
                self.hide(at);
                let stored = std::mem::take(&mut self.tabs[at].stored);
                self.tabs[at] = Tab { stored, ..Tab::open(kind) };
                self.start(at);
            }
            Step::Reload(at) => {
                self.finish_sign_out();
                self.hide(at);
                let (kind, id) = {
                    let state = &self.tabs[at].state;
                    (state.kind(), state.flow.as_ref().map(|flow| flow.id.clone()))
                };
                let stored = std::mem::take(&mut self.tabs[at].stored);
                let query = id.map(|id| format!("flow={id}")).unwrap_or_default();
                let state = State::new(Opening::read(kind, &query));
                self.tabs[at] = Tab { state, stored, ..Tab::open(kind) };
                self.start(at);
            }
            Step::Type(at) => self.type_something(at),
            Step::Submit(at) => {
                let tab = &self.tabs[at];
                let Some(flow) = tab.state.flow.as_ref().filter(|_| tab.state.is_ready()) else {
                    return;
                };
                let button = flow.inputs().find(|input| input.is_submit()).unwrap();
                let button = (button.name.clone(), button.value.clone().unwrap_or_default());
                let fields = tab.dom.clone();
                self.happen(at, Event::Submitted { fields, button: Some(button) });
            }
            Step::Answer(at, signs_in) => {
                if self.tabs[at].waiting.is_empty() {
                    return;
                }
                let (ticket, request) = self.tabs[at].waiting.remove(0);
                let answer = Ok(self.kratos.answer(&request, signs_in).read());
                let typed = self.tabs[at].dom.clone();
                self.happen(at, Event::Answered { ticket, answer, typed, now: 0 });
            }
            Step::Hide(at) => self.hide(at),
            Step::Show(at) => self.happen(at, Event::Shown),
            Step::Return(at) => self.happen(at, Event::Returned),
            Step::Alarm(at) => {
                if std::mem::take(&mut self.tabs[at].alarmed) {
                    let typed = self.tabs[at].dom.clone();
                    self.happen(at, Event::FlowAging { typed });
                }
            }
            Step::GiveUp(at) => self.happen(at, Event::GaveUp),
            Step::StartOver(at) => self.happen(at, Event::StartedOver),
            Step::Retry(at) => self.happen(at, Event::Retried),
            Step::SignOut => {
                if self.kratos.session.is_none() {
                    return;
                }
                self.is_signing_out = true;
                for at in 0..2 {
                    let typed = self.tabs[at].dom.clone();
                    self.happen(at, Event::SigningOut { typed });
                }
            }
            Step::SignedOut => self.finish_sign_out(),
            Step::Expire => {
                self.kratos.expired = self.kratos.session.take().or(self.kratos.expired);
            }
            Step::EndFlows => {
                for flow in &mut self.kratos.flows {
                    flow.is_expired = true;
                }
            }
            Step::WantRefresh => self.kratos.wants_refresh = true,
        }
    }

    /// Kratos finishes an announced sign-out, at the latest when another page is loaded.
    fn finish_sign_out(&mut self) {
        if std::mem::take(&mut self.is_signing_out) {
            self.kratos.session = None;
            self.kratos.expired = None;
            self.kratos.token += 1;
        }
    }

    fn hide(&mut self, at: usize) {
        let typed = self.tabs[at].dom.clone();
        self.happen(at, Event::Hidden { typed });
    }

    /// The owner of the tab's page: the flow's identity, or else the current session's.
    fn page_of(&self, at: usize) -> String {
        let flow = self.tabs[at].state.flow.as_ref().unwrap();
        let row = &self.kratos.flows[flow.id.parse::<usize>().unwrap()];
        match row.kind {
            FlowKind::Settings => name(row.identity),
            // Its token belongs to the session that created it.
            FlowKind::Verification => name(row.made_for),
            // Nobody has told the page of a session that expired.
            FlowKind::Login if row.refresh => name(self.kratos.session.or(self.kratos.expired)),
            _ => name(None),
        }
    }

    fn type_something(&mut self, at: usize) {
        if !self.tabs[at].state.is_ready() {
            return;
        }
        let author = self.page_of(at);
        // A verification doesn't show whose it is. Once its session has changed and no page knows yet,
        // what somebody types there belongs to nobody in particular.
        let is_verification = self.tabs[at].state.kind() == FlowKind::Verification;
        if is_verification && author != name(self.kratos.session.or(self.kratos.expired)) {
            return;
        }
        self.count += 1;
        let value = format!("typed under {author}, {}", self.count);
        let tab = &mut self.tabs[at];
        let flow = tab.state.flow.as_ref().unwrap();
        let fields = flow.inputs().filter(|input| input.kind == InputKind::Text);
        for input in fields {
            let field = tab.dom.iter_mut().find(|(name, _)| *name == input.name);
            field.unwrap().1.clone_from(&value);
        }
    }

    fn check(&self) {
        for at in 0..2 {
            let tab = &self.tabs[at];
            // A page that waits for the session is not up to date yet.
            if !tab.waiting.is_empty() || matches!(tab.state.phase, Phase::Checking(_)) {
                continue;
            }
            if let Some(flow) = tab.state.flow.as_ref().filter(|_| tab.state.is_ready()) {
                let page = self.page_of(at);
                let row = &self.kratos.flows[flow.id.parse::<usize>().unwrap()];
                // No page is notified when a session expires.
                let is_told = row.kind != FlowKind::Verification && !row.refresh
                    || self.kratos.session.is_some();
                for (field, value) in tab.dom.iter().filter(|_| is_told) {
                    let author = author(value).unwrap_or(&page);
                    assert_eq!(author, page, "{field}={value} stands in a form of {page}");
                }
            }
            let under = name(self.kratos.session);
            // The account whose session expired may get its own draft back.
            for text in tab.stored.values().filter(|_| self.kratos.session.is_some()) {
                for part in text.split("typed under ").skip(1) {
                    let author = part.split(',').next().unwrap();
                    assert_eq!(author, under, "{text} is kept under {under}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 20_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn one_persons_words_never_reach_another(steps in prop::collection::vec(step(), 1..80)) {
        let mut browser = Browser::new();
        for step in steps {
            browser.take(step);
            browser.check();
        }
    }
}
