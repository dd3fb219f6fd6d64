//! Shared by the fuzz targets: inputs, the page that handles them, and mutations that keep JSON
//! valid.
//!
//! Each file in `fuzz_targets` is a target. `cargo xtask test fuzz` builds and runs all of them,
//! with seeds made from the recordings in `tests/kratos`.

pub mod case;
pub mod mutate;
pub mod page;
