//! The texts of mails, a file for each language.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::texts;

/// A language: its tag and its texts by key.
pub struct Language {
    pub tag: String,
    words: BTreeMap<String, String>,
}

impl Language {
    /// A text.
    pub fn word(&self, key: &str) -> Result<&str> {
        let word = self.words.get(key);
        word.map(String::as_str).with_context(|| format!("{}.txt has no text {key}", self.tag))
    }
}

/// All languages, by their tags.
pub fn all(folder: &Path) -> Result<Vec<Language>> {
    let mut languages = Vec::new();
    let files =
        fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))?;
    for file in files {
        let path = file?.path();
        let tag = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        languages.push(Language { tag, words: texts::read(&path)?.into_iter().collect() });
    }
    languages.sort_by(|a, b| a.tag.cmp(&b.tag));
    Ok(languages)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::paths;

    #[test]
    fn every_language_of_the_pages_has_every_text_of_mails() {
        let mails = all(&paths::root().join("deploy/kratos/mails/words")).unwrap();
        let pages = all(&paths::root().join("src/i18n/locales")).unwrap();
        let tags =
            |all: &[Language]| all.iter().map(|one| one.tag.clone()).collect::<BTreeSet<_>>();
        assert_eq!(tags(&mails), tags(&pages));
        let english = mails.iter().find(|one| one.tag == "en").unwrap();
        for language in &mails {
            assert!(language.words.keys().eq(english.words.keys()), "{}", language.tag);
            assert!(language.word("sms").unwrap().contains("{code}"), "{}", language.tag);
            for (key, word) in &language.words {
                let is_same = language.tag != "en" && english.words.get(key) == Some(word);
                assert!(!word.trim().is_empty() && !is_same, "{}: {key}", language.tag);
            }
        }
    }
}
