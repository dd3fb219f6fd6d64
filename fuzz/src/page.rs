//! A page with a state machine, and the invariants that hold for any answer.

use propylon::{
    flow::{
        draft::Fields, effect::Effect, event::Event, opening::Opening, state::State, update::update,
    },
    i18n::Catalog,
    json::Json,
    kratos::{
        node::{InputKind, is_secret_name},
        response::Response,
    },
    url::{Verdict, is_picture, is_web, judge},
    view::{
        action::Does,
        busy::Busy,
        card::Card,
        look::Look,
        part::Part,
        screen::{Body, Screen},
    },
    webauthn::{ability::Observation, error::CeremonyError},
};

/// The maximum number of requests without user action, as in `tests/machine.rs`.
const MOST_BY_ITSELF: usize = 12;
/// The value typed into secret inputs.
const SECRET: &str = "correct horse battery staple";
/// The value typed into other inputs.
const TYPED: &str = "ada@example.test";
/// A time before the expiry of every recorded flow.
const NOW: i64 = 1_767_225_600_000;

/// A page in a browser with all WebAuthn capabilities.
pub fn able() -> Observation {
    let can = [
        "conditionalCreate",
        "conditionalGet",
        "passkeyPlatformAuthenticator",
        "relatedOrigins",
        "userVerifyingPlatformAuthenticator",
    ];
    Observation {
        is_secure: true,
        has_interface: true,
        origin: "http://localhost:4455".to_owned(),
        host: "localhost".to_owned(),
        capabilities: Some(can.map(str::to_owned).to_vec()),
        ..Observation::default()
    }
}

/// Checks the invariants of a screen.
pub fn check(screen: &Screen) {
    assert!(!screen.title.is_empty(), "a screen without a title: {screen:#?}");
    if let Body::Cards(cards) = &screen.body {
        // A group with an empty name may have no heading.
        let is_named = |card: &Card| card.group.is_empty() || !card.title.is_empty();
        assert!(cards.iter().all(is_named), "a card without a title: {cards:#?}");
    }
    let actions = match &screen.body {
        Body::Facts(_, actions) | Body::Rows(_, actions) => actions.as_slice(),
        _ => &[],
    };
    let said = screen.notices.iter().filter_map(|notice| notice.action.as_ref());
    let does = actions.iter().chain(said).map(|action| &action.does);
    for does in does.chain(screen.links.iter().map(|link| &link.does)) {
        if let Does::Visit(url) | Does::Open(url) = does {
            assert_ne!(judge(url), Verdict::Refused, "leads to {url:?}");
        }
    }
    for form in screen.forms() {
        assert!(form.action.is_empty() || is_web(&form.action), "posts to {:?}", form.action);
        for part in form.parts() {
            match part {
                Part::Anchor(_, href, _) => assert!(is_web(href), "leads to {href:?}"),
                Part::Image(_, src, _) => assert!(is_picture(src, &form.action), "draws {src:?}"),
                _ => {}
            }
        }
    }
}

/// A page, with the state that an outside observer has.
pub struct Page {
    /// The machine's state.
    pub state: State,
    /// The stored draft, and the id of its flow.
    pub kept: Option<String>,
    words: Catalog,
    look: Look,
    waiting: Option<u32>,
    ceremony: Option<u32>,
    by_itself: usize,
}

impl Page {
    /// Opens a page.
    pub fn open(opening: Opening, kept: Option<String>) -> Self {
        let mut page = Self {
            state: State::new(opening),
            kept: None,
            words: Catalog::english(),
            look: Look::default(),
            waiting: None,
            ceremony: None,
            by_itself: 0,
        };
        page.happen(Event::Started { kept, page: able(), hops: 0 }, true);
        page
    }

