//! Documents with a machine each, whose requests get the recorded answers.

use std::collections::BTreeMap;

use super::{
    explain,
    recording::{Asked, Began, End, Recording, What},
    text,
};
use crate::{
    flow::{
        ceremony::Ceremony,
        draft::Fields,
        effect::Effect,
        event::Event,
        offer,
        opening::{Offer, Opening},
        state::State,
        update::update,
    },
    i18n::Catalog,
    json::Json,
    kratos::{
        flow::FlowKind,
        request::{Method, Request, urldecode, urlencode},
        response::{Response, Unreached},
    },
    view::{look::Look, screen::Screen},
    webauthn::{
        ability::Observation,
        error::{CeremonyError, Operation, Rejection},
        options::Options,
    },
};

/// A played recording.
#[derive(Clone, Debug, Default)]
pub struct Replay {
    /// What was shown, in order.
    pub screens: Vec<Shown>,
    /// The recorded requests that no machine sends: those beside the flows, such as the list of sessions,
    /// and those where this version differs from the recorded one.
    pub unexplained: Vec<String>,
}

/// A screen that stayed until the person or an answer changed it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Milliseconds since the start.
    pub at: i64,
    /// The document: a load of a page in a tab.
    pub page: String,
    /// The machine's state; the screen can be drawn from it.
    pub state: State,
    /// Where the page then navigated to, if it did.
    pub left_for: Option<String>,
}

impl Shown {
    /// The screen, in English.
    pub fn screen(&self) -> Screen {
        Screen::from_state(&Catalog::english(), &Look::default(), &self.state)
    }
}

impl Replay {
    /// All screens as text.
    pub fn text(&self) -> String {
        let mut out = String::new();
        for (at, shown) in self.screens.iter().enumerate() {
            let seconds = shown.at.max(0) / 1000;
            let number = crate::decimal::digits(i64::try_from(at).unwrap_or_default() + 1);
            let time = crate::decimal::digits(seconds);
            out.extend(["── ", &number, ", page ", &shown.page, ", after ", &time, " s ──\n"]);
            out.push_str(&text::of_screen(&shown.screen()));
            if let Some(url) = &shown.left_for {
                out.extend(["⇒ ", url, "\n"]);
            }
            out.push('\n');
        }
        for request in &self.unexplained {
            out.extend(["not of a flow that was shown: ", request, "\n"]);
        }
        out
    }
}

impl Recording {
    /// Plays it through the machine of this version.
    pub fn play(&self) -> Replay {
        let mut replay = Replay::default();
        let mut pages: BTreeMap<&str, Page> = BTreeMap::new();
        for step in &self.steps {
            let page = pages.entry(&step.page).or_insert_with(|| Page::new(self));
            page.at = step.at;
            page.now = self.started.saturating_add(step.at);
            if let Some(request) = page.take(&step.what) {
                replay.unexplained.push(request);
            }
            let Some(machine) = &mut page.machine else { continue };
            let left_for = machine.left_for.take();
            let is_still = !machine.state.is_busy() && !machine.state.is_leaving();
            let shown = Shown {
                at: step.at,
                page: step.page.clone(),
                state: machine.state.clone(),
                left_for: left_for.clone(),
            };
            let screen = shown.screen();
            let last = replay.screens.iter_mut().rev().find(|shown| shown.page == step.page);
            match last {
                Some(last) if left_for.is_some() => last.left_for = left_for,
                _ if left_for.is_some() => replay.screens.push(shown),
                _ if is_still && page.shown.as_ref() != Some(&screen) => {
                    page.shown = Some(screen);
                    replay.screens.push(shown);
                }
                _ => {}
            }
        }
        replay
    }

    /// Whether the person was led to the offer of a passkey: whether a page offers one is a setting that
    /// the file has not.
    fn offers(&self) -> bool {
        self.steps.iter().any(|step| matches!(&step.what, What::Asked(asked) if is_offer(asked)))
    }
}

/// Whether the page of a request is the offer of a passkey.
fn is_offer(asked: &Asked) -> bool {
    asked.on.split('?').next().is_some_and(|path| path.ends_with(offer::PAGE))
}

