//! What went wrong, as the page and the operator learn it.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// The codes of the contract with the page.
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
    fn told(self) -> (StatusCode, &'static str, &'static str) {
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
            Self::SignedOut => {
                (S::UNAUTHORIZED, "signed-out", "Kratos knows no active session for this request.")
            }
            Self::NeedsAal2 => {
                (S::FORBIDDEN, "needs-aal2", "Kratos requires a second factor for this session.")
            }
            Self::ScopeNotAsked => (
                S::BAD_REQUEST,
                "scope-not-asked",
                "The app did not ask for a scope or audience of the decision.",
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
                "csrf",
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
    /// The way on or back, where Hydra or Kratos says one.
    pub redirect_to: Option<String>,
    /// Who asked, if that is known.
    pub client: Option<Value>,
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self { code, redirect_to: None, client: None }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let (status, code, message) = self.code.told();
        tracing::warn!(code, status = status.as_u16(), "{message}");
        let error = json!({
            "code": code, "message": message, "redirect_to": self.redirect_to, "client": self.client,
        });
        (status, Json(json!({ "error": error }))).into_response()
    }
}
