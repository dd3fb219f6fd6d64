//! Translations.

use crate::{decimal::digits, kratos::text::UiText};

/// The English texts: those of every screen, and those of the account's screens and pages. Kratos'
/// own text is used unless ours is clearer; then its message id is a key.
const ENGLISH: [&str; 2] =
    [include_str!("i18n/english/everybody.txt"), include_str!("i18n/english/account.txt")];

/// The texts of one language, by key.
///
/// A key is a Kratos message id (`4000006`) or a place in the view (`title.login`). A template may
/// contain `{placeholders}`. A table is one text with a line `key=template` for each, which is
/// smaller than a list of string pairs.
#[derive(Clone, Copy, Debug)]
pub struct Catalog {
    /// Tables in the order they are searched.
    tables: [&'static str; 3],
}

impl Catalog {
    /// The built-in English.
    pub fn english() -> Self {
        Self::over_english("")
    }

    /// The texts of another language, with English as fallback.
    pub fn over_english(table: &'static str) -> Self {
        let [everybody, account] = ENGLISH;
        Self { tables: [table, everybody, account] }
    }

    /// The template under `key`.
    pub fn find(&self, key: &str) -> Option<&'static str> {
        self.tables.iter().find_map(|table| find(table, key))
    }

    /// The text for `key`; the key itself if there is none, so that a gap is visible.
    pub fn text(&self, key: &str) -> String {
        self.find(key).unwrap_or(key).to_owned()
    }

    /// The text for `key` with its placeholders replaced.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.find(key).unwrap_or(key), values)
    }

    /// The text of a Kratos message: ours by its id, else Kratos' own.
    pub fn message(&self, message: &UiText) -> String {
        self.message_with(message, "", "")
    }

    /// The text of a Kratos message, with `value` instead of the message's own `name`.
    pub fn message_with(&self, message: &UiText, name: &str, value: &str) -> String {
        match self.find(&digits(message.id)) {
            Some(template) => {
                let context = message.context.iter().map(|(k, v)| (k.as_str(), v.as_str()));
                let values: Vec<_> = [(name, value)].into_iter().chain(context).collect();
                fill(template, &values)
            }
            // Kratos passes on some database errors with an empty text.
            None if message.text.is_empty() => self.text("refused.5xx"),
            None => message.text.clone(),
        }
    }
}

/// The template under `key` in a table.
pub(crate) fn find(table: &'static str, key: &str) -> Option<&'static str> {
    table.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix('='))
}

/// Replaces `{name}` by the value of `name`. Unknown placeholders are kept.
pub(crate) fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after.split_once('}').and_then(|(name, after)| {
            let (_, value) = values.iter().find(|(key, _)| *key == name)?;
            Some((*value, after))
        });
        match value {
            Some((value, after)) => {
                out.push_str(value);
                rest = after;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_once_and_unknown_ones_stay() {
        assert_eq!(fill("to {a}, not {b} {", &[("a", "{b}")]), "to {b}, not {b} {");
    }

    const LOCALES: [(&str, &str); 1] = [("de", include_str!("i18n/locales/de.txt"))];

    /// The lines of a table.
    fn lines(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
        table.lines().map(|line| line.split_once('=').unwrap())
    }

    fn once_each(keys: &[&str]) {
        for (at, key) in keys.iter().enumerate() {
            assert_eq!(keys.iter().position(|other| other == key), Some(at), "{key}");
        }
    }

    #[test]
    fn every_key_is_there_once() {
        let english = ENGLISH.iter().flat_map(|table| lines(table));
        once_each(&english.map(|(key, _)| key).collect::<Vec<_>>());
        for (_, table) in LOCALES {
            once_each(&lines(table).map(|(key, _)| key).collect::<Vec<_>>());
        }
    }

    #[test]
    fn every_locale_has_each_of_our_words_with_its_placeholders() {
        let placeholders = |template: &'static str| -> Vec<&str> {
            let mut names: Vec<&str> = template
                .split('{')
                .skip(1)
                .filter_map(|rest| Some(rest.split_once('}')?.0))
                .collect();
            names.sort_unstable();
            names
        };
        for (name, table) in LOCALES {
            for (key, english) in ENGLISH.iter().flat_map(|table| lines(table)) {
                let own = find(table, key).unwrap_or_else(|| panic!("{name} has no {key}"));
                assert_eq!(placeholders(own), placeholders(english), "{name}: {key}");
            }
        }
    }

    #[test]
    fn a_locale_s_words_come_first_and_english_fills_its_gaps() {
        let words = Catalog::over_english("sign_in=Entrer\n1070003=Garder");
        assert_eq!(words.text("sign_in"), "Entrer");
        assert_eq!(words.text("sign_out"), "Sign out");
        let save = serde_json::json!({"id": 1_070_003, "text": "Save"});
        assert_eq!(words.message(&UiText::read(&save.into()).unwrap()), "Garder");
    }

    #[test]
    fn a_message_without_a_translation_keeps_kratos_text() {
        let text =
            UiText::read(&serde_json::json!({"id": 1, "text": "From a hook"}).into()).unwrap();
        assert_eq!(Catalog::english().message(&text), "From a hook");
        let text = UiText::read(&serde_json::json!({"id": 4_000_001, "text": ""}).into()).unwrap();
        assert_eq!(
            Catalog::english().message(&text),
            "The sign-in service had a problem. Try again in a moment."
        );
    }
}
