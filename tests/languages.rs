//! Every language has every text, with its placeholders and in all its plural forms.

#![allow(missing_docs)]
// clippy.toml's exceptions for tests don't cover shared functions.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::{collections::BTreeMap, fs, path::Path};

use propylon::i18n::{ENGLISH, table::usable};

/// The plural categories of each language beside `other`, from CLDR.
const PLURALS: [(&str, &[&str]); 26] = [
    ("en", &["one"]),
    ("de", &["one"]),
    ("fr", &["one", "many"]),
    ("es", &["one", "many"]),
    ("pt-BR", &["one", "many"]),
    ("it", &["one", "many"]),
    ("nl", &["one"]),
    ("pl", &["one", "few", "many"]),
    ("cs", &["one", "few", "many"]),
    ("sv", &["one"]),
    ("da", &["one"]),
    ("nb", &["one"]),
    ("fi", &["one"]),
    ("uk", &["one", "few", "many"]),
    ("ru", &["one", "few", "many"]),
    ("tr", &["one"]),
    ("ar", &["zero", "one", "two", "few", "many"]),
    ("he", &["one", "two"]),
    ("fa", &["one"]),
    ("hi", &["one"]),
    ("id", &[]),
    ("vi", &[]),
    ("ja", &[]),
    ("ko", &[]),
    ("zh-Hans", &[]),
    ("zh-Hant", &[]),
];

fn texts(table: &str) -> BTreeMap<&str, &str> {
    let lines: Vec<_> = table.lines().filter(|line| !line.starts_with('#')).collect();
    let texts: BTreeMap<_, _> =
        lines.iter().map(|line| line.split_once('=').unwrap_or_else(|| panic!("{line}"))).collect();
    assert_eq!(texts.len(), lines.len(), "a key is there twice");
    texts
}

fn placeholders(template: &str) -> Vec<&str> {
    let names = template.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    names
}

fn read(tag: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/i18n/locales");
    fs::read_to_string(folder.join(format!("{tag}.txt")))
        .unwrap_or_else(|error| panic!("{tag}: {error}"))
}

#[test]
fn every_language_is_listed_here() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/i18n/locales");
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string());
    let mut tags: Vec<_> = files.map(|name| name.unwrap().replace(".txt", "")).collect();
    tags.sort_unstable();
    let mut listed = PLURALS.map(|(tag, _)| tag);
    listed.sort_unstable();
    assert_eq!(tags, listed);
}

#[test]
fn every_text_is_there_with_its_placeholders_and_plural_forms() {
    let english = texts(ENGLISH);
    let counted: Vec<_> = english.keys().filter_map(|key| key.strip_suffix(".one")).collect();
    for (tag, categories) in PLURALS {
        let table = read(tag);
        assert_eq!(usable(ENGLISH, &table).1, None, "{tag}");
        let texts = texts(&table);
        for (key, own) in &texts {
            let form = key.rsplit_once('.').filter(|(base, _)| counted.contains(base));
            match form {
                // A form may say the number in words.
                Some((base, category)) => {
                    assert!(categories.contains(&category), "{tag}: {key}");
                    let known = placeholders(english.get(base).unwrap());
                    assert!(
                        placeholders(own).iter().all(|name| known.contains(name)),
                        "{tag}: {key}"
                    );
                }
                None => {
                    let template = english.get(key).unwrap_or_else(|| panic!("{tag}: {key}"));
                    assert_eq!(placeholders(own), placeholders(template), "{tag}: {key}");
                }
            }
        }
        for key in english.keys().filter(|key| !key.ends_with(".one")) {
            assert!(texts.contains_key(key), "{tag} has no {key}");
        }
        for key in &counted {
            for category in categories {
                let form = format!("{key}.{category}");
                assert!(texts.contains_key(form.as_str()), "{tag} has no {form}");
            }
        }
    }
}

#[test]
fn a_file_says_first_whether_a_speaker_has_reviewed_it() {
    for (tag, _) in PLURALS.iter().filter(|(tag, _)| *tag != "en") {
        let table = read(tag);
        let head = table.lines().next().unwrap();
        assert!(head.starts_with("# ") && head.contains("reviewed"), "{tag}: {head}");
    }
}

/// The messages of Kratos up to 2026-07-29 (`text/id.go`).
const MESSAGES: [std::ops::RangeInclusive<u32>; 13] = [
    1_010_001..=1_010_025,
    1_040_001..=1_040_009,
    1_050_001..=1_050_023,
    1_060_001..=1_060_007,
    1_070_001..=1_070_018,
    1_080_001..=1_080_005,
    4_000_002..=4_000_046,
    4_010_001..=4_010_011,
    4_040_001..=4_040_003,
    4_050_001..=4_050_002,
    4_060_001..=4_060_006,
    4_070_001..=4_070_006,
    5_000_001..=5_000_003,
];

/// Messages whose text is a value: a secret, codes, a nonce, a title of the schema.
const VALUES: [u32; 5] = [1_050_006, 1_050_009, 1_050_015, 1_050_022, 1_070_002];

/// A message without a text of ours is shown in Kratos' English, which is written for developers.
#[test]
fn every_message_of_kratos_has_a_text() {
    let english = texts(ENGLISH);
    for id in MESSAGES.into_iter().flatten().filter(|id| !VALUES.contains(id)) {
        assert!(english.contains_key(id.to_string().as_str()), "{id} has no text");
    }
}
