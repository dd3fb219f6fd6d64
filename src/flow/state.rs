//! Where the machine stands.

use super::{draft::Draft, event::Unreached, opening::Opening};
use crate::{
    kratos::{
        error::KratosError,
        flow::{Flow, FlowKind},
        node::Trigger,
    },
    webauthn::error::CeremonyError,
};

/// Everything the machine knows. Made by [`State::new`], changed by `update` alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// What the page was opened with.
    pub opening: Opening,
    /// The flow on screen.
    pub flow: Option<Flow>,
    /// What is going on.
    pub phase: Phase,
    /// What we have to say beside Kratos' own messages.
    pub remark: Option<Remark>,
    /// What the person typed so far.
    pub draft: Draft,
    /// The number of the last request.
    pub(super) ticket: u32,
    /// The number of the last ceremony.
    pub(super) ceremony_ticket: u32,
    /// The ceremony that waits for the person.
    pub(super) waiting: Option<Trigger>,
    /// How often a new flow was begun without the person's doing since the last good step.
    pub(super) restarts: u8,
}

/// What is going on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phase {
    /// A flow is on its way.
    Loading,
    /// The person's turn.
    Ready,
    /// A submit is in flight; no other may start.
    Submitting(Press),
    /// A ceremony waits for the person, in front of everything.
    InCeremony(Trigger),
    /// No form can be shown; the person has to choose.
    Stopped(Stop),
    /// The page is being left.
    Leaving,
}

/// What a submit came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// A submit button, by name and value; `None` for Enter where the browser names no button.
    Button(Option<(String, String)>),
    /// A ceremony.
    Ceremony(Trigger),
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
    /// Kratos does not allow the `return_to` of this page.
    ReturnToForbidden(KratosError),
    /// The feature is switched off.
    SwitchedOff,
    /// Somebody is signed in already.
    SignedIn,
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
}

impl State {
    /// The state before anything happened.
    pub fn new(opening: Opening) -> Self {
        Self {
            opening,
            flow: None,
            phase: Phase::Loading,
            remark: None,
            draft: Draft::default(),
            ticket: 0,
            ceremony_ticket: 0,
            waiting: None,
            restarts: 0,
        }
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

    /// Whether the person's next press would be taken.
    pub fn is_ready(&self) -> bool {
        self.phase == Phase::Ready
    }
}
