//! WebAuthn without a browser: the options, the credential, the errors.
//!
//! The ceremony itself is an effect, see `browser::credentials`.

pub mod ability;
pub mod answer;
pub mod base64url;
pub mod error;
pub mod options;
