//! Error answers and their ids (see docs/kratos.md#the-error-object).

use super::continue_with::ContinueWith;
use crate::json::Json;

/// An error answer, `{"error": {…}}`.
///
/// See <https://www.ory.sh/docs/reference/api#tag/frontend>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KratosError {
    /// The error id. Many errors have none, among them every plain 404 and 401.
    pub id: Option<ErrorId>,
    /// The HTTP status.
    pub status: u16,
    /// The reason, in the server's English.
    pub reason: Option<String>,
    /// The message, in the server's English.
    pub message: Option<String>,
    /// Where to navigate, for ids that require it.
    pub redirect_browser_to: Option<String>,
    /// The flow that replaces this one; Kratos has already created it.
    pub use_flow_id: Option<String>,
    /// What to do next, for `session_verified_address_required`.
    pub continue_with: Vec<ContinueWith>,
}

/// `error.id`; an open enum.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum ErrorId {
    SessionAlreadyAvailable,
    SessionInactive,
    SessionAal1Required,
    SessionAal2Required,
    SessionRefreshRequired,
    SessionVerifiedAddressRequired,
    FlowExpired,
    FlowReplaced,
    FlowDisabled,
    IdentityMismatch,
    ReturnToForbidden,
    CsrfViolation,
    BrowserLocationChangeRequired,
    /// An unknown id.
    Other(String),
}

impl KratosError {
    /// Parses an error body; `None` without an `error` object.
    pub fn read(status: u16, value: &Json) -> Option<Self> {
        let body = value.obj();
        let error = body.obj("error");
        if !body.has_object("error") {
            return None;
        }
        let details = error.obj("details");
        Some(Self {
            id: error.str("id").map(ErrorId::read),
            status,
            reason: error.text("reason"),
            message: error.text("message"),
            redirect_browser_to: body
                .text("redirect_browser_to")
                .or_else(|| details.text("redirect_browser_to")),
            use_flow_id: body.text("use_flow_id").or_else(|| details.text("use_flow_id")),
            continue_with: ContinueWith::read_all(details),
        })
    }

    /// Parses the answer of `/self-service/errors`, whose HTTP status is unrelated to the error.
    pub(crate) fn stored(value: &Json) -> Option<Self> {
        let code = value.obj().obj("error").int("code");
        Self::read(code.and_then(|code| u16::try_from(code).ok()).unwrap_or(500), value)
    }

    /// The server's most specific text: the reason, else the message.
    pub fn words(&self) -> Option<&str> {
        self.reason.as_deref().or(self.message.as_deref())
    }
}

/// The known ids.
const KNOWN: [(&str, ErrorId); 13] = [
    ("session_already_available", ErrorId::SessionAlreadyAvailable),
    ("session_inactive", ErrorId::SessionInactive),
    ("session_aal1_required", ErrorId::SessionAal1Required),
    ("session_aal2_required", ErrorId::SessionAal2Required),
    ("session_refresh_required", ErrorId::SessionRefreshRequired),
    ("session_verified_address_required", ErrorId::SessionVerifiedAddressRequired),
    ("self_service_flow_expired", ErrorId::FlowExpired),
    ("self_service_flow_replaced", ErrorId::FlowReplaced),
    ("self_service_flow_disabled", ErrorId::FlowDisabled),
    ("security_identity_mismatch", ErrorId::IdentityMismatch),
    ("self_service_flow_return_to_forbidden", ErrorId::ReturnToForbidden),
    ("security_csrf_violation", ErrorId::CsrfViolation),
    ("browser_location_change_required", ErrorId::BrowserLocationChangeRequired),
];

impl ErrorId {
    fn read(id: &str) -> Self {
        let known = KNOWN.into_iter().find(|(name, _)| *name == id);
        known.map_or_else(|| Self::Other(id.to_owned()), |(_, known)| known)
    }

    /// Kratos' name of the id.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(name) => name,
            known => KNOWN.iter().find(|(_, id)| id == known).map_or("", |(name, _)| name),
        }
    }
}
