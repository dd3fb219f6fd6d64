//! Where the machine stands.

use super::{
    ceremony::{self, Offered},
    draft::{Draft, Fields},
    effect::Effect,
    opening::Opening,
    person::Person,
};
use crate::{
    kratos::{
        continue_with::FlowRef,
        error::KratosError,
        flow::{Flow, FlowKind},
        node::Trigger,
        response::{Done, Unreached},
        text::UiText,
    },
    webauthn::{
        ability::{Observation, Obstacle},
        error::{CeremonyError, Operation},
    },
};

/// Everything the machine knows. Made by [`State::new`], changed by `update` alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What the page was opened with.
    pub opening: Opening,
    /// What the page sees of itself and its browser.
    pub page: Observation,
    /// The flow on screen.
    pub flow: Option<Flow>,
    /// The ceremonies it offers.
    pub(super) offered: Offered,
    /// What is going on.
    pub phase: Phase,
    /// What we have to say beside Kratos' own messages.
    pub remark: Option<Remark>,
    /// Who the page is for, as far as Kratos has told.
    pub person: Option<Person>,
    /// What the person typed so far.
    pub draft: Draft,
    /// What stood in the fields before anybody typed.
    pub(super) given: Fields,
    /// What waits until the person has proved who they are.
    pub suspended: Option<Suspended>,
    /// The groups of the flow that the page does not show.
    pub left_out: Vec<String>,
    /// The address that the verification on screen is about, as far as its flow does not say.
    pub address: Option<String>,
    /// Whether the person asked for the ceremony that runs; one that was tried silently fails silently.
    pub(super) asked: bool,
    /// How many passkeys in a row autofill gave that did not get the person in.
    pub(super) autofills: u8,
    /// What its owner was told already of why ceremonies can't work on this page.
    pub(super) told: Option<Obstacle>,
    /// How many submits Kratos has answered with a form.
    pub steps: u32,
    /// Whether the flow on screen took the place of another without the person noticing.
    pub is_renewed: bool,
    /// The submit in flight.
    pub(super) in_flight: Option<Submission>,
    /// The submit to repeat as soon as its flow is there again.
    pub(super) replay: Option<Submission>,
    /// What is being asked behind the flow on screen.
    pub(super) aside: Option<Aside>,
    /// Whether somebody else may be signed in since the page was last sure.
    pub(super) is_doubted: bool,
    /// Where the page is being left for.
    pub(super) departure: Option<Departure>,
    /// How many requests went out since the person did something.
    pub(super) unattended: u8,
    /// How many pages were left just now, this one not counted, without the person's doing.
    pub(super) hops: u8,
    /// The number of the last request.
    pub(super) ticket: u32,
    /// The number of the last ceremony.
    pub(super) ceremony_ticket: u32,
    /// The ceremony that waits for the person.
    pub(super) waiting: Option<Trigger>,
    /// How often a submit led to a new flow since the last one that Kratos took.
    pub(super) restarts: u8,
    /// How often a flow could not be had, so that another was begun, since one was shown.
    pub(super) reloads: u8,
    /// How often the person was asked to sign in for this page since its last good step.
    pub(super) sign_ins: u8,
    /// What the event that is being taken wants done, in order; empty between two events.
    pub(super) effects: Vec<Effect>,
}

/// What is going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// A flow is on its way.
    Loading,
    /// The person's turn.
    Ready,
    /// A submit is in flight; no other may start.
    Submitting,
    /// Whether the browser is signed in is being asked.
    Checking(Check),
    /// A ceremony waits for the person, in front of everything.
    InCeremony(Trigger),
    /// No form can be shown; the person has to choose.
    Stopped(Stop),
    /// The page is being left.
    Leaving,
}

/// Why the session is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// Kratos said that the person is signed in; the browser may have refused the cookie. With the
    /// page that offers a passkey, if it is worth asking.
    SignedIn(Done, Option<String>),
    /// The page waits for a sign-in, and there may be a session already.
    Resume,
    /// A flow came while somebody else may have signed in: it is shown when it is known who is there.
    /// With the submit that it answers.
    Person(Box<Flow>, Option<Submission>),
    /// A sign-out was announced; Kratos is asked until it is done. With how often it was asked.
    SignOut(u8),
}

/// What is asked while the person goes on with the flow on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aside {
    /// A new flow, because this one is about to expire.
    Renewal,
    /// Who is signed in.
    Whoami,
}

/// A page that is being left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// For where.
    pub url: String,
    /// Whether the flow is done; else it can go on here when the browser stays.
    pub is_done: bool,
}

/// What a submit came from, and how it is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// What was pressed.
    pub press: Press,
    /// The form's fields at that moment. They hold secrets, so a submission lives no longer than its
    /// request, or than the sign-in it waits for.
    pub fields: Fields,
}

/// What was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// A submit button, by name and value; `None` for Enter where the browser names no button.
    Button(Option<(String, String)>),
    /// A button that started a ceremony, with the credential it gave as JSON text.
    Ceremony(Trigger, String),
}

/// A page that waits for a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspended {
    /// What is asked from the person.
    pub proof: Proof,
    /// The page; its flow goes on where Kratos still has it.
    pub opening: Opening,
    /// The submit that Kratos refused until the person has proved who they are.
    pub submission: Option<Submission>,
    /// What was typed on it.
    pub draft: Draft,
    /// Whose page it was, to keep both from another account.
    pub person: Option<Person>,
}

