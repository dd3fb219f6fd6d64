//! Propylon.
#![cfg_attr(test, allow(clippy::panic))]
pub mod kratos;
