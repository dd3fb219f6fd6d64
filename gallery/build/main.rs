//! Writes what the gallery is compiled with: the recordings that lead to a screen of their own, and the
//! tables of all languages.

mod distinct;
mod languages;
mod look;
mod pseudo;

#[path = "../../tests/recordings/play.rs"]
mod play;
#[path = "../../tests/recordings/recording.rs"]
mod recording;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap());
    for input in ["tests/kratos", "tests/recordings", "src/i18n", "gallery/build"] {
        println!("cargo::rerun-if-changed={}", root.join(input).display());
    }
    fs::write(out.join("recordings.json"), distinct::recordings(&root)).unwrap();
    fs::write(out.join("languages.json"), languages::tables(&root)).unwrap();
}