/// A document. It has a machine once it loads a flow, and another when its address leads to another one.
struct Page<'a> {
    recording: &'a Recording,
    seen: Observation,
    kept: &'a [(String, String)],
    able: Option<&'a [String]>,
    machine: Option<Machine>,
    /// The last screen that stayed.
    shown: Option<Screen>,
    at: i64,
    now: i64,
}

#[derive(Clone)]
struct Machine {
    state: State,
    /// Requests that the recording has not come to yet.
    waiting: Vec<(u32, Request)>,
    /// Recorded requests and their tickets.
    asks: Vec<(i64, u32)>,
    /// The last ceremony that the machine started.
    ceremony: Option<(u32, Ceremony)>,
    /// Recorded ceremonies.
    ceremonies: Vec<Running>,
    left_for: Option<String>,
}

#[derive(Clone)]
struct Running {
    ceremony: i64,
    ticket: u32,
    began: i64,
    creates: bool,
    timeout: Option<u32>,
}

impl<'a> Page<'a> {
    fn new(recording: &'a Recording) -> Self {
        Self {
            recording,
            seen: Observation::default(),
            kept: &[],
            able: None,
            machine: None,
            shown: None,
            at: 0,
            now: 0,
        }
    }

    /// Takes a step. Returns the request if nothing explains it.
    fn take(&mut self, what: &'a What) -> Option<String> {
        match what {
            What::Opened { seen, kept } => {
                self.seen = seen.clone();
                self.kept = kept;
                self.machine = None;
            }
            What::Able(names) => {
                self.able = Some(names);
                self.happen(Event::Capable(names.clone()));
            }
            What::Asked(asked) => return self.asked(asked),
            What::Answered { ask, answer } => self.answered(*ask, answer.as_ref()),
            What::Began(began) => self.began(*began),
            What::Ended { ceremony, end } => self.ended(*ceremony, end),
        }
        None
    }

    fn happen(&mut self, event: Event) {
        if let Some(machine) = &mut self.machine {
            machine.happen(event);
        }
    }

    fn asked(&mut self, asked: &Asked) -> Option<String> {
        if let Some(machine) = &mut self.machine {
            if machine.expects(asked) {
                return None;
            }
            for events in explain::events(&machine.state, asked) {
                let mut copy = machine.clone();
                events.into_iter().for_each(|event| copy.happen(event));
                if copy.expects(asked) {
                    *machine = copy;
                    return None;
                }
            }
        }
        let named = [if asked.is_get { "GET " } else { "POST " }, &asked.path].concat();
        let Some(opening) = self.opening(asked) else { return Some(named) };
        let kind = opening.kind.as_str();
        let kept = self.kept.iter().find(|(name, _)| name == kind).map(|(_, text)| text.clone());
        let mut machine = Machine::new(opening);
        machine.happen(Event::Started { kept, page: self.seen.clone(), hops: 0 });
        if let Some(able) = self.able {
            machine.happen(Event::Capable(able.to_vec()));
        }
        let is_expected = machine.expects(asked);
        self.machine = Some(machine);
        self.shown = None;
        (!is_expected).then_some(named)
    }

    /// What the page was opened with that sends this request first.
    fn opening(&self, asked: &Asked) -> Option<Opening> {
        let (kind, query) = explain::opened_by(asked)?;
        if is_offer(asked) {
            let query = asked.on.split_once('?').map_or("", |(_, query)| query);
            return Some(Opening::offer(query));
        }
        let mut opening = Opening::read(kind, &urlencode(&query));
        opening.groups.clone_from(&self.recording.groups);
        let is_sign_in = kind == FlowKind::Login;
        opening.goes_on = self.recording.is_site && is_sign_in && opening.flow.is_none();
        if is_sign_in && self.recording.offers() {
            opening.offer = Offer::Later;
        }
        Some(opening)
    }

    fn answered(&mut self, ask: i64, answer: Result<&Response, &Unreached>) {
        let now = self.now;
        let Some(machine) = &mut self.machine else { return };
        let Some(place) = machine.asks.iter().position(|(known, _)| *known == ask) else { return };
        let (_, ticket) = machine.asks.remove(place);
        let answer = answer.map(Response::read).map_err(|why| *why);
        machine.happen(Event::Answered { ticket, answer, typed: Fields::new(), now });
    }

