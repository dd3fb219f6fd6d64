//! Tests of browser code, run by wasm-bindgen in headless Chromium.

use std::fs;

use anyhow::Result;
use serde_json::json;

use super::tally::{Runner, Tally};
use super::watched;
use crate::paths;
use crate::tools::{cargo, chromium};
use crate::versions::WASM_TARGET;

/// `tests/browser.rs` in Chromium.
pub fn run(tally: &mut Tally) -> Result<()> {
    cargo::wasm_target()?;
    let wasm_bindgen = cargo::wasm_bindgen()?;
    let browser = chromium::browser()?;
    let driver = chromium::driver(&browser)?;

    // The runner adds `headless` and `no-sandbox` itself.
    let capabilities = json!({ "goog:chromeOptions": {
        "binary": browser,
        "args": chromium::QUIET,
    }});
    let webdriver = paths::target().join("xtask/webdriver.json");
    fs::create_dir_all(paths::target().join("xtask"))?;
    fs::write(&webdriver, capabilities.to_string())?;

    watched::tests(
        cargo::command()
            .args(["test", "--locked", "--package", "propylon", "--target", WASM_TARGET])
            .args(["--all-features", "--test", "browser"])
            // Debug information is most of a test's size and is not used.
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &wasm_bindgen.test_runner)
            .env("CHROMEDRIVER", &driver)
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &webdriver),
        Runner::Cargo,
        tally,
    )
}
