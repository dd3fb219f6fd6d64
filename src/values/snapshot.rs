//! What a flow shows at one moment, with what a caller without a form wants to know beside it.

use serde::Serialize;

use crate::{
    HAS_ACCOUNT,
    flow::state::{Phase, State, Stop},
    i18n::Catalog,
    kratos::flow::FlowKind,
    view::{
        action::Link,
        busy::Busy,
        look::Look,
        notice::Notice,
        screen::{Body, Lead, Screen},
        settings,
    },
};

/// The snapshot. Its TypeScript is `Screen` in `pkg-template/src/index.d.ts`.
#[derive(Serialize)]
pub struct Snapshot {
    /// Which flow is on screen.
    flow: &'static str,
    /// The person's turn, or not.
    phase: &'static str,
    /// Why there is no form.
    stop: Option<&'static str>,
    /// Where the page is being left for.
    leaving: Option<Leaving>,
    busy: Busy,
    title: String,
    lead: Option<Lead>,
    notices: Vec<Notice>,
    body: Body,
    links: Vec<Link>,
}

/// Where a flow stands, for who does not draw it.
#[derive(Serialize)]
pub struct Standing {
    /// Which flow is on screen.
    flow: &'static str,
    /// The person's turn, or not.
    phase: &'static str,
    /// Why there is no form.
    stop: Option<&'static str>,
}

impl Standing {
    /// Where `state` stands.
    pub fn of(state: &State) -> Self {
        let (phase, stop) = phase(&state.phase);
        Self { flow: state.kind().as_str(), phase, stop }
    }
}

/// A page that is being left.
#[derive(Clone, Serialize)]
pub struct Leaving {
    /// For where.
    pub url: String,
    /// Whether the flow went through; else it goes on elsewhere, for example at a provider.
    pub done: bool,
}

impl Snapshot {
    /// The snapshot of `state`.
    pub fn of(words: &Catalog, look: &Look, state: &State, leaving: Option<Leaving>) -> Self {
        let Screen { title, lead, notices, body, links } = screen(words, look, state);
        let Standing { flow, phase, stop } = Standing::of(state);
        let busy = Busy::of(state);
        Self {
            flow,
            phase,
            stop,
            leaving: leaving.filter(|_| state.phase == Phase::Leaving),
            busy,
            title,
            lead,
            notices,
            body,
            links,
        }
    }
}

fn screen(words: &Catalog, look: &Look, state: &State) -> Screen {
    match &state.flow {
        Some(flow)
            if HAS_ACCOUNT
                && flow.kind == Some(FlowKind::Settings)
                && !matches!(state.phase, Phase::Stopped(_)) =>
        {
            settings::screen(words, look, state, flow)
        }
        _ => Screen::of(words, look, state),
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

fn reason(stop: &Stop) -> &'static str {
    match stop {
        Stop::Unreached(_) => "unreachable",
        Stop::NotKratos(_) => "not-kratos",
        Stop::Refused(_) => "refused",
        Stop::Loop(_) | Stop::Circle | Stop::Endless(_) => "loop",
        Stop::CookieLost => "cookie-lost",
        Stop::ReturnToForbidden(_) => "return-to-forbidden",
        Stop::SwitchedOff => "switched-off",
        Stop::SignedIn(_) => "signed-in",
        Stop::SignedOut => "signed-out",
        Stop::Stranded(_) => "stranded",
        Stop::AccountMade => "account-made",
    }
}
