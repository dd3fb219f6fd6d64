//! Files that people check with the doctor: kratos.yml, rules, schemas, in YAML or JSON.

#![no_main]

use libfuzzer_sys::fuzz_target;
use propylon_doctor::files::{
    check,
    pattern::{Language, Pattern},
    setup::{Input, InputFile, Urls},
};

/// The names of the files; the contents are divided at a line of its own.
const NAMES: [&str; 4] = ["kratos.yml", "identity.schema.json", "rules.yml", "config.json"];

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let files: Vec<InputFile> = NAMES
        .iter()
        .zip(text.split("\n%%%\n"))
        .map(|(name, text)| InputFile { name: (*name).to_owned(), text: text.to_owned() })
        .collect();
    let urls = Urls { url: Some("https://auth.example.com".to_owned()), ..Urls::default() };
    let checked = check(&Input { files: files.clone(), urls });
    for finding in &checked.report.findings {
        assert!(!finding.evidence.is_empty() && !finding.title.is_empty());
        let Some(place) = &finding.place else { panic!("{} has no place", finding.code) };
        let Some(file) = files.iter().find(|file| file.name == place.file) else {
            panic!("{} is in no file", finding.code)
        };
        // YAML has line breaks that are none for others.
        let lines = file.text.split(['\n', '\r']).count();
        assert!(
            (1..=lines + 1).contains(&place.line),
            "{}: line {} of {lines}",
            finding.code,
            place.line
        );
        assert!(place.column >= 1);
    }
    for corrected in &checked.corrected {
        assert!(corrected.diff.starts_with("--- "), "{}", corrected.diff);
    }
    for language in [Language::Regexp, Language::Glob] {
        for line in text.lines().take(20) {
            if let Some(pattern) = Pattern::read(line, language) {
                for sample in pattern.samples() {
                    assert_eq!(pattern.matches(&sample), Some(true));
                }
            }
        }
    }
});
