//! What Kratos refuses: the error body and its ids (see docs/kratos.md#the-error-object).

use super::continue_with::ContinueWith;
use crate::json::Json;

/// An error answer, `{"error": {…}}`.
///
/// See <https://www.ory.sh/docs/reference/api#tag/frontend>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KratosError {
    /// What it is about. Many refusals, every plain 404 and 401 among them, carry no id.
    pub id: Option<ErrorId>,
    /// The HTTP status it came with.
    pub status: u16,
    /// Why, in the server's English.
    pub reason: Option<String>,
    /// What, in the server's English.
    pub message: Option<String>,
    /// Where the browser should go, for ids that say so.
    pub redirect_browser_to: Option<String>,
    /// The flow that replaces this one; Kratos has made it already.
    pub use_flow_id: Option<String>,
    /// What to do next, for `session_verified_address_required`.
    pub continue_with: Vec<ContinueWith>,
}

/// `error.id`; an open enumeration.
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
    /// An id this crate does not know, under Kratos' name.
    Other(String),
}

impl KratosError {
    /// Reads an error body; `None` when there is no `error` object in it.
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

    /// Reads the container of `/self-service/errors`, whose HTTP status says nothing about the error.
    pub(crate) fn stored(value: &Json) -> Option<Self> {
        let code = value.obj().obj("error").int("code");
        Self::read(code.and_then(|code| u16::try_from(code).ok()).unwrap_or(500), value)
    }

    /// The most telling words of the server: the reason, else the message.
    pub fn words(&self) -> Option<&str> {
        self.reason.as_deref().or(self.message.as_deref())
    }
}

/// The ids this crate knows, under Kratos' names.
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
