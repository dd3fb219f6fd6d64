//! Every screen of Propylon, drawn by its own components: those that the recordings lead to, and those
//! that no recording has. `cargo xtask gallery` puts it on a page.

// A panic is said in the console, and the tests of the gallery fail.
#![allow(clippy::unwrap_used)]

mod brands;
mod catalogue;
mod ceremonies;
mod flows;
mod forms;
mod languages;
mod look;
mod machine;
mod oauth2;
mod pages;
#[path = "../../tests/recordings/play.rs"]
mod play;
mod recorded;
#[path = "../../tests/recordings/recording.rs"]
mod recording;
mod remarks;
mod replayed;
mod sessions;
mod stage;
mod stops;
mod story;
mod waiting;

use serde_json::{Value, json};
use wasm_bindgen::prelude::*;

/// All stories as JSON: a list of `{id, presses, background}`.
#[wasm_bindgen]
pub fn stories() -> String {
    catalogue::with(|stories| {
        let listed = stories.iter().map(|story| {
            let background = story.brand.as_ref().map(|brand| &brand["background"]);
            json!({"id": story.id, "presses": story.presses, "background": background})
        });
        Value::from_iter(listed).to_string()
    })
}

/// The tags of all languages as JSON.
#[wasm_bindgen]
pub fn languages() -> String {
    Value::from_iter(languages::tags()).to_string()
}

/// Plays a recording, whose steps are then stories `recording/1` and so on. Returns them as JSON, see
/// [`replayed::play`].
///
/// # Errors
/// One sentence if the text is no recording.
#[wasm_bindgen]
pub fn play(text: &str) -> Result<String, String> {
    replayed::play(text)
}

/// Draws a story in the element `gate`, in the place of the one before.
///
/// # Errors
/// A text if there is no such story or language, or no such element.
#[wasm_bindgen]
pub fn show(id: &str, language: &str) -> Result<(), JsValue> {
    let words = languages::words(language).ok_or("no such language")?;
    let shown = catalogue::with(|stories| {
        let story = stories.iter().find(|story| story.id == id)?;
        Some(story.clone())
    });
    let story = shown.or_else(|| replayed::story(id)).ok_or("no such story")?;
    stage::draw(move || story.view(words))
}
