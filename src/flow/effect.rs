//! The effects that the machine requests.

use super::{ceremony::Ceremony, person::Person};
use crate::{
    diagnose::Finding,
    kratos::{flow::FlowKind, request::Request},
    webauthn::ability::{Signal, User},
};

/// One effect. The driver performs effects in order and reports results as events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send the request; reply with `Event::Answered` and the same ticket.
    Send {
        /// Identifies the request. Answers with an older ticket are ignored.
        ticket: u32,
        /// What to send.
        request: Request,
    },
    /// Run the ceremony, aborting any other; reply with `Event::CeremonyEnded` and the same ticket.
    ///
    /// Returned by the same call that took the click, so that it runs with user activation.
    Run {
        /// Identifies the ceremony. Results with an older ticket are ignored.
        ticket: u32,
        /// What to run.
        ceremony: Ceremony,
    },
    /// Abort the running ceremony.
    EndCeremony,
    /// Write the path of `kind` and the flow's id to the address bar, so that a reload finds the
    /// flow.
    Remember {
        /// The kind of the page.
        kind: FlowKind,
        /// The flow.
        flow: String,
        /// Whether it is the next step of that flow: the browser's Back then leads to the step before.
        is_step: bool,
    },
    /// Send `Event::FlowAging` after this many milliseconds. Replaces any earlier alarm.
    Alarm(i64),
    /// Store this text for `Event::Started` after a reload of this flow's page. `None` removes the
    /// stored text.
    Keep(FlowKind, Option<String>),
    /// Remove the drafts of all flows in this tab, except those that this person typed.
    ForgetDrafts(Option<Person>),
    /// Notify other tabs and listeners on this page that the session may have changed.
    SessionChanged,
    /// Signal a passkey to the password manager, where the browser supports it.
    Signal(Signal),
    /// Store the account whose passkey signed in, for a later `Signal::Renamed`; `None` removes it.
    RememberUser(Option<User>),
    /// Note the method of a sign-in for this browser: a provider's id, or Kratos' name of a method.
    NoteMethod(String),
    /// Don't offer a passkey again for a month.
    SnoozeOffer,
    /// Report a configuration problem to the integrator.
    Report(Finding),
    /// Navigate to a URL that Kratos gave, or to a page of the site. Reply with `Event::Stayed` if
    /// the page is still there after some seconds.
    Navigate {
        /// The URL.
        url: String,
        /// How many pages in a row, including this one, navigated without user action. Passed on to
        /// the next page if it loads within seconds.
        hops: u8,
        /// Whether the page has led here by itself: the navigation then replaces its history entry, so
        /// that Back is not caught by it.
        replaces: bool,
    },
}
