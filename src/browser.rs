//! The browser: the only code that calls it. Each effect is performed in one place here.

// Each skin calls its own part of it; a build without the site leaves the rest uncalled.
#![cfg_attr(not(feature = "site"), allow(dead_code))]

pub(crate) mod ability;
#[cfg(feature = "site")]
pub(crate) mod address;
#[cfg(feature = "account")]
pub(crate) mod clipboard;
pub(crate) mod clock;
pub(crate) mod credentials;
pub(crate) mod fetch;
#[cfg(feature = "components")]
pub(crate) mod form;
pub(crate) mod listen;
pub(crate) mod page;
#[cfg(feature = "components")]
pub(crate) mod place;
pub(crate) mod storage;
