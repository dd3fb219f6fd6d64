//! What the machine wants done.

use super::ceremony::Ceremony;
use crate::{
    diagnose::Finding,
    kratos::{flow::FlowKind, request::Request},
    webauthn::ability::{Signal, User},
};

/// One thing to do, in order. The driver does it and reports back by an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send the request; answer with `Event::Answered` and the same ticket.
    Send {
        /// Names the request; an answer with an older ticket is ignored.
        ticket: u32,
        /// What to send.
        request: Request,
    },
    /// Run the ceremony, ending any other; answer with `Event::CeremonyEnded` and the same ticket.
    ///
    /// It comes out of the same call that took the click, so that it runs inside the gesture.
    Run {
        /// Names the ceremony; an end with an older ticket is ignored.
        ticket: u32,
        /// What to run.
        ceremony: Ceremony,
    },
    /// End a running ceremony.
    EndCeremony,
    /// Put the page of `kind` and the flow's id into the address bar, so that a reload finds it.
    Remember {
        /// Whose page.
        kind: FlowKind,
        /// The flow.
        flow: String,
    },
    /// Answer with `Event::FlowAging` in so many milliseconds, in place of any earlier wish.
    Alarm(i64),
    /// Keep this text for `Event::Started` after a reload of the page, or forget what was kept.
    Keep(Option<String>),
    /// Tell the other tabs and whoever listens on this page that the session may have changed.
    SessionChanged,
    /// Tell the password manager about a passkey, where the browser can.
    Signal(Signal),
    /// Remember whose passkey signed in, for a later `Signal::Renamed`.
    RememberUser(User),
    /// Do not offer a passkey again for a month.
    SnoozeOffer,
    /// Tell whoever runs the service what is wrong with its set-up.
    Report(Finding),
    /// Leave for a URL that Kratos gave, or for a page of the site.
    Navigate(String),
}
