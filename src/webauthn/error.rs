//! Why a ceremony did not end in a credential.

use thiserror::Error;

/// Which half of WebAuthn ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// `navigator.credentials.create`
    Create,
    /// `navigator.credentials.get`
    Get,
}

/// A ceremony's end without a credential, told by what the person can do about it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CeremonyError {
    /// The person cancelled, or there was nothing to choose; browsers do not tell the two apart.
    #[error("cancelled, or no passkey was chosen")]
    Cancelled,
    /// Nobody answered in time.
    #[error("nobody answered in time")]
    TimedOut,
    /// We ended it ourselves, for example to start another.
    #[error("ended by the page")]
    Aborted,
    /// The authenticator holds a credential of this account already (`InvalidStateError` on create).
    #[error("this device has a passkey for the account already")]
    AlreadyRegistered,
    /// This page may not use the relying party's credentials: wrong host, an IP address, a frame.
    #[error("passkeys are not allowed on this page")]
    NotAllowedHere,
    /// The page is not served over https or from localhost, so the browser hides the interface.
    #[error("passkeys need https or localhost")]
    InsecureContext,
    /// The browser or the device cannot do what was asked.
    #[error("this browser or device cannot do this")]
    Unsupported,
    /// The flow carries no options, or ones that cannot be read.
    #[error("the server sent no usable passkey options")]
    BadOptions,
    /// Anything else, with the browser's name for it.
    #[error("the passkey request failed ({0})")]
    Other(String),
}

impl CeremonyError {
    /// Names the cause of a rejected promise.
    ///
    /// `name` is the `DOMException`'s, `elapsed` and `timeout` are milliseconds. A `NotAllowedError`
    /// covers cancelling, finding nothing and timing out alike; only the clock tells the last
    /// (WebAuthn Level 3 §5.1.4.1 and §14.5.1, measured in Chromium).
    pub fn from_exception(name: &str, phase: Phase, elapsed: f64, timeout: Option<u32>) -> Self {
        match (name, phase) {
            ("NotAllowedError", _) => match timeout {
                Some(limit) if elapsed >= f64::from(limit) => Self::TimedOut,
                _ => Self::Cancelled,
            },
            ("AbortError", _) => Self::Aborted,
            ("InvalidStateError", Phase::Create) => Self::AlreadyRegistered,
            ("SecurityError", _) => Self::NotAllowedHere,
            ("NotSupportedError" | "ConstraintError" | "NotReadableError", _) => Self::Unsupported,
            (other, _) => Self::Other(other.to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_clock_tells_a_timeout_from_a_cancel() {
        let end = |elapsed| {
            CeremonyError::from_exception("NotAllowedError", Phase::Get, elapsed, Some(2000))
        };
        assert_eq!(end(3.0), CeremonyError::Cancelled);
        assert_eq!(end(2001.0), CeremonyError::TimedOut);
    }

    #[test]
    fn invalid_state_means_registered_only_on_create() {
        let end = |phase| CeremonyError::from_exception("InvalidStateError", phase, 1.0, None);
        assert_eq!(end(Phase::Create), CeremonyError::AlreadyRegistered);
        assert_eq!(end(Phase::Get), CeremonyError::Other("InvalidStateError".to_owned()));
    }
}
