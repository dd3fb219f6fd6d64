//! Asks people what an app may do: the only part of Propylon that reaches the admin API of Ory Hydra.
//!
//! What to ask and what to grant is decided in [`decision`], without a network; [`service`] asks Kratos
//! who is there before it lets Hydra act for anybody.

pub mod config;
pub mod csrf;
pub mod decided;
pub mod decision;
pub mod failure;
pub mod remote;
pub mod service;
pub mod upstream;
pub mod wire;
