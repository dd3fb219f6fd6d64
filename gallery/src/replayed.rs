//! The screens of a recording that somebody opened.

use std::cell::RefCell;

use propylon::replay::{Recording, Shown};
use serde_json::{Value, json};

use crate::story::Story;

/// The group of a recording's screens.
const GROUP: &str = "recording";

thread_local! {
    static STORIES: RefCell<Vec<Story>> = const { RefCell::new(Vec::new()) };
}

/// Plays a recording in place of the one before. Returns its steps as JSON: `{steps: [{id, title, page, at,
/// leftFor}], unexplained: [request]}`; or one sentence if the text is no recording.
pub fn play(text: &str) -> Result<String, String> {
    let replay = Recording::read(text).map_err(|error| error.to_string())?.play();
    let steps: Value =
        replay.screens.iter().enumerate().map(|(at, shown)| step(at, shown)).collect();
    let stories = replay.screens.into_iter().enumerate();
    let stories = stories.map(|(at, shown)| Story::of_state(&id(at), shown.state)).collect();
    STORIES.replace(stories);
    Ok(json!({"steps": steps, "unexplained": replay.unexplained}).to_string())
}

/// The story of a step.
pub fn story(id: &str) -> Option<Story> {
    STORIES.with_borrow(|stories| stories.iter().find(|story| story.id == id).cloned())
}

fn id(at: usize) -> String {
    format!("{GROUP}/{}", at + 1)
}

fn step(at: usize, shown: &Shown) -> Value {
    json!({
        "id": id(at), "title": shown.screen().title, "page": shown.page, "at": shown.at,
        "leftFor": shown.left_for,
    })
}
