//! The state machine under random events: people, networks and Kratos, in any order.
//!
//! Ten thousand sequences in each run, with answers of every recorded version and with broken ones.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, missing_docs)]

mod recordings {
    pub mod recording;
}

use std::sync::LazyLock;

use proptest::prelude::*;
use propylon::{
    flow::{
        draft::Fields,
        effect::Effect,
        event::Event,
        opening::Opening,
        person::Person,
        state::{Check, Phase, Remark, State},
        update::update,
    },
    i18n::Catalog,
    kratos::{
        flow::{Flow, FlowKind},
        node::{InputKind, Trigger},
        request::Method,
        response::{Answer, Response, Unreached},
    },
    view::{
        look::Look,
        screen::{Body, Screen},
    },
    webauthn::{ability::Observation, error::CeremonyError},
};
use recordings::recording::Recording;

/// The maximum number of requests without user action: a new flow, the required sign-in, its
/// session check, the page again, its repeated submit, and one restart of it.
const MOST_BY_ITSELF: usize = 12;

/// Answers of Kratos to requests of any flow, and answers from something else.
static ANSWERS: LazyLock<Vec<Response>> = LazyLock::new(|| {
    let mut answers: Vec<Response> = Recording::all()
        .filter(|recording| recording.flow_word().is_some() || recording.path == "/sessions/whoami")
        .map(|recording| recording.response())
        .collect();
    for (status, body) in [
        (500, r#"{"error":{"code":500,"reason":"boom"}}"#),
        (502, "<html>Bad gateway</html>"),
        (200, ""),
        (200, r#"{"id":"f","ui":"#),
        (200, "[]"),
        (200, "{}"),
        (200, r#"{"id":"f","ui":{"action":"/self-service/login","nodes":[{"type":7}]}}"#),
        (404, r#"{"error":{"code":404}}"#),
        (403, r#"{"error":{"id":"security_csrf_violation","code":403}}"#),
        (429, r#"{"error":{"code":429,"message":"slow down"}}"#),
    ] {
        answers.push(Response { status, body: body.to_owned() });
    }
    answers
});

/// A page on which passkeys work.
fn page() -> Observation {
    Observation {
        is_secure: true,
        has_interface: true,
        host: "localhost".to_owned(),
        ..Observation::default()
    }
}

/// A random event. Skipped if it doesn't fit the state.
#[derive(Clone, Debug)]
enum Step {
    Answer(prop::sample::Index),
    NoAnswer(bool),
    StaleAnswer(prop::sample::Index),
    Submit(prop::sample::Index, u8),
    Trigger(prop::sample::Index),
    Ceremony(bool),
    Aging,
    Hide,
    Online,
    SessionChanged,
    SignOut,
    Show,
    Stay,
    Return,
    Retry,
    StartOver,
    GiveUp,
    DropReturnTo,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => any::<prop::sample::Index>().prop_map(Step::Answer),
        1 => any::<bool>().prop_map(Step::NoAnswer),
        1 => any::<prop::sample::Index>().prop_map(Step::StaleAnswer),
        5 => (any::<prop::sample::Index>(), 0..9_u8).prop_map(|(at, n)| Step::Submit(at, n)),
        2 => any::<prop::sample::Index>().prop_map(Step::Trigger),
        2 => any::<bool>().prop_map(Step::Ceremony),
        1 => Just(Step::Aging),
        1 => Just(Step::Hide),
        1 => Just(Step::Online),
        1 => Just(Step::SessionChanged),
        1 => Just(Step::SignOut),
        1 => Just(Step::Show),
        1 => Just(Step::Stay),
        1 => Just(Step::Return),
        1 => Just(Step::Retry),
        1 => Just(Step::StartOver),
        1 => Just(Step::GiveUp),
        1 => Just(Step::DropReturnTo),
    ]
}

/// The state that an outside observer has.
struct World {
    state: State,
    /// The request in flight: its ticket and whether it is a submit.
    waiting: Option<(u32, bool)>,
    ceremony: Option<u32>,
    /// The typed values in the visible fields.
    typed: Fields,
    /// The owner of the typed values.
    person: Option<Person>,
    by_itself: usize,
    /// Whether an alarm is set.
    alarmed: bool,
}

impl World {
    fn begin(kind: FlowKind) -> Self {
        let state = State::new(Opening::read(kind, "return_to=http://localhost:4455/inbox"));
        let typed = Fields::new();
        let person = None;
        let mut world = Self {
            state,
            waiting: None,
            ceremony: None,
            typed,
            person,
            by_itself: 0,
            alarmed: false,
        };
        world.happen(Event::Started { kept: None, page: page(), hops: 0 }, true);
        world
    }

    /// The visible fields whose values may be filled in again.
    fn visible(&self) -> Vec<String> {
        let Some(flow) = &self.state.flow else { return Vec::new() };
        let is_typed = |kind: &InputKind| {
            !matches!(kind, InputKind::Hidden | InputKind::Submit | InputKind::Button)
        };
        flow.inputs()
            .filter(|input| is_typed(&input.kind) && !input.is_secret())
            .map(|input| input.name.clone())
            .collect()
    }

    fn take(&mut self, step: Step) {
        match step {
            Step::Answer(at) => self.answer(Ok(at.get(&ANSWERS).clone())),
            Step::NoAnswer(late) => {
                let why = if late { Unreached::TimedOut } else { Unreached::Failed };
                self.answer(Err(why));
            }
            Step::StaleAnswer(at) => {
                let Some((ticket, _)) = self.waiting.filter(|(ticket, _)| *ticket > 1) else {
                    return;
                };
                let answer = at.get(&ANSWERS).read();
                if matches!(answer, Answer::Done(_)) {
                    // The session exists even if no request is in flight.
                    return;
                }
                let answer = Ok(answer);
                let before = self.state.clone();
                let event =
                    Event::Answered { ticket: ticket - 1, answer, typed: Vec::new(), now: 0 };
                assert!(update(&mut self.state, event).is_empty(), "a stale answer did something");
                assert_eq!(self.state, before, "a stale answer changed something");
            }
            Step::Submit(at, n) => {
                self.type_something(n);
                let button = self.button(at);
                let event = Event::Submitted { fields: self.typed.clone(), button };
                self.happen(event, true);
            }
            Step::Trigger(at) => {
                const TRIGGERS: [Trigger; 5] = [
                    Trigger::PasskeyLogin,
                    Trigger::PasskeyRegistration,
                    Trigger::PasskeySettings,
                    Trigger::WebauthnLogin,
                    Trigger::WebauthnRegistration,
                ];
                let fields = self.typed.clone();
                self.happen(Event::Triggered { trigger: *at.get(&TRIGGERS), fields }, true);
            }
            Step::Ceremony(good) => {
                let Some(ticket) = self.ceremony.take() else { return };
                let credential =
                    if good { Ok("{}".to_owned()) } else { Err(CeremonyError::Cancelled) };
                let fields = self.typed.clone();
                self.happen(Event::CeremonyEnded { ticket, credential, fields }, true);
            }
            Step::Aging => self.happen(Event::FlowAging { typed: self.typed.clone() }, false),
            Step::Hide => self.happen(Event::Hidden { typed: self.typed.clone() }, false),
            Step::Online => self.happen(Event::Online, true),
            Step::SessionChanged => self.happen(Event::SessionChanged, true),
            Step::SignOut => self.happen(Event::SigningOut { typed: self.typed.clone() }, true),
            Step::Show => self.happen(Event::Shown, true),
            Step::Stay => self.happen(Event::Stayed, false),
            Step::Return => {
                if self.state.phase == Phase::Leaving {
                    // The navigation succeeded; typed values have been used.
                    self.typed.clear();
                }
                self.happen(Event::Returned, true);
            }
            Step::Retry => self.happen(Event::Retried, true),
            Step::StartOver => self.happen(Event::StartedOver, true),
            Step::GiveUp => {
                let before = self.state.opening.kind;
                self.happen(Event::GaveUp, true);
                if self.state.opening.kind != before {
                    // What was typed into the sign-in that was given up is dropped with it.
                    self.typed.clear();
                }
            }
            Step::DropReturnTo => self.happen(Event::DroppedReturnTo, true),
        }
    }

    fn answer(&mut self, answer: Result<Response, Unreached>) {
        let Some((ticket, _)) = self.waiting.take() else { return };
        let typed = self.typed.clone();
        let answer = answer.map(|response| response.read());
        self.happen(Event::Answered { ticket, answer, typed, now: 1_767_225_600_000 }, false);
    }

    fn type_something(&mut self, n: u8) {
        if !self.state.is_ready() {
            return;
        }
        if self.person != self.state.person {
            // The page belongs to another account, or to an unknown one.
            self.typed.clear();
            self.person.clone_from(&self.state.person);
        }
        for name in self.visible() {
            let value = format!("typed {n} into {name} by {:?}", self.state.person);
            match self.typed.iter_mut().find(|(typed, _)| *typed == name) {
                Some(pair) => pair.1 = value,
                None => self.typed.push((name, value)),
            }
        }
    }

    fn button(&self, at: prop::sample::Index) -> Option<(String, String)> {
        let flow = self.state.flow.as_ref()?;
        let submits: Vec<_> = flow.inputs().filter(|input| input.is_submit()).collect();
        let input = (!submits.is_empty()).then(|| *at.get(&submits))?;
        Some((input.name.clone(), input.value.clone().unwrap_or_default()))
    }

    fn happen(&mut self, event: Event, by_person: bool) {
        if by_person {
            self.by_itself = 0;
        }
        let was_submitting = self.waiting.is_some_and(|(_, submits)| submits);
        let before = self.state.flow.clone();
        if matches!(self.state.phase, Phase::Checking(Check::Person(..))) {
            // Whether the draft is restored depends on the account, see tests/people.rs.
            self.typed.clear();
        }
        let is_signing_out = matches!(self.state.phase, Phase::Checking(Check::SignOut(_)));
        let effects = update(&mut self.state, event);
        if is_signing_out && self.state.person != self.person {
            // The session that is not ended belongs to somebody who did not type this.
            self.typed.clear();
        }
        for effect in effects {
            match effect {
                Effect::Send { ticket, request } => {
                    let submits = request.method != Method::Get;
                    assert!(!(submits && was_submitting), "two submits in flight");
                    self.by_itself += 1;
                    assert!(self.by_itself <= MOST_BY_ITSELF, "it goes on and on by itself");
                    self.waiting = Some((ticket, submits));
                }
                Effect::Run { ticket, .. } => self.ceremony = Some(ticket),
                Effect::EndCeremony => self.ceremony = None,
                Effect::Alarm(wait) => {
                    let is_renewal = !matches!(self.state.phase, Phase::Checking(_));
                    assert!(wait >= 10_000 || !is_renewal, "renewed in {wait} ms");
                    self.alarmed = true;
                }
                Effect::Keep(_, Some(text)) => {
                    for secret in ["password", "totp_code", "lookup_secret", "csrf_token"] {
                        assert!(!text.contains(&format!("\"{secret}\"")), "kept {secret}: {text}");
                    }
                }
                Effect::Navigate { url, .. } => assert!(!url.is_empty()),
                // The flow is done, or another account is signed in: typed values have been used.
                Effect::ForgetDrafts(None) => self.typed.clear(),
                Effect::ForgetDrafts(Some(_))
                | Effect::Keep(_, None)
                | Effect::Remember { .. }
                | Effect::SessionChanged
                | Effect::Signal(_)
                | Effect::RememberUser(_)
                | Effect::SnoozeOffer
                | Effect::NoteMethod(_)
                | Effect::Report(_) => {}
            }
        }
        if matches!(self.state.remark, Some(Remark::Saved(..))) {
            // Saved values are Kratos' now.
            self.typed.clear();
        }
        self.check(before.as_ref());
    }

    fn check(&mut self, before: Option<&Flow>) {
        if self.state.phase == Phase::Leaving {
            return;
        }
        let is_busy = matches!(
            self.state.phase,
            Phase::Loading | Phase::Submitting | Phase::Checking(_) | Phase::InCeremony(_)
        );
        if is_busy {
            let waits = self.waiting.is_some() || self.ceremony.is_some() || self.alarmed;
            assert!(waits, "{:?} waits for nothing", self.state.phase);
            return;
        }
        assert!(has_way_on(&self.state), "nothing to do in {:#?}", self.state);
        if self.state.phase != Phase::Ready {
            return;
        }
        let flow = self.state.flow.as_ref().unwrap();
        if before == Some(flow) {
            // The form is not rendered again, so typed values stay.
            return;
        }
        let person = format!("{:?}", self.state.person);
        for input in flow.inputs() {
            let value = input.value.as_deref().unwrap_or_default();
            let author =
                value.strip_prefix("typed ").and_then(|rest| Some(rest.split_once(" by ")?.1));
            // Values typed before the account was known belong to the account found later.
            let is_own = author.is_none_or(|author| author == person || author == "None");
            assert!(is_own, "{value:?} is shown to {person}");
        }
        if self.person != self.state.person {
            self.typed.clear();
            return;
        }
        // The last typed values are in the fields again, whichever flow is shown.
        for (name, value) in &self.typed {
            let shown = flow.inputs().find(|input| {
                input.name == *name
                    && !matches!(
                        input.kind,
                        InputKind::Hidden
                            | InputKind::Submit
                            | InputKind::Button
                            | InputKind::Checkbox
                    )
            });
            let Some(input) = shown.filter(|input| !input.is_secret()) else { continue };
            let is_lost = input.value.as_ref() != Some(value);
            assert!(!is_lost, "{name} was typed as {value:?} and shows {:?}", input.value);
        }
    }
}

fn has_way_on(state: &State) -> bool {
    let (words, look) = (Catalog::english(), Look::default());
    let screen = Screen::from_state(&words, &look, state);
    let by_notice = screen.notices.iter().any(|notice| notice.action.is_some());
    by_notice
        || match &screen.body {
            Body::Loading | Body::Rows(..) => false,
            Body::Form(form) => form.has_way_on() || !screen.links.is_empty(),
            Body::Cards(cards) => !cards.is_empty() || !screen.links.is_empty(),
            Body::Facts(_, actions) => !actions.is_empty(),
        }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 10_000,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_order_of_events_breaks_a_promise(
        kind in prop::sample::select(vec![
            FlowKind::Login,
            FlowKind::Registration,
            FlowKind::Recovery,
            FlowKind::Verification,
            FlowKind::Settings,
        ]),
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut world = World::begin(kind);
        for step in steps {
            world.take(step);
        }
    }
}
