//! The standalone site: its addresses, its settings and its pages.

pub mod config;
pub mod route;

#[cfg(all(feature = "site", target_arch = "wasm32"))]
mod allocator;
#[cfg(feature = "site")]
mod app;
#[cfg(feature = "site")]
mod brand;
#[cfg(all(feature = "site", feature = "account"))]
mod pages;
#[cfg(all(feature = "site", feature = "account"))]
mod sessions;
#[cfg(feature = "site")]
mod start;

#[cfg(feature = "site")]
pub use start::start;
