//! What the machine wants done.

use super::{ceremony::Ceremony, person::Person};
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
    /// Keep this text for `Event::Started` after a reload of the page of this flow, or forget what was
    /// kept for it.
    Keep(FlowKind, Option<String>),
    /// Forget what was kept for any flow in this tab, but for what this person typed.
    ForgetDrafts(Option<Person>),
    /// Tell the other tabs and whoever listens on this page that the session may have changed.
    SessionChanged,
    /// Tell the password manager about a passkey, where the browser can.
    Signal(Signal),
    /// Remember whose passkey signed in, for a later `Signal::Renamed`, or that it was none.
    RememberUser(Option<User>),
    /// Do not offer a passkey again for a month.
    SnoozeOffer,
    /// Tell whoever runs the service what is wrong with its set-up.
    Report(Finding),
    /// Leave for a URL that Kratos gave, or for a page of the site; answer with `Event::Stayed` when the
    /// browser is still here after some seconds.
    Navigate {
        /// Where to.
        url: String,
        /// How many pages in a row, this one included, were left without the person's doing. It is to be
        /// told to the next one, if that begins within seconds.
        hops: u8,
    },
}
