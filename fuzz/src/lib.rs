//! What the fuzz targets share: inputs, the page they happen to, and mutations that keep JSON whole.
//!
//! A target is one file in `fuzz_targets`; `cargo xtask test fuzz` builds and runs all of them, on
//! seeds that it makes of the recordings in `tests/kratos`.

pub mod case;
pub mod mutate;
pub mod page;
