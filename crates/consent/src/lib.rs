//! Asks people what an app may do: the only part of Propylon that reaches the admin API of Ory Hydra.
//!
//! What a decision grants is decided in [`decision`], and what is asked is drawn in [`form`], without a
//! network; [`consent`], [`end_session`] and [`apps`] ask Kratos who is there before they let Hydra act for
//! anybody.

pub mod apps;
pub mod config;
pub mod consent;
pub mod csrf;
pub mod decided;
pub mod decision;
pub mod end_session;
pub mod failure;
pub mod form;
pub mod remote;
pub mod service;
pub mod upstream;
pub mod wire;