/// Why there is no form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Kratos could not be reached.
    Unreached(Unreached),
    /// Something answered that is not Kratos, with this status.
    NotKratos(u16),
    /// Kratos refuses.
    Refused(KratosError),
    /// Flow after flow was refused; this was the last refusal.
    Loop(KratosError),
    /// Each answer asked for the next request, and nobody had done anything.
    Circle,
    /// The person signed in as Kratos asked, and it asks again.
    Endless(Proof),
    /// Kratos signed the person in, but the browser did not keep the cookie.
    CookieLost,
    /// Kratos does not allow the `return_to` of this page.
    ReturnToForbidden(KratosError),
    /// The feature is switched off.
    SwitchedOff,
    /// Somebody is signed in already: this account, if it is known.
    SignedIn(Option<String>),
    /// The person signed out on another page.
    SignedOut,
    /// The browser did not go on.
    Stranded(Departure),
    /// The account was made; the person still has to sign in.
    AccountMade,
}

/// What we say ourselves about what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The flow had ended, a new one is on screen with what was typed.
    StartedAgain,
    /// A new code is on its way.
    CodeSentAgain,
    /// The submit did not reach Kratos.
    Unreached(Unreached),
    /// Something answered the submit that is not Kratos, with this status.
    NotKratos(u16),
    /// Kratos refused the submit without a form.
    Refused(KratosError),
    /// A ceremony ended without a credential.
    Ceremony(Trigger, CeremonyError),
    /// The settings were saved, in Kratos' words, and perhaps an address is to be verified.
    Saved(Vec<UiText>, Option<FlowRef>),
    /// The person has to prove who they are, for a reason.
    SignInFirst(Proof),
    /// The account's address is to be verified before the person may come in.
    VerifyFirst,
    /// Another account than before is signed in; what was typed for the one before is gone.
    OtherPerson(String),
    /// The browser did not go on to this URL.
    Stranded(String),
}

/// Why a sign-in stands in front of what the person wanted.
///
/// See <https://www.ory.sh/docs/kratos/mfa/step-up-authentication>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Nobody is signed in any more.
    SignedOut,
    /// The sign-in is too long ago for this change.
    TooOld,
    /// A second factor is wanted.
    SecondFactor,
}

impl Proof {
    /// Whether the person is signed in already and only confirms it.
    pub fn confirms(self) -> bool {
        self != Self::SignedOut
    }
}

impl State {
    /// The state before anything happened.
    pub fn new(opening: Opening) -> Self {
        Self {
            opening,
            page: Observation::default(),
            flow: None,
            offered: Offered::default(),
            phase: Phase::Loading,
            remark: None,
            person: None,
            draft: Draft::default(),
            given: Fields::new(),
            suspended: None,
            left_out: Vec::new(),
            address: None,
            asked: false,
            autofills: 0,
            told: None,
            steps: 0,
            is_renewed: false,
            in_flight: None,
            replay: None,
            aside: None,
            is_doubted: false,
            departure: None,
            unattended: 0,
            hops: 0,
            ticket: 0,
            ceremony_ticket: 0,
            waiting: None,
            restarts: 0,
            reloads: 0,
            sign_ins: 0,
            effects: Vec::new(),
        }
    }

    /// The page that waits for this sign-in. Only settings wait.
    pub(crate) fn suspended(&self) -> Option<&Suspended> {
        self.suspended.as_ref()
    }

    /// Where the person goes after success, as far as the page or the flow knows.
    pub fn return_to(&self) -> Option<&str> {
        let known = self.flow.as_ref().and_then(|flow| flow.return_to.as_deref());
        known.or_else(|| self.opening.carried("return_to"))
    }

    /// Which flow is on screen. Kratos may answer a registration with the login that links accounts.
    pub fn kind(&self) -> FlowKind {
        self.flow.as_ref().and_then(|flow| flow.kind).unwrap_or(self.opening.kind)
    }

    /// The relying party of the ceremony that `trigger` starts in the flow on screen.
    pub fn rp_id(&self, trigger: Trigger) -> Option<&str> {
        self.offered.rp_id(trigger)
    }

    /// Puts `flow` on screen, in place of the one before.
    pub(super) fn put(&mut self, flow: Flow) {
        self.offered = Offered::read(&flow);
        self.flow = Some(flow);
    }

    /// Why the ceremony that `trigger` starts cannot work on this page.
    pub fn obstacle(&self, trigger: Trigger) -> Option<Obstacle> {
        let operation =
            if ceremony::makes_one(trigger) { Operation::Create } else { Operation::Get };
        self.page.obstacle(operation, self.rp_id(trigger))
    }

    /// Whether the page is being left. Asked by pattern, as everywhere: `==` would compare all that a phase
    /// may hold, with the code for it.
    pub fn is_leaving(&self) -> bool {
        matches!(self.phase, Phase::Leaving)
    }

    /// Whether a change was saved and the person has not done anything since.
    pub(super) fn is_saved(&self) -> bool {
        matches!(self.remark, Some(Remark::Saved(..)))
    }

    /// Whether the person's next press would be taken.
    pub fn is_ready(&self) -> bool {
        matches!(self.phase, Phase::Ready)
    }

    /// Whether an answer or a ceremony is waited for.
    pub fn is_busy(&self) -> bool {
        !matches!(self.phase, Phase::Ready | Phase::Stopped(_) | Phase::Leaving)
    }

    /// The submit in flight.
    pub fn pressed(&self) -> Option<&Press> {
        self.in_flight.as_ref().map(|submission| &submission.press)
    }
}
