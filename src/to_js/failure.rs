//! Errors of calls, which the package's scripts turn into a `PropylonError`.

use serde::Serialize;
use wasm_bindgen::JsValue;

#[cfg(feature = "element")]
use super::snapshot::reason;
use super::text::to_js;
#[cfg(feature = "element")]
use crate::flow::state::{Phase, Remark, State, Stop};
use crate::{
    flow::headless::Refusal,
    kratos::{error::KratosError, response::Unreached},
    session::UnreachableCause,
};

/// An error: its stable code and details.
#[derive(Default, PartialEq, Serialize)]
pub struct Failure {
    code: &'static str,
    /// The requested name.
    name: Option<String>,
    /// The known names.
    known: Vec<String>,
    /// The HTTP status of the answer.
    status: Option<u16>,
    /// Kratos' id of the error.
    id: Option<String>,
    /// Kratos' error text.
    reason: Option<String>,
}

impl Failure {
    /// An error without details.
    #[inline(never)]
    pub fn plain(code: &'static str) -> Self {
        Self { code, ..Self::default() }
    }

    /// What keeps a flow from its form, or kept its last submit from Kratos. Not what a person did.
    #[cfg(feature = "element")]
    pub fn from_state(state: &State) -> Option<Self> {
        let Phase::Stopped(stop) = &state.phase else {
            return match state.remark.as_ref()? {
                Remark::Unreached(why) => Some((*why).into()),
                Remark::NotKratos(status) => Some(Self::not_kratos(*status)),
                Remark::Refused(error) => Some(error.clone().into()),
                _ => None,
            };
        };
        match stop {
            Stop::Unreached(why) => Some((*why).into()),
            Stop::NotKratos(status) => Some(Self::not_kratos(*status)),
            Stop::Refused(error) => Some(error.clone().into()),
            Stop::FlowLoop(error) => Some(Self { code: reason(stop), ..error.clone().into() }),
            Stop::RequestLoop
            | Stop::SignInLoop(_)
            | Stop::CookieLost
            | Stop::ReturnToForbidden(_)
            | Stop::SwitchedOff => Some(Self::plain(reason(stop))),
            // The script that navigates reports that.
            Stop::NavigationFailed(_) => None,
            Stop::SignedIn(_) | Stop::SignedOut | Stop::AccountMade => None,
        }
    }

    fn not_kratos(status: u16) -> Self {
        Self { status: Some(status), ..Self::plain("not-kratos") }
    }

    /// The value to throw.
    pub fn throw(&self) -> JsValue {
        to_js(self)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Busy => Self::plain("busy"),
            Refusal::NoForm => Self::plain("no-form"),
            Refusal::NoCeremony => Self::plain("no-ceremony"),
            Refusal::NothingToResend => Self::plain("nothing-to-resend"),
            Refusal::NothingToRetry => Self::plain("nothing-to-retry"),
            Refusal::WhichMethod { known } => Self { known, ..Self::plain("which-method") },
            Refusal::UnknownButton { name, value, known } => {
                let code = if name == "method" { "unknown-method" } else { "unknown-button" };
                let name = if name == "method" { value } else { [&name, "=", &value].concat() };
                Self { known, name: Some(name), ..Self::plain(code) }
            }
            Refusal::UnknownField { name, known } => {
                Self { known, name: Some(name), ..Self::plain("unknown-field") }
            }
        }
    }
}

impl From<Unreached> for Failure {
    fn from(why: Unreached) -> Self {
        Self::plain(match why {
            Unreached::Failed => "unreachable",
            Unreached::TimedOut => "timed-out",
            Unreached::Redirected => "redirected",
            Unreached::TooMany(_) => "too-many-requests",
        })
    }
}

impl From<KratosError> for Failure {
    fn from(error: KratosError) -> Self {
        Self {
            status: Some(error.status),
            id: error.id.as_ref().map(|id| id.as_str().to_owned()),
            reason: error.words().map(str::to_owned),
            ..Self::plain("refused")
        }
    }
}

impl From<UnreachableCause> for Failure {
    fn from(cause: UnreachableCause) -> Self {
        match cause {
            UnreachableCause::Unreached(why) => why.into(),
            UnreachableCause::NotKratos(status) => Self::not_kratos(status),
            UnreachableCause::Refused(error) => error.into(),
        }
    }
}
