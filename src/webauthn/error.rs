//! Why a ceremony ended without a credential.

use thiserror::Error;

use super::ability::Obstacle;
use crate::text_search;

/// An operation of the Credential Management API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// `navigator.credentials.create`
    Create,
    /// `navigator.credentials.get`
    Get,
}

/// Why a ceremony ended without a credential; each variant is something different to do for the
/// person.
///
/// See <https://www.w3.org/TR/webauthn-3/#sctn-create-request-exceptions> and
/// <https://www.w3.org/TR/webauthn-3/#sctn-get-request-exceptions>.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CeremonyError {
    /// The person cancelled, or there was no credential to choose; browsers don't distinguish the
    /// two.
    #[error("cancelled, or no passkey was chosen")]
    Cancelled,
    /// The ceremony failed faster than a person could answer: this device has no matching
    /// credential.
    #[error("no matching credential on this device")]
    NothingHere,
    /// The ceremony timed out.
    #[error("timed out")]
    TimedOut,
    /// The page aborted the ceremony, for example to start another.
    #[error("aborted by the page")]
    Aborted,
    /// The page was hidden, lost the focus, or had no user activation.
    #[error("interrupted")]
    Interrupted,
    /// Another page or extension runs a ceremony.
    #[error("another request is pending")]
    Pending,
    /// The authenticator already has a credential of this account (`InvalidStateError` on create).
    #[error("this device already has a passkey for the account")]
    AlreadyRegistered,
    /// The authenticator does not support user verification or resident keys, which Kratos
    /// requires.
    #[error("the authenticator does not support what Kratos requires")]
    Incapable,
    /// WebAuthn can't work on this page.
    #[error("passkeys do not work on this page ({0:?})")]
    Impossible(Obstacle),
    /// The browser or device doesn't support the request.
    #[error("this browser or device does not support this")]
    Unsupported,
    /// The flow has no options, or invalid ones.
    #[error("the flow has no usable options")]
    BadOptions,
    /// Any other error, with its name.
    #[error("the passkey request failed ({0})")]
    Other(String),
}

/// A rejected promise and its circumstances.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection<'a> {
    /// `DOMException.name`
    pub name: &'a str,
    /// `DOMException.message`. It differs between browsers, so it is used only if the name is
    /// ambiguous.
    pub message: &'a str,
    /// The operation.
    pub operation: Operation,
    /// Its duration in milliseconds.
    pub elapsed: f64,
    /// Its timeout in milliseconds.
    pub timeout: Option<u32>,
    /// Whether the page was visible when it ended.
    pub is_visible: bool,
}

/// Faster than any person: nobody answered. In milliseconds.
const FASTER_THAN_A_PERSON: f64 = 150.0;

