//! Recordings of a real Kratos lead to the screens that were seen when they were made.
//!
//! `PROPYLON_RECORDINGS=1 cargo xtask test e2e -- record` writes them: `tests/replay/<name>.json` is the file
//! that a person would attach to a bug report, `<name>.seen.json` what the browser showed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use std::{fs, path::PathBuf};

use propylon::{
    replay::Recording,
    view::{
        form::Form,
        notice::Notice,
        part::Part,
        screen::{Body, Screen},
    },
};
use serde_json::{Value, json};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/replay")
}

/// The names of all recordings.
fn names() -> Vec<String> {
    let files = fs::read_dir(folder()).unwrap();
    let files = files.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> =
        files.filter_map(|file| file.strip_suffix(".seen.json").map(str::to_owned)).collect();
    names.sort();
    names
}

fn read(file: &str) -> String {
    fs::read_to_string(folder().join(file)).unwrap()
}

fn notices(screen: &Screen, forms: &[&Form]) -> Vec<String> {
    let text = |notice: &Notice| notice.text.clone();
    let mut all: Vec<String> = screen.notices.iter().map(text).collect();
    for part in forms.iter().flat_map(|form| form.parts()) {
        if let Part::Field(field) = part {
            all.extend(field.notices.iter().map(text));
        }
    }
    all
}

/// A screen as the end-to-end tests describe it.
fn described(screen: &Screen) -> Value {
    let forms: Vec<&Form> = match &screen.body {
        // Some are folded until a button is pressed.
        Body::Cards(cards) => {
            cards.iter().filter(|card| card.set_up.is_none()).map(|card| &card.form).collect()
        }
        _ => screen.forms(),
    };
    let parts = || forms.iter().flat_map(|form| form.parts());
    let fields = parts().filter_map(|part| match part {
        Part::Field(field) => Some(field.label.clone()),
        _ => None,
    });
    let buttons = parts().filter_map(|part| match part {
        Part::Button(button) => Some(button.label.clone()),
        _ => None,
    });
    json!({
        "title": screen.title,
        "notices": notices(screen, &forms),
        "fields": fields.collect::<Vec<_>>(),
        "buttons": buttons.collect::<Vec<_>>(),
    })
}

#[test]
fn each_recording_leads_to_the_screens_that_were_seen() {
    let names = names();
    assert!(names.len() >= 5, "{names:?}");
    for name in names {
        let replay = Recording::read(&read(&format!("{name}.json"))).unwrap().play();
        let seen: Value = serde_json::from_str(&read(&format!("{name}.seen.json"))).unwrap();
        let played: Vec<Value> =
            replay.screens.iter().map(|shown| described(&shown.screen())).collect();
        let mut rest = played.iter();
        for screen in seen.as_array().unwrap() {
            // Nobody looked at the screens between.
            let found = rest.any(|played| played == screen);
            assert!(found, "{name}: {screen:#} was seen, but played was {played:#?}");
        }
        let titles = |screens: &[Value]| {
            let mut titles: Vec<String> =
                screens.iter().map(|screen| screen["title"].as_str().unwrap().to_owned()).collect();
            titles.dedup();
            titles
        };
        assert_eq!(titles(&played), titles(seen.as_array().unwrap()), "{name}");
    }
}

#[test]
fn every_request_of_a_flow_is_explained() {
    for name in names() {
        let replay = Recording::read(&read(&format!("{name}.json"))).unwrap().play();
        let odd = replay.unexplained.iter().find(|request| request.contains("/self-service/"));
        assert_eq!(odd, None, "{name}");
    }
}

/// Truncated files are what people attach by mistake.
#[test]
fn no_part_of_a_recording_is_a_panic() {
    for name in names() {
        let text = read(&format!("{name}.json"));
        for end in (0..text.len()).step_by(97) {
            let part = String::from_utf8_lossy(&text.as_bytes()[..end]);
            assert!(Recording::read(&part).is_err(), "{name}, {end} bytes");
        }
        // And each step may be missing.
        let file: Value = serde_json::from_str(&text).unwrap();
        for at in 0..file["steps"].as_array().unwrap().len() {
            let mut file = file.clone();
            file["steps"].as_array_mut().unwrap().remove(at);
            if let Ok(recording) = Recording::read(&file.to_string()) {
                let text = recording.play().text();
                assert!(text.contains("──") || text.contains("not of a flow"), "{name} {at}");
            }
        }
    }
}

/// The settings are cards; the description above has all their forms.
#[test]
fn a_recording_reaches_the_settings() {
    let replay = Recording::read(&read("recovery-code.json")).unwrap().play();
    let last = replay.screens.last().unwrap().screen();
    assert!(matches!(last.body, Body::Cards(_)), "{}", replay.text());
}
