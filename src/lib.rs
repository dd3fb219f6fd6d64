//! Propylon.
#![cfg_attr(test, allow(clippy::panic))]
pub mod flow;
pub mod i18n;
pub mod kratos;
pub mod session;
pub mod view;
pub mod webauthn;