impl CeremonyError {
    /// Finds the cause of a rejected promise (WebAuthn Level 3 §5.1.3, §5.1.4 and §14.5.1; messages
    /// as measured in browsers).
    ///
    /// `NotAllowedError` covers cancelling, no credential, a policy and a timeout; the duration and
    /// the message distinguish them.
    pub fn from_rejection(rejection: &Rejection<'_>) -> Self {
        let says =
            |words: &[&str]| words.iter().any(|word| text_search::holds(rejection.message, word));
        match (rejection.name, rejection.operation) {
            ("NotAllowedError", _) if says(&["Permissions Policy", "publickey-credentials"]) => {
                Self::Impossible(Obstacle::Policy)
            }
            ("NotAllowedError", _) if says(&["gesture", "not focused", "user activat"]) => {
                Self::Interrupted
            }
            ("NotAllowedError", _) => match rejection.timeout {
                _ if !rejection.is_visible => Self::Interrupted,
                Some(limit) if rejection.elapsed >= f64::from(limit) => Self::TimedOut,
                // Safari reports cancelling explicitly.
                _ if says(&["cancelled by the user"]) => Self::Cancelled,
                _ if rejection.elapsed < FASTER_THAN_A_PERSON => Self::NothingHere,
                _ => Self::Cancelled,
            },
            ("AbortError", _) => Self::Aborted,
            ("OperationError", _) if says(&["pending"]) => Self::Pending,
            ("InvalidStateError", Operation::Create) => Self::AlreadyRegistered,
            ("SecurityError", _) if says(&["invalid domain"]) => {
                Self::Impossible(Obstacle::IpAddress)
            }
            ("SecurityError", _) => Self::Impossible(Obstacle::OtherDomain),
            ("ConstraintError", _) => Self::Incapable,
            ("NotReadableError", _) => Self::Interrupted,
            ("NotSupportedError", _) => Self::Unsupported,
            (other, _) => Self::Other(other.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Browsers' rejections, with their messages, and the cause of each.
    fn table() -> Vec<(&'static str, &'static str, &'static str, Operation, f64, CeremonyError)> {
        use CeremonyError::{
            Aborted, AlreadyRegistered, Cancelled, Impossible, Incapable, Interrupted, NothingHere,
            Pending, TimedOut, Unsupported,
        };
        use Operation::{Create, Get};
        const GENERIC: &str = "The operation either timed out or was not allowed. See: https://www.w3.org/TR/webauthn-2/#sctn-privacy-considerations-client.";
        vec![
            ("Chrome", "NotAllowedError", GENERIC, Get, 4000.0, Cancelled),
            ("Chrome", "NotAllowedError", GENERIC, Get, 7.0, NothingHere),
            ("Chrome", "NotAllowedError", GENERIC, Get, 60_001.0, TimedOut),
            (
                "Chrome",
                "NotAllowedError",
                "The 'publickey-credentials-get' feature is not enabled in this document. Permissions Policy may be used to delegate Web Authentication capabilities to cross-origin child frames.",
                Get,
                2.0,
                Impossible(Obstacle::Policy),
            ),
            (
                "Chrome",
                "SecurityError",
                "The relying party ID is not a registrable domain suffix of, nor equal to the current domain.",
                Get,
                30.0,
                Impossible(Obstacle::OtherDomain),
            ),
            (
                "Chrome",
                "SecurityError",
                "This is an invalid domain.",
                Create,
                1.0,
                Impossible(Obstacle::IpAddress),
            ),
            (
                "Chrome",
                "InvalidStateError",
                "The user attempted to register an authenticator that contains one of the credentials already registered with the relying party.",
                Create,
                3000.0,
                AlreadyRegistered,
            ),
            ("Chrome", "OperationError", "A request is already pending.", Get, 1.0, Pending),
            ("Chrome", "AbortError", "signal is aborted without reason", Get, 500.0, Aborted),
            (
                "Chrome",
                "NotSupportedError",
                "None of the algorithms specified in `pubKeyCredParams` are supported by this device.",
                Create,
                5.0,
                Unsupported,
            ),
            (
                "Chrome",
                "ConstraintError",
                "User verification is not supported.",
                Create,
                5.0,
                Incapable,
            ),
            (
                "Chrome",
                "NotReadableError",
                "An unknown error occurred while talking to the credential manager.",
                Get,
                900.0,
                Interrupted,
            ),
            (
                "Safari",
                "NotAllowedError",
                "This request has been cancelled by the user.",
                Get,
                90.0,
                Cancelled,
            ),
            (
                "Safari",
                "NotAllowedError",
                "User gesture is not detected. To use the WebAuthn API, call 'navigator.credentials.create' or 'navigator.credentials.get' within user activated events.",
                Get,
                1.0,
                Interrupted,
            ),
            ("Safari", "NotAllowedError", "The document is not focused.", Get, 1.0, Interrupted),
            ("Safari", "NotAllowedError", "Operation failed.", Get, 2500.0, Cancelled),
            (
                "Safari",
                "InvalidStateError",
                "At least one credential matches an entry of the excludeCredentials list in the platform attached authenticator.",
                Create,
                1500.0,
                AlreadyRegistered,
            ),
            (
                "Safari",
                "SecurityError",
                "The operation is insecure.",
                Get,
                1.0,
                Impossible(Obstacle::OtherDomain),
            ),
            (
                "Firefox",
                "NotAllowedError",
                "The request is not allowed by the user agent or the platform in the current context, possibly because the user denied permission.",
                Get,
                3000.0,
                Cancelled,
            ),
            ("Firefox", "AbortError", "The operation was aborted.", Get, 3000.0, Aborted),
            (
                "Firefox",
                "InvalidStateError",
                "An attempt was made to use an object that is not, or is no longer, usable",
                Create,
                3000.0,
                AlreadyRegistered,
            ),
            (
                "Firefox",
                "SecurityError",
                "The operation is insecure.",
                Create,
                1.0,
                Impossible(Obstacle::OtherDomain),
            ),
        ]
    }

    #[test]
    fn each_browsers_rejections_have_a_cause() {
        for (browser, name, message, operation, elapsed, expected) in table() {
            let rejection = Rejection {
                name,
                message,
                operation,
                elapsed,
                timeout: Some(60_000),
                is_visible: true,
            };
            assert_eq!(
                CeremonyError::from_rejection(&rejection),
                expected,
                "{browser} {name}: {message}"
            );
        }
    }

    #[test]
    fn a_hidden_page_means_interrupted_and_invalid_state_on_get_is_unknown() {
        let rejection = |name, operation, is_visible| Rejection {
            name,
            message: "",
            operation,
            elapsed: 5000.0,
            timeout: None,
            is_visible,
        };
        let cause = |name, operation, visible| {
            CeremonyError::from_rejection(&rejection(name, operation, visible))
        };
        assert_eq!(cause("NotAllowedError", Operation::Get, false), CeremonyError::Interrupted);
        assert_eq!(
            cause("InvalidStateError", Operation::Get, true),
            CeremonyError::Other("InvalidStateError".to_owned())
        );
    }
}
