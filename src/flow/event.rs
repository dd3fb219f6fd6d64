//! What can happen to the machine.

use super::draft::Fields;
use crate::{
    kratos::{
        node::Trigger,
        response::{Answer, Unreached},
    },
    webauthn::{ability::Observation, error::CeremonyError},
};

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The page is there.
    Started {
        /// What `Effect::Keep` kept before a reload.
        kept: Option<String>,
        /// What the page sees of itself.
        page: Observation,
        /// How many pages were left just now without the person's doing (`Effect::Navigate`).
        hops: u8,
    },
    /// The browser told what it can do: the true names of `getClientCapabilities()`.
    Capable(Vec<String>),
    /// A request ended.
    Answered {
        /// The request's ticket.
        ticket: u32,
        /// The answer, or why there is none.
        answer: Result<Answer, Unreached>,
        /// What stands in the form now.
        typed: Fields,
        /// The time, in milliseconds since 1970.
        now: i64,
    },
    /// The person pressed a submit button or Enter.
    Submitted {
        /// The form's fields, the pressed button's pair included.
        fields: Fields,
        /// The pressed button's name and value.
        button: Option<(String, String)>,
    },
    /// The person pressed a button that starts a ceremony.
    Triggered {
        /// Which.
        trigger: Trigger,
        /// The form's fields.
        fields: Fields,
    },
    /// A ceremony ended.
    CeremonyEnded {
        /// The ceremony's ticket.
        ticket: u32,
        /// The credential as JSON text, or why there is none.
        credential: Result<String, CeremonyError>,
        /// The form's fields.
        fields: Fields,
    },
    /// The time of `Effect::Alarm` has come: the flow is about to expire, or Kratos is to be asked again.
    FlowAging {
        /// What stands in the form now.
        typed: Fields,
    },
    /// The page is being hidden or left.
    Hidden {
        /// What stands in the form now.
        typed: Fields,
    },
    /// The network is back.
    Online,
    /// Another tab signed in, or changed an account.
    SessionMoved,
    /// Another tab, or another part of this page, is signing out.
    SignedOut {
        /// What stands in the form now.
        typed: Fields,
    },
    /// The person is back at the page.
    Shown,
    /// The browser is still here although it was to leave (`Effect::Navigate`).
    Stayed,
    /// The page came back from the browser's history as it was left.
    Returned,
    /// The person wants the last step tried again.
    Retried,
    /// The person wants a new flow.
    StartedOver,
    /// The person does not want a passkey now.
    DeclinedOffer,
    /// The person does not want to sign in for the suspended page any more.
    GaveUp,
    /// The person goes on without the forbidden `return_to`.
    DroppedReturnTo,
}
