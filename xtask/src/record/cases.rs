//! The recorded cases, in families: each runs on a Kratos with its own configuration.

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

/// A sequence of requests and the configuration it needs.
pub struct Family {
    /// Its name on the command line.
    pub name: &'static str,
    /// Changes to the configuration; `None` if any Kratos with all methods works.
    pub config: Option<fn(&mut Config)>,
    /// The requests.
    pub story: fn(&Story) -> Result<()>,
}

/// All families, in the order they run.
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
