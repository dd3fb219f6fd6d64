//! What is recorded: families of cases, each told to one Kratos with one configuration.

mod code;
mod cors;
mod expired;
mod identifier_first;
mod login;
mod native;
mod oidc;
mod one_step;
mod passkey;
mod privileged;
mod recovery;
mod registration;
mod second_factor;
mod sessions;
mod settings;
mod traits;
mod verification;
mod webauthn;
mod webhook;

use anyhow::Result;

use super::config::Config;
use super::story::Story;

/// A run of requests in one order, and the configuration it needs.
pub struct Family {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it changes in the configuration; nothing, if any Kratos with everything on will do.
    pub config: Option<fn(&mut Config)>,
    /// The requests.
    pub story: fn(&Story) -> Result<()>,
}

/// All of them, in the order in which they run.
pub const ALL: &[&[Family]] = &[
    login::FAMILIES,
    code::FAMILIES,
    identifier_first::FAMILIES,
    registration::FAMILIES,
    one_step::FAMILIES,
    traits::FAMILIES,
    passkey::FAMILIES,
    webauthn::FAMILIES,
    second_factor::FAMILIES,
    settings::FAMILIES,
    privileged::FAMILIES,
    recovery::FAMILIES,
    verification::FAMILIES,
    oidc::FAMILIES,
    sessions::FAMILIES,
    expired::FAMILIES,
    native::FAMILIES,
    webhook::FAMILIES,
    cors::FAMILIES,
];
