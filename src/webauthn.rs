//! Passkeys and security keys, without a browser: what to ask for, what to answer, what went wrong.
//!
//! The ceremony itself is an effect; see `browser::credentials`.

pub mod ability;
pub mod answer;
pub mod base64url;
pub mod error;
pub mod options;
