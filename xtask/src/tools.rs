//! Finds the tools of the project, or builds them once for each user.
//!
//! Tools that take minutes to build are first searched on PATH in the pinned version. Kratos isn't,
//! because its binary doesn't report whether it has SQLite support; set `KRATOS_BIN` to use another
//! one.

pub mod apt;
pub mod browsers;
pub mod cache;
pub mod cargo;
pub mod chromium;
pub mod cxx;
pub mod gateways;
pub mod go;
pub mod node;
pub mod old;
pub mod on_path;
pub mod postgres;
