//! The state of the machine.

use super::{
    ceremony::{self, OfferedCeremonies},
    draft::{Draft, Fields},
    effect::Effect,
    opening::Opening,
    person::Person,
};
use crate::{
    diagnose::Subject,
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

/// The state of the machine. Created by [`State::new`], changed only by `update`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What the page was opened with.
    pub opening: Opening,
    /// What the page can observe about itself and its browser.
    pub page: Observation,
    /// The flow on screen.
    pub flow: Option<Flow>,
    /// The ceremonies it offers.
    pub(super) offered: OfferedCeremonies,
    /// The current phase.
    pub phase: Phase,
    /// Our own message about the last step, shown beside Kratos' messages.
    pub remark: Option<Remark>,
    /// Who the page is for, as far as known.
    pub person: Option<Person>,
    /// What the person typed so far.
    pub draft: Draft,
    /// The field values before anything was typed.
    pub(super) initial_values: Fields,
    /// The page to return to after the sign-in.
    pub suspended: Option<Suspended>,
    /// The groups of the flow that the page does not show.
    pub left_out: Vec<String>,
    /// The address to verify, if the flow does not contain it.
    pub address: Option<String>,
    /// Where Kratos sends the browser after the flow that it opened after another, done or put off.
    pub onward: Option<String>,
    /// Whether the person started the running ceremony. Silent attempts also fail silently.
    pub(super) is_by_person: bool,
    /// How many passkeys from autofill were refused in a row.
    pub(super) autofills: u8,
    /// The obstacle to ceremonies that was last reported to the integrator.
    pub(super) reported_obstacle: Option<Obstacle>,
    /// How many submits Kratos answered with a form.
    pub steps: u32,
    /// Whether the flow on screen was renewed in the background.
    pub is_renewed: bool,
    /// The submit in flight.
    pub(super) in_flight: Option<Submission>,
    /// The submit to repeat once its flow is loaded again.
    pub(super) replay: Option<Submission>,
    /// The request in the background, while the flow is on screen.
    pub(super) background: Option<Background>,
    /// Whether the session may have changed since it was last checked.
    pub(super) is_session_stale: bool,
    /// Whether the person has pressed anything on this page.
    pub(super) acted: bool,
    /// The flow in the address bar.
    pub(super) place: Option<(FlowKind, String)>,
    /// The navigation in progress.
    pub(super) departure: Option<Departure>,
    /// How many requests were sent since the last user action.
    pub(super) unattended: u8,
    /// How many pages before this one navigated in a row without user action.
    pub(super) hops: u8,
    /// The number of the last request.
    pub(super) ticket: u32,
    /// The number of the last ceremony.
    pub(super) ceremony_ticket: u32,
    /// The modal ceremony in progress.
    pub(super) running: Option<Trigger>,
    /// How many submits in a row led to a new flow, since the last that Kratos accepted.
    pub(super) restarts: u8,
    /// How many flows in a row could not be loaded and were replaced, since one was shown.
    pub(super) reloads: u8,
    /// How often this page required a sign-in since its last successful step.
    pub(super) sign_ins: u8,
    /// The effects of the current event, in order; empty between two events.
    pub(super) effects: Vec<Effect>,
}

/// The phase of the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// A flow is being loaded.
    Loading,
    /// The form is ready for input.
    Ready,
    /// A submit is in flight; no other may start.
    Submitting,
    /// The session is being checked.
    Checking(Check),
    /// A modal ceremony is running.
    InCeremony(Trigger),
    /// No form can be shown; the person has to choose how to go on.
    Stopped(Stop),
    /// The page is navigating away.
    Leaving,
}

/// Why the session is checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// Kratos reports a sign-in, but the browser may have blocked the cookie. With the URL of the
    /// passkey offer, if there is one.
    SignedIn(Done, Option<String>),
    /// A page is suspended for a sign-in, and there may be a session already.
    Resume,
    /// A flow arrived while the session may have changed; it is shown once the account is known.
    /// With the submit that it answers.
    Person(Box<Flow>, Option<Submission>),
    /// A sign-out was announced; Kratos is asked until it is done. With the number of attempts.
    SignOut(u8),
}

/// A request in the background while the flow stays on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// A new flow, because this one is about to expire.
    Renewal,
    /// Who is signed in.
    Whoami,
}

