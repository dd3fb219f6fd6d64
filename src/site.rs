//! The standalone site: its routes, settings and pages.

pub mod config;
pub mod route;

#[cfg(feature = "site")]
mod app;
#[cfg(feature = "components")]
mod brand;
#[cfg(feature = "components")]
// Only the site has all of it.
#[cfg_attr(not(feature = "site"), allow(dead_code))]
mod footer;
#[cfg(feature = "components")]
mod frame;
#[cfg(feature = "site")]
mod pages;
#[cfg(feature = "site")]
mod start;

#[cfg(feature = "components")]
pub use frame::framed_view;
#[cfg(feature = "site")]
pub use start::start;
