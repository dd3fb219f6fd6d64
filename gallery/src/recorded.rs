//! The screens that the recordings lead to.

use serde_json::Value;

use crate::{
    play::play,
    recording::{Recording, VERSIONS},
    story::Story,
};

/// The recordings that the build script kept.
const KEPT: &str = include_str!(concat!(env!("OUT_DIR"), "/recordings.json"));

/// A button that asks before it removes something.
const REMOVE: &str = "button[data-kind=danger]";

pub fn stories() -> Vec<Story> {
    let Ok(Value::Array(kept)) = serde_json::from_str(KEPT) else { return Vec::new() };
    let mut stories: Vec<Story> = kept.iter().filter_map(story).collect();
    let asking = stories.iter().find(|story| story.id == "settings/create-all-enrolled").cloned();
    stories.extend(asking.map(|story| story.named("settings/question").pressing(REMOVE)));
    stories
}

fn story(kept: &Value) -> Option<Story> {
    let text = |name: &str| kept.get(name)?.as_str();
    let version = text("version")?;
    let version = VERSIONS.into_iter().find(|known| *known == version)?;
    let run = play(&Recording::read(version, text("file")?))?;
    Some(Story::of_state(text("id")?, run.state))
}
