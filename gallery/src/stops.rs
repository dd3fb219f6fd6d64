//! Every reason why there is no form.

use propylon::{
    flow::{
        opening::Opening,
        state::{Departure, Phase, Proof, Remark, State, Stop},
    },
    kratos::{
        error::{ErrorId, KratosError},
        flow::FlowKind,
        response::Unreached,
    },
};

use crate::{
    machine::{in_phase, remarking},
    story::Story,
};

pub fn stories() -> Vec<Story> {
    let at_login = |stop: Stop| {
        let id = format!("stop/{}", name(&stop));
        Story::of_state(&id, stopped(FlowKind::Login, stop))
    };
    let mut stories: Vec<Story> = all().into_iter().map(at_login).collect();
    let recovery = stopped(FlowKind::Recovery, Stop::SignedIn(None));
    stories.push(Story::of_state("stop/signed-in-at-recovery", recovery));
    let saved = Remark::Saved(Vec::new(), None);
    let after_saving = stopped(FlowKind::Settings, Stop::Unreached(Unreached::Failed));
    stories.push(Story::of_state("stop/saved-then-failed", remarking(after_saving, saved)));
    stories
}

/// A page that stopped.
pub fn stopped(kind: FlowKind, stop: Stop) -> State {
    in_phase(State::new(Opening::read(kind, "")), Phase::Stopped(stop))
}

/// An error of Kratos.
pub fn error(status: u16, id: Option<ErrorId>, reason: Option<&str>) -> KratosError {
    KratosError {
        id,
        status,
        reason: reason.map(str::to_owned),
        message: None,
        redirect_browser_to: None,
        use_flow_id: None,
        continue_with: Vec::new(),
    }
}

fn all() -> Vec<Stop> {
    let departure = |url: &str| Departure { url: url.to_owned(), is_done: true };
    let forbidden = "Requested return_to URL \"https://elsewhere.test/\" is not allowed.";
    vec![
        Stop::Unreached(Unreached::Failed),
        Stop::Unreached(Unreached::TimedOut),
        Stop::Unreached(Unreached::Redirected),
        Stop::Unreached(Unreached::TooMany(30)),
        Stop::NotKratos(200),
        Stop::NotKratos(404),
        Stop::NotKratos(413),
        Stop::NotKratos(431),
        Stop::NotKratos(502),
        Stop::Refused(error(400, None, Some("The flow is not of this browser."))),
        Stop::Refused(error(403, None, None)),
        Stop::Refused(error(500, None, Some("An internal server error occurred."))),
        Stop::FlowLoop(error(403, Some(ErrorId::CsrfViolation), Some("The token is missing."))),
        Stop::RequestLoop,
        Stop::SignInLoop(Proof::TooOld),
        Stop::CookieLost,
        Stop::ReturnToForbidden(error(400, Some(ErrorId::ReturnToForbidden), Some(forbidden))),
        Stop::SwitchedOff,
        Stop::SignedIn(None),
        Stop::SignedIn(Some("ada@example.test".to_owned())),
        Stop::SignedOut,
        Stop::NavigationFailed(departure("com.example.app://done")),
        Stop::NavigationFailed(departure("javascript:alert(1)")),
        Stop::AccountMade,
    ]
}

/// Its name. A new reason is missing here, and then above.
fn name(stop: &Stop) -> String {
    match stop {
        Stop::Unreached(why) => unreached(*why).to_owned(),
        Stop::NotKratos(status) => format!("not-kratos-{status}"),
        Stop::Refused(error) => format!("refused-{}", error.status),
        Stop::FlowLoop(_) => "flow-loop".to_owned(),
        Stop::RequestLoop => "request-loop".to_owned(),
        Stop::SignInLoop(_) => "sign-in-loop".to_owned(),
        Stop::CookieLost => "cookie-lost".to_owned(),
        Stop::ReturnToForbidden(_) => "return-to-forbidden".to_owned(),
        Stop::SwitchedOff => "switched-off".to_owned(),
        Stop::SignedIn(None) => "signed-in".to_owned(),
        Stop::SignedIn(Some(_)) => "signed-in-as".to_owned(),
        Stop::SignedOut => "signed-out".to_owned(),
        Stop::NavigationFailed(departure) if departure.url.starts_with("javascript:") => {
            "navigation-refused".to_owned()
        }
        Stop::NavigationFailed(_) => "navigation-failed".to_owned(),
        Stop::AccountMade => "account-made".to_owned(),
    }
}

/// The name of a request that got no answer.
pub fn unreached(why: Unreached) -> &'static str {
    match why {
        Unreached::Failed => "unreached",
        Unreached::TimedOut => "timed-out",
        Unreached::Redirected => "redirected",
        Unreached::TooMany(_) => "too-many",
    }
}