    fn began(&mut self, began: Began) {
        let at = self.at;
        let Some(machine) = &mut self.machine else { return };
        if !machine.runs(began) {
            let found = explain::triggers(&machine.state, began).into_iter().find_map(|trigger| {
                let mut copy = machine.clone();
                copy.happen(Event::Triggered { trigger, fields: Fields::new() });
                copy.runs(began).then_some(copy)
            });
            let Some(copy) = found else { return };
            *machine = copy;
        }
        if let Some((ticket, ceremony)) = &machine.ceremony {
            let timeout = options(ceremony).timeout();
            let Began { ceremony, creates, .. } = began;
            machine.ceremonies.push(Running {
                ceremony,
                ticket: *ticket,
                began: at,
                creates,
                timeout,
            });
        }
    }

    fn ended(&mut self, ceremony: i64, end: &End) {
        let at = self.at;
        let Some(machine) = &mut self.machine else { return };
        let place = machine.ceremonies.iter().position(|running| running.ceremony == ceremony);
        let Some(place) = place else { return };
        let running = machine.ceremonies.remove(place);
        let operation = if running.creates { Operation::Create } else { Operation::Get };
        let credential = match end {
            End::Credential(text) => Ok(text.clone()),
            End::Error { name, message, is_visible } => {
                let elapsed = u32::try_from(at.saturating_sub(running.began)).unwrap_or(u32::MAX);
                Err(CeremonyError::from_rejection(&Rejection {
                    name,
                    message,
                    operation,
                    elapsed: f64::from(elapsed),
                    timeout: running.timeout,
                    is_visible: *is_visible,
                }))
            }
        };
        let (ticket, fields) = (running.ticket, Fields::new());
        machine.happen(Event::CeremonyEnded { ticket, credential, fields });
    }
}

impl Machine {
    fn new(opening: Opening) -> Self {
        Self {
            state: State::new(opening),
            waiting: Vec::new(),
            asks: Vec::new(),
            ceremony: None,
            ceremonies: Vec::new(),
            left_for: None,
        }
    }

    fn happen(&mut self, event: Event) {
        for effect in update(&mut self.state, event) {
            match effect {
                Effect::Send { ticket, request } => self.waiting.push((ticket, request)),
                Effect::Run { ticket, ceremony } => self.ceremony = Some((ticket, ceremony)),
                Effect::EndCeremony => self.ceremony = None,
                Effect::Navigate { url, .. } => self.left_for = Some(url),
                _ => {}
            }
        }
    }

    /// Whether the machine has sent this request. It then waits for its answer.
    fn expects(&mut self, asked: &Asked) -> bool {
        let place = self.waiting.iter().position(|(_, request)| is_same(request, asked));
        let Some(place) = place else { return false };
        let (ticket, _) = self.waiting.remove(place);
        self.asks.push((asked.ask, ticket));
        true
    }

    /// Whether the machine has started this ceremony.
    fn runs(&self, began: Began) -> bool {
        let Some((ticket, ceremony)) = &self.ceremony else { return false };
        let (creates, is_silent) = match ceremony {
            Ceremony::Get(_) => (false, false),
            Ceremony::Autofill(_) => (false, true),
            Ceremony::Create(_) => (true, false),
            Ceremony::CreateSilently(_) => (true, true),
        };
        let is_new = !self.ceremonies.iter().any(|running| running.ticket == *ticket);
        let is_listed = is_silent || listed(options(ceremony)) == began.listed;
        is_new && creates == began.creates && is_silent == began.is_silent && is_listed
    }
}

fn options(ceremony: &Ceremony) -> &Options {
    match ceremony {
        Ceremony::Get(options)
        | Ceremony::Autofill(options)
        | Ceremony::Create(options)
        | Ceremony::CreateSilently(options) => options,
    }
}

/// How many credentials options list.
fn listed(options: &Options) -> usize {
    let Ok(options) = Json::parse(&options.to_json()) else { return 0 };
    let count = |name: &str| options.obj().list(name).len();
    count("allowCredentials").max(count("excludeCredentials"))
}

fn is_same(request: &Request, asked: &Asked) -> bool {
    let is_get = matches!(request.method, Method::Get);
    let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
    let sorted = |mut pairs: Vec<(String, String)>| {
        pairs.sort();
        pairs
    };
    is_get == asked.is_get
        && path == asked.path
        && sorted(urldecode(query)) == sorted(asked.query.clone())
}