    /// Dispatches an event and checks its effects.
    pub fn happen(&mut self, event: Event, by_person: bool) {
        if by_person {
            self.by_itself = 0;
        }
        for effect in update(&mut self.state, event) {
            match effect {
                Effect::Send { ticket, request } => {
                    self.by_itself += 1;
                    assert!(self.by_itself <= MOST_BY_ITSELF, "it goes on and on by itself");
                    assert!(!request.url.is_empty(), "a request to nowhere");
                    self.waiting = Some(ticket);
                }
                Effect::Run { ticket, .. } => self.ceremony = Some(ticket),
                Effect::EndCeremony => self.ceremony = None,
                Effect::Keep(_, text) => self.keep(text),
                Effect::ForgetDrafts(_) => self.kept = None,
                Effect::Alarm(wait) => assert!(wait > 0, "renewed in {wait} ms"),
                Effect::Navigate { url, .. } => {
                    assert_ne!(judge(&url), Verdict::Refused, "left for {url:?}");
                }
                _ => {}
            }
        }
        let _ = Busy::from_state(&self.state);
    }

    /// Renders the page. This takes most of the time, so each target decides when.
    pub fn draw(&self) {
        check(&Screen::from_state(&self.words, &self.look, &self.state));
    }

    fn keep(&mut self, text: Option<String>) {
        if let Some(text) = &text {
            let kept = Json::parse(text).expect("what is kept is JSON");
            for (name, value) in kept.obj().obj("fields").members() {
                assert!(!is_secret_name(name), "kept the secret {name}");
                assert_ne!(value.as_str(), Some(SECRET), "kept the secret {name}");
            }
        }
        self.kept = text;
    }

    /// Answers every request with `response` until none is in flight.
    pub fn answer(&mut self, response: &Response) {
        while let Some(ticket) = self.waiting.take() {
            let answer = Ok(response.read());
            let typed = self.typed();
            self.happen(Event::Answered { ticket, answer, typed, now: NOW }, false);
        }
    }

    /// The fields of the form, all filled in.
    pub fn typed(&self) -> Fields {
        let inputs = || self.state.flow.iter().flat_map(|flow| flow.inputs());
        let is_open = |name: &str| {
            let mut named = inputs().filter(|input| input.name == name);
            named.any(|input| !input.is_secret())
        };
        let fields = inputs().filter_map(|input| {
            let value = match input.kind {
                InputKind::Submit | InputKind::Button => return None,
                InputKind::Hidden => input.value.clone().unwrap_or_default(),
                // With two fields of one name, a value can't be assigned to one of them.
                _ if input.is_secret() && !is_open(&input.name) => SECRET.to_owned(),
                InputKind::Checkbox => "true".to_owned(),
                _ => TYPED.to_owned(),
            };
            Some((input.name.clone(), value))
        });
        fields.collect()
    }

    /// Presses the first submit button, or Enter if there is none.
    pub fn press(&mut self) {
        let button = self.state.flow.iter().flat_map(|flow| flow.inputs()).find_map(|input| {
            let value = || input.value.clone().unwrap_or_default();
            input.is_submit().then(|| (input.name.clone(), value()))
        });
        let fields = self.typed();
        self.happen(Event::Submitted { fields, button }, true);
    }

    /// Presses the first button with a ceremony, and ends the ceremony.
    pub fn prove(&mut self, credential: Result<String, CeremonyError>) {
        let mut inputs = self.state.flow.iter().flat_map(|flow| flow.inputs());
        let Some(trigger) = inputs.find_map(|input| input.on_click) else { return };
        drop(inputs);
        let fields = self.typed();
        self.happen(Event::Triggered { trigger, fields }, true);
        self.end(credential);
    }

    /// Ends the running ceremony.
    pub fn end(&mut self, credential: Result<String, CeremonyError>) {
        let Some(ticket) = self.ceremony.take() else { return };
        let fields = self.typed();
        self.happen(Event::CeremonyEnded { ticket, credential, fields }, true);
    }

    /// Hides the page, then opens the same flow on a new page.
    pub fn reload(&mut self) {
        let typed = self.typed();
        self.happen(Event::Hidden { typed }, true);
        *self = Self::open(self.state.opening.clone(), self.kept.take());
    }
}
