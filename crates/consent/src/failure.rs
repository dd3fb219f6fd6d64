//! What went wrong, in the shape of Kratos' errors.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// The ids of errors; the core knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "docs/oauth2.md lists them")]
pub enum Code {
    ChallengeMissing,
    ChallengeUnknown,
    ChallengeUsed,
    ChallengeExpired,
    OtherPerson,
    SignedOut,
    NeedsAal2,
    ScopeNotAsked,
    BadRequest,
    ForeignOrigin,
    Csrf,
    HydraUnreachable,
    KratosUnreachable,
    HydraRefused,
}

impl Code {
    /// Its status, its id, and a sentence for the operator. Three ids are Kratos' own.
    pub fn told(self) -> (StatusCode, &'static str, &'static str) {
        use StatusCode as S;
        match self {
            Self::ChallengeMissing => {
                (S::BAD_REQUEST, "challenge-missing", "The request names no challenge.")
            }
            Self::ChallengeUnknown => {
                (S::NOT_FOUND, "challenge-unknown", "Hydra does not know this challenge.")
            }
            Self::ChallengeUsed => {
                (S::GONE, "challenge-used", "This challenge was decided already.")
            }
            Self::ChallengeExpired => (S::GONE, "challenge-expired", "This challenge is too old."),
            Self::OtherPerson => (
                S::FORBIDDEN,
                "other-person",
                "The challenge belongs to another account than the session.",
            ),
            Self::SignedOut => (
                S::UNAUTHORIZED,
                "session_inactive",
                "Kratos knows no active session for this request.",
            ),
            Self::NeedsAal2 => (
                S::FORBIDDEN,
                "session_aal2_required",
                "Kratos requires a second factor for this session.",
            ),
            Self::ScopeNotAsked => (
                S::BAD_REQUEST,
                "scope-not-asked",
                "The app did not ask for a scope of the decision.",
            ),
            Self::BadRequest => {
                (S::BAD_REQUEST, "bad-request", "The request is not one of the page's.")
            }
            Self::ForeignOrigin => (
                S::FORBIDDEN,
                "foreign-origin",
                "The request comes from another origin than PROPYLON_PUBLIC_URL.",
            ),
            Self::Csrf => (
                S::FORBIDDEN,
                "security_csrf_violation",
                "The CSRF token is not that of this page, session and challenge.",
            ),
            Self::HydraUnreachable => (
                S::BAD_GATEWAY,
                "hydra-unreachable",
                "Hydra's admin API does not answer at PROPYLON_HYDRA_ADMIN_URL.",
            ),
            Self::KratosUnreachable => (
                S::BAD_GATEWAY,
                "kratos-unreachable",
                "Kratos does not answer at PROPYLON_KRATOS_URL.",
            ),
            Self::HydraRefused => {
                (S::BAD_GATEWAY, "hydra-refused", "Hydra's admin API refused or answered nonsense.")
            }
        }
    }
}

/// An answer without a way on, except what the servers say.
#[derive(Debug)]
pub struct Failure {
    /// What happened.
    pub code: Code,
    /// The way on or back: what Hydra or Kratos says, or else the client's own page.
    pub redirect_to: Option<String>,
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self { code, redirect_to: None }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, id, reason) = self.code.told();
        tracing::warn!(id, status = status.as_u16(), "{reason}");
        shaped(status, id, reason, self.redirect_to.as_deref())
    }
}

/// The way on, as Kratos tells it to scripts.
pub fn way_on(url: &str) -> Response {
    let reason = "The browser has to be sent on.";
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    shaped(status, "browser_location_change_required", reason, Some(url))
}

fn shaped(status: StatusCode, id: &str, reason: &str, redirect_to: Option<&str>) -> Response {
    let error = json!({
        "id": id, "code": status.as_u16(), "status": status.canonical_reason(), "reason": reason,
    });
    (status, Json(json!({ "error": error, "redirect_browser_to": redirect_to }))).into_response()
}