/// A navigation in progress.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Departure {
    /// The target.
    pub url: String,
    /// Whether the flow is done. If not, it is resumed when the navigation fails.
    pub is_done: bool,
}

/// A submit, with what is needed to repeat it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submission {
    /// The pressed button or ceremony.
    pub press: Press,
    /// The form's fields at that moment. They contain secrets, so a submission is dropped with its
    /// request, or after the sign-in it is suspended for.
    pub fields: Fields,
}

impl Submission {
    /// The trigger of the ceremony whose credential it posts.
    pub(super) fn ceremony(&self) -> Option<Trigger> {
        match &self.press {
            Press::Ceremony(trigger, _) => Some(*trigger),
            Press::Button(_) => None,
        }
    }
}

/// What caused a submit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// A submit button, by name and value; `None` for Enter if the browser names no button.
    Button(Option<(String, String)>),
    /// A ceremony's button, with the credential as JSON text.
    Ceremony(Trigger, String),
}

/// A page suspended for a sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suspended {
    /// Why the sign-in is required.
    pub proof: Proof,
    /// The page; its flow is resumed if Kratos still has it.
    pub opening: Opening,
    /// The submit that Kratos refused until then.
    pub submission: Option<Submission>,
    /// The values typed on it.
    pub draft: Draft,
    /// The owner of the page, so that no other account gets the draft or the submit.
    pub person: Option<Person>,
}

/// Why there is no form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Kratos could not be reached.
    Unreached(Unreached),
    /// Something other than Kratos answered, with this status.
    NotKratos(u16),
    /// Kratos refused the request.
    Refused(KratosError),
    /// One flow after another was refused; this was the last error.
    FlowLoop(KratosError),
    /// Each answer led to another request, without any user action.
    RequestLoop,
    /// Kratos requires the same sign-in again after it succeeded.
    SignInLoop(Proof),
    /// Kratos reported a sign-in, but the browser did not keep the cookie.
    CookieLost,
    /// Kratos does not allow the `return_to` of this page.
    ReturnToForbidden(KratosError),
    /// The feature is disabled.
    SwitchedOff,
    /// Somebody is already signed in: this account, if known.
    SignedIn(Option<String>),
    /// The person signed out on another page.
    SignedOut,
    /// The browser did not navigate.
    NavigationFailed(Departure),
    /// The account was created; a sign-in is still required.
    AccountMade,
}

/// Our own message about what just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// The flow had ended; a new one is on screen with the typed values.
    StartedAgain,
    /// A new code has been sent.
    CodeSentAgain,
    /// The submit did not reach Kratos.
    Unreached(Unreached),
    /// Something other than Kratos answered the submit, with this status.
    NotKratos(u16),
    /// Kratos refused the submit, without a form.
    Refused(KratosError),
    /// A ceremony ended without a credential.
    Ceremony(Trigger, CeremonyError),
    /// The settings were saved: Kratos' messages, and the flow that verifies a new address.
    Saved(Vec<UiText>, Option<FlowRef>),
    /// A sign-in is required, for this reason.
    SignInFirst(Proof),
    /// The address must be verified before the sign-in.
    VerifyFirst,
    /// Another account than before is signed in; the draft of the previous one was dropped.
    OtherPerson(String),
    /// The browser did not navigate to this URL.
    NavigationFailed(String),
}

/// Why a sign-in is required before the page can continue.
///
/// See <https://www.ory.sh/docs/kratos/mfa/step-up-authentication>.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// There is no session any more.
    SignedOut,
    /// The session is too old for this change (not privileged).
    TooOld,
    /// A second factor is required.
    SecondFactor,
}

/// The names of the reasons in stored texts.
const PROOFS: [(&str, Proof); 3] = [
    ("signed-out", Proof::SignedOut),
    ("too-old", Proof::TooOld),
    ("second-factor", Proof::SecondFactor),
];

impl Proof {
    /// The inverse of [`Self::as_str`].
    pub(super) fn named(name: &str) -> Option<Self> {
        PROOFS.iter().find(|(known, _)| *known == name).map(|(_, proof)| *proof)
    }

