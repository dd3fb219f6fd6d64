//! Snapshots of a flow: its screen, and the state for headless callers.

use serde::Serialize;

use crate::{
    flow::state::{Phase, State, Stop},
    i18n::Catalog,
    view::{
        action::Link,
        busy::Busy,
        look::Look,
        notice::Notice,
        screen::{Body, Lead, Screen},
    },
};

/// A snapshot. Its TypeScript is `Screen` in `pkg-template/src/index.d.ts`.
#[derive(Serialize)]
pub struct Snapshot {
    /// The kind of flow on screen.
    flow: &'static str,
    /// The phase.
    phase: &'static str,
    /// Why there is no form.
    stop: Option<&'static str>,
    /// The navigation in progress.
    leaving: Option<Leaving>,
    busy: Busy,
    title: String,
    lead: Option<Lead>,
    notices: Vec<Notice>,
    body: Body,
    links: Vec<Link>,
}

/// The state of a flow, without its screen.
#[derive(Serialize)]
pub struct FlowStatus {
    /// The kind of flow on screen.
    flow: &'static str,
    /// The phase.
    phase: &'static str,
    /// Why there is no form.
    stop: Option<&'static str>,
}

impl FlowStatus {
    /// The state as JavaScript sees it.
    pub fn from_state(state: &State) -> Self {
        let (phase, stop) = phase(&state.phase);
        Self { flow: state.kind().as_str(), phase, stop }
    }
}

/// A navigation in progress.
#[derive(Clone, Serialize)]
pub struct Leaving {
    /// The URL.
    pub url: String,
    /// Whether the flow is done. If not, it continues elsewhere, for example at a provider.
    pub done: bool,
}

impl Snapshot {
    /// The snapshot of `state`.
    pub fn from_state(
        words: &Catalog,
        look: &Look,
        state: &State,
        leaving: Option<Leaving>,
    ) -> Self {
        let Screen { title, lead, notices, body, links, .. } =
            Screen::from_state(words, look, state);
        let FlowStatus { flow, phase, stop } = FlowStatus::from_state(state);
        let busy = Busy::from_state(state);
        Self {
            flow,
            phase,
            stop,
            leaving: leaving.filter(|_| state.is_leaving()),
            busy,
            title,
            lead,
            notices,
            body,
            links,
        }
    }
}

fn phase(phase: &Phase) -> (&'static str, Option<&'static str>) {
    match phase {
        Phase::Loading => ("loading", None),
        Phase::Ready => ("ready", None),
        Phase::Submitting | Phase::Checking(_) | Phase::InCeremony(_) => ("busy", None),
        Phase::Leaving => ("leaving", None),
        Phase::Stopped(stop) => ("stopped", Some(reason(stop))),
    }
}

/// The name of a stop.
pub(super) fn reason(stop: &Stop) -> &'static str {
    match stop {
        Stop::Unreached(_) => "unreachable",
        Stop::NotKratos(_) => "not-kratos",
        Stop::Refused(_) => "refused",
        Stop::FlowLoop(_) | Stop::RequestLoop | Stop::SignInLoop(_) => "loop",
        Stop::CookieLost => "cookie-lost",
        Stop::ReturnToForbidden(_) => "return-to-forbidden",
        Stop::SwitchedOff => "switched-off",
        Stop::SignedIn(_) => "signed-in",
        Stop::SignedOut => "signed-out",
        Stop::NavigationFailed(_) => "stranded",
        Stop::AccountMade => "account-made",
    }
}
