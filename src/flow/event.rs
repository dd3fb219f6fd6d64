//! The events that the machine handles.

use super::draft::Fields;
use crate::{
    kratos::{
        node::Trigger,
        response::{Answer, Unreached},
    },
    webauthn::{ability::Observation, error::CeremonyError},
};

/// One event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The page has loaded.
    Started {
        /// The text that `Effect::Keep` stored before a reload.
        kept: Option<String>,
        /// What the page can observe about itself.
        page: Observation,
        /// How many pages in a row navigated without user action (`Effect::Navigate`).
        hops: u8,
    },
    /// The browser's capabilities: the names that are true in `getClientCapabilities()`.
    Capable(Vec<String>),
    /// A request ended.
    Answered {
        /// The request's ticket.
        ticket: u32,
        /// The answer, or why there is none.
        answer: Result<Answer, Unreached>,
        /// The current values of the form.
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
        /// The trigger of the button.
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
    /// `Effect::Alarm` went off: the flow is about to expire, or Kratos should be asked again.
    FlowAging {
        /// The current values of the form.
        typed: Fields,
    },
    /// The page is being hidden or left.
    Hidden {
        /// The current values of the form.
        typed: Fields,
    },
    /// The network is back.
    Online,
    /// Another tab signed in, or changed an account.
    SessionChanged,
    /// Another tab, or another part of this page, is signing out.
    SigningOut {
        /// The current values of the form.
        typed: Fields,
    },
    /// The page is visible again.
    Shown,
    /// The page is still here after `Effect::Navigate`.
    Stayed,
    /// The page was restored from the back/forward cache.
    Returned,
    /// The person went back to the step before this one, in the browser's history.
    WentBack,
    /// The person retries the last step.
    Retried,
    /// The person starts a new flow.
    StartedOver,
    /// The person declines a passkey for now.
    DeclinedOffer,
    /// The person cancels the sign-in for the suspended page.
    GaveUp,
    /// The person continues without the forbidden `return_to`.
    DroppedReturnTo,
}
