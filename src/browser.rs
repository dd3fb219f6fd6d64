//! The only code that calls browser APIs; one function for each effect.

pub(crate) mod ability;
pub(crate) mod address;
#[cfg(feature = "components")]
pub(crate) mod clipboard;
pub(crate) mod clock;
pub(crate) mod credentials;
#[cfg(feature = "components")]
pub(crate) mod dom;
pub(crate) mod fetch;
#[cfg(feature = "components")]
pub(crate) mod form;
#[cfg(any(feature = "js", feature = "components"))]
pub(crate) mod language;
pub(crate) mod listen;
#[cfg(feature = "components")]
pub(crate) mod menu;
pub(crate) mod page;
mod page_lock;
pub(crate) mod storage;
#[cfg(feature = "components")]
pub(crate) mod time;
