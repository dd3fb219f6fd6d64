//! `cargo run -p propylon-doctor -- replay FILE`.

#![allow(clippy::unwrap_used, missing_docs)]

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_propylon-doctor")).args(arguments).output().unwrap()
}

fn recording(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/replay");
    folder.join(name).to_str().unwrap().to_owned()
}

#[test]
fn a_recording_is_printed_screen_by_screen() {
    let Output { status, stdout, stderr } = run(&["replay", &recording("login-password.json")]);
    let text = String::from_utf8(stdout).unwrap();
    assert!(status.success() && stderr.is_empty(), "{text}");
    assert!(text.starts_with("── 1, page "), "{text}");
    assert_eq!(text.matches("# Sign in\n").count(), 2, "{text}");
    assert!(text.contains("✗ That address and password don’t match."), "{text}");
}

#[test]
fn a_file_that_is_no_recording_is_one_sentence_and_exit_code_1() {
    let folder = std::env::temp_dir().join(format!("propylon-replay-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let whole = fs::read_to_string(recording("login-password.json")).unwrap();
    let half = whole.get(..whole.len() / 2).unwrap().to_owned();
    for (name, text, sentence) in [
        ("half.json", half, "the file is not JSON: line "),
        ("flow.json", "{\"id\": \"x\"}".to_owned(), "the file is JSON, but no recording: "),
        ("bytes.json", "\u{0}\u{1}".to_owned(), "the file is not JSON: line 1, column 1"),
        ("large.json", " ".repeat(8_000_001), "the file is larger than 8 MB"),
    ] {
        let file = folder.join(name);
        fs::write(&file, text).unwrap();
        let Output { status, stdout, stderr } = run(&["replay", file.to_str().unwrap()]);
        let said = String::from_utf8(stderr).unwrap();
        assert_eq!((status.code(), stdout.len()), (Some(1), 0), "{said}");
        assert!(said.contains(sentence) && said.lines().count() == 1, "{said}");
    }
    fs::remove_dir_all(folder).unwrap();
    let missing = run(&["replay", "no such file"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(!run(&[]).status.success());
}