    /// Its name in stored texts.
    pub(super) fn as_str(self) -> &'static str {
        PROOFS.iter().find(|(_, proof)| *proof == self).map_or("", |(name, _)| name)
    }

    /// Whether a session exists and the sign-in only confirms it.
    pub fn confirms(self) -> bool {
        self != Self::SignedOut
    }
}

impl State {
    /// The initial state.
    pub fn new(opening: Opening) -> Self {
        Self {
            opening,
            page: Observation::default(),
            flow: None,
            offered: OfferedCeremonies::default(),
            phase: Phase::Loading,
            remark: None,
            person: None,
            draft: Draft::default(),
            initial_values: Fields::new(),
            suspended: None,
            left_out: Vec::new(),
            address: None,
            onward: None,
            is_by_person: false,
            autofills: 0,
            reported_obstacle: None,
            steps: 0,
            is_renewed: false,
            in_flight: None,
            replay: None,
            background: None,
            is_session_stale: false,
            acted: false,
            place: None,
            departure: None,
            unattended: 0,
            hops: 0,
            ticket: 0,
            ceremony_ticket: 0,
            running: None,
            restarts: 0,
            reloads: 0,
            sign_ins: 0,
            effects: Vec::new(),
        }
    }

    /// The page suspended for this sign-in. Only settings can be suspended.
    pub(crate) fn suspended(&self) -> Option<&Suspended> {
        self.suspended.as_ref()
    }

    /// Where to go after success, if the page or the flow says so.
    pub fn return_to(&self) -> Option<&str> {
        let known = self.flow.as_ref().and_then(|flow| flow.return_to.as_deref());
        known.or_else(|| self.opening.carried("return_to"))
    }

    /// Carries `return_to` over to the flows that follow.
    pub(super) fn carry_return_to(&mut self) {
        if let Some(return_to) = self.return_to().map(str::to_owned) {
            self.opening.set("return_to", &return_to);
        }
    }

    /// The kind of the flow on screen. Kratos may answer a registration with the login that links
    /// accounts.
    pub fn kind(&self) -> FlowKind {
        self.flow.as_ref().and_then(|flow| flow.kind).unwrap_or(self.opening.kind)
    }

    /// The relying party of the ceremony that `trigger` starts in the flow on screen.
    pub fn rp_id(&self, trigger: Trigger) -> Option<&str> {
        self.offered.rp_id(trigger)
    }

    /// The ceremony that `trigger` starts, for findings about it.
    pub(super) fn subject(&self, trigger: Trigger) -> Subject<'_> {
        Subject { page: &self.page, trigger, rp_id: self.rp_id(trigger) }
    }

    /// Replaces the flow on screen.
    pub(super) fn put(&mut self, flow: Flow) {
        self.offered = OfferedCeremonies::read(&flow);
        self.flow = Some(flow);
    }

    /// Why the ceremony of `trigger` can't work on this page.
    pub fn obstacle(&self, trigger: Trigger) -> Option<Obstacle> {
        let operation =
            if ceremony::creates_credential(trigger) { Operation::Create } else { Operation::Get };
        self.page.obstacle(operation, self.rp_id(trigger))
    }

    /// Whether the page is navigating away. Always use `matches!` on phases: `==` compares all
    /// contents, which adds code.
    pub fn is_leaving(&self) -> bool {
        matches!(self.phase, Phase::Leaving)
    }

    /// How many seconds to wait before the next request, if one was refused for that.
    pub fn wait(&self) -> Option<u32> {
        match (&self.phase, &self.remark) {
            (Phase::Stopped(Stop::Unreached(why)), _)
            | (Phase::Ready, Some(Remark::Unreached(why))) => why.wait(),
            _ => None,
        }
    }

    /// Whether a change was saved and no action followed.
    pub(super) fn is_saved(&self) -> bool {
        matches!(self.remark, Some(Remark::Saved(..)))
    }

    /// Whether the form accepts a press.
    pub fn is_ready(&self) -> bool {
        matches!(self.phase, Phase::Ready)
    }

    /// Whether a request or ceremony is in progress.
    pub fn is_busy(&self) -> bool {
        !matches!(self.phase, Phase::Ready | Phase::Stopped(_) | Phase::Leaving)
    }

    /// The submit in flight.
    pub fn pressed(&self) -> Option<&Press> {
        self.in_flight.as_ref().map(|submission| &submission.press)
    }
}
