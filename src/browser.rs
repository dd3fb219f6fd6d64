//! The browser: the only code that calls it. Each effect is performed in one place here.

pub(crate) mod ability;
#[cfg(feature = "account")]
pub(crate) mod clipboard;
pub(crate) mod clock;
pub(crate) mod credentials;
pub(crate) mod fetch;
pub(crate) mod form;
pub(crate) mod listen;
pub(crate) mod page;
pub(crate) mod storage;
