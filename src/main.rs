//! The binary that Trunk builds. `www/boot.js` loads it and calls [`propylon::site::start`].

// There is nothing to run at first, and Rust's runtime around `main` would be shipped for it.
#![cfg_attr(target_arch = "wasm32", no_main)]

use propylon as _;

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
