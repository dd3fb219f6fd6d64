//! The programs this project is built and shown with: found, or built once for each user.
//!
//! What takes minutes to build is first looked for on PATH in exactly the pinned version. Kratos
//! is not: a binary cannot say whether it was built with SQLite, so a caller's own goes in
//! `KRATOS_BIN`.

pub mod apt;
pub mod cache;
pub mod cargo;
pub mod chromium;
pub mod cxx;
pub mod go;
pub mod node;
pub mod on_path;
