//! Keeps one recording of each distinct screen.

use std::{collections::BTreeMap, fs, path::Path};

use propylon::{
    flow::effect::Effect,
    i18n::Catalog,
    view::{look::Look, screen::Screen},
};
use serde_json::{Value, json};

use crate::{
    look,
    play::{Run, play},
    recording::{Recording, VERSIONS},
};

/// A recording that leads to a screen.
struct Kept {
    version: &'static str,
    /// The kind of flow, and the recording's name.
    name: (String, String),
    text: String,
}

/// The kept recordings as JSON: a list of stories with their files.
pub fn recordings(root: &Path) -> String {
    let mut screens: BTreeMap<String, Kept> = BTreeMap::new();
    for version in VERSIONS {
        for text in files(&root.join("tests/kratos").join(version)) {
            let recording = Recording::read(version, &text);
            let Some(run) = play(&recording).filter(shows) else { continue };
            let screen = Screen::from_state(&Catalog::english(), &Look::default(), &run.state);
            let kept = Kept { version, name: name(&recording), text };
            let key = look::key(screen);
            // The plainest name of all that lead to it, with the newest version's answer.
            let kept = match screens.remove(&key) {
                Some(before) if rank(&before.name) < rank(&kept.name) => {
                    Kept { name: before.name, ..kept }
                }
                _ => kept,
            };
            screens.insert(key, kept);
        }
    }
    let mut kept: Vec<Kept> = screens.into_values().collect();
    let newest = |version| VERSIONS.iter().rev().position(|known| *known == version);
    kept.sort_by(|a, b| (&a.name, newest(a.version)).cmp(&(&b.name, newest(b.version))));
    let mut last = String::new();
    let stories = kept.iter().map(|Kept { version, name: (kind, name), text }| {
        let id = format!("{kind}/{name}");
        // An older version may have another screen for the same recording.
        let own = if id == last { format!("{id}-{version}") } else { id.clone() };
        last = id;
        let file: Value = serde_json::from_str(text).unwrap();
        json!({"id": own, "version": version, "file": file.to_string()})
    });
    Value::from_iter(stories).to_string()
}

/// The recordings in a folder, by name.
fn files(folder: &Path) -> Vec<String> {
    let mut paths: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect()
}

/// Whether the page stays on the screen. Else it goes on by itself.
fn shows(run: &Run) -> bool {
    let goes_on = |effect: &Effect| matches!(effect, Effect::Send { .. } | Effect::Navigate { .. });
    run.state.is_ready() || !run.effects.iter().any(goes_on)
}

/// For example `login` and `password-wrong`.
fn name(recording: &Recording) -> (String, String) {
    let kind = recording.flow_word().unwrap_or_default();
    let plain = recording.case.strip_prefix(kind).unwrap_or(&recording.case);
    (kind.to_owned(), plain.trim_start_matches('-').to_owned())
}

/// Which of two names is plainer: the shorter.
fn rank((_, name): &(String, String)) -> (usize, &str) {
    (name.len(), name)
}
