//! The standalone site: its routes, settings and pages.

pub mod config;
pub mod route;

#[cfg(feature = "site")]
mod app;
#[cfg(feature = "site")]
mod brand;
#[cfg(feature = "site")]
mod footer;
#[cfg(feature = "site")]
mod pages;
#[cfg(feature = "site")]
mod start;

#[cfg(feature = "site")]
pub use start::start;
