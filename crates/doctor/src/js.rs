//! The exports for JavaScript: JSON texts in and out.

use wasm_bindgen::prelude::wasm_bindgen;

use crate::online::{self, Observations};

/// The probes to perform next, as a JSON list; an empty one when everything that helps was seen.
///
/// # Errors
///
/// If `observations` is not the JSON of [`Observations`].
#[wasm_bindgen]
pub fn next(observations: &str) -> Result<String, String> {
    written(&online::next(&read(observations)?))
}

/// The report on observations, both as JSON.
///
/// # Errors
///
/// If `observations` is not the JSON of [`Observations`].
#[wasm_bindgen]
pub fn examine(observations: &str) -> Result<String, String> {
    written(&online::examine(&read(observations)?))
}

/// What is wrong with files, both as JSON: [`Input`](crate::files::setup::Input) in,
/// [`Checked`](crate::files::setup::Checked) out.
///
/// # Errors
///
/// If `input` is not the JSON of an `Input`.
#[wasm_bindgen]
pub fn check(input: &str) -> Result<String, String> {
    crate::files::check_json(input)
}

fn read(observations: &str) -> Result<Observations, String> {
    serde_json::from_str(observations).map_err(|error| error.to_string())
}

fn written(value: &impl serde::Serialize) -> Result<String, String> {
    serde_json::to_string(value).map_err(|error| error.to_string())
}
