//! Translations.

pub mod table;

use crate::{decimal::digits, kratos::text::UiText, text_search::before_any};
use table::{find, placeholders};

/// The English texts. Kratos' own text is used only for a message that none of them is for.
pub const ENGLISH: &str = include_str!("i18n/locales/en.txt");

/// The plural category (`one`, `few`, …) of a whole number, in decimal digits, in a language, a BCP 47
/// tag. See <https://www.unicode.org/reports/tr35/tr35-numbers.html#Language_Plural_Rules>.
pub type PluralRule = fn(language: &str, number: &str) -> String;

/// Several things as one part of a sentence (“a, b and c”) in a language, a BCP 47 tag. See
/// <https://www.unicode.org/reports/tr35/tr35-general.html#ListPatterns>.
pub type ListRule = fn(language: &str, things: &[&str]) -> String;

/// The rules of a language.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// For texts with a number.
    pub plural: PluralRule,
    /// For texts with several things.
    pub list: ListRule,
}

impl Rules {
    /// Those of English.
    pub const ENGLISH: Self = Self { plural: english_plural, list: english_list };
}

/// The texts of one language, by key.
///
/// A key is a Kratos message id (`4000006`), a place in the view (`title.login`), or `field.` and the
/// name of a node (`field.traits.email`), which names a field of the identity schema. A template may
/// contain `{placeholders}`. A text with a number has a form for each plural category of the language,
/// under its key and the category (`4000032.one`). A table is one text with a line `key=template` for
/// each, which is smaller than a list of string pairs. Its line `tag=` has the BCP 47 tag.
#[derive(Clone, Copy, Debug)]
pub struct Catalog {
    /// The language's table and the English one.
    tables: [&'static str; 2],
    rules: &'static Rules,
    is_rtl: bool,
}

impl Catalog {
    /// The built-in English.
    pub fn english() -> Self {
        Self::over_english("", &Rules::ENGLISH)
    }

    /// The texts of another language, with English as fallback, and its rules.
    pub fn over_english(table: &'static str, rules: &'static Rules) -> Self {
        let mut words = Self { tables: [table, ENGLISH], rules, is_rtl: false };
        words.is_rtl = is_right_to_left(words.language());
        words
    }

    /// Its BCP 47 tag.
    pub fn language(&self) -> &'static str {
        self.find("tag").unwrap_or("en")
    }

    /// Whether it is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        self.is_rtl
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
        self.filled(self.template(key, values).unwrap_or(key), values)
    }

    /// The text of a Kratos message: ours by its id, else Kratos' own.
    pub fn message(&self, message: &UiText) -> String {
        self.message_with(message, "", "")
    }

    /// The text of a Kratos message, with `value` instead of the message's own `name`.
    pub fn message_with(&self, message: &UiText, name: &str, value: &str) -> String {
        let context = message.context.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let values: Vec<_> = [(name, value)].into_iter().chain(context).collect();
        match self.template(&digits(message.id), &values) {
            Some(template) => self.filled(template, &values),
            // Kratos passes on some database errors with an empty text.
            None if message.text.is_empty() => self.text("refused.5xx"),
            None => message.text.clone(),
        }
    }

    /// Several things as one part of a sentence.
    pub fn list(&self, things: &[&str]) -> String {
        (self.rules.list)(self.language(), things)
    }

    /// The template under `key`, in the plural form for the number in it.
    fn template(&self, key: &str, values: &[(&str, &str)]) -> Option<&'static str> {
        let table = self.tables.iter().find(|table| find(table, key).is_some())?;
        let template = find(table, key)?;
        let is_number = |value: &str| value.bytes().all(|byte| byte.is_ascii_digit());
        let number = placeholders(template)
            .filter_map(|name| values.iter().find(|(key, _)| *key == name))
            .find(|(_, value)| !value.is_empty() && is_number(value));
        let form = number.and_then(|(_, number)| {
            let category = (self.rules.plural)(self.language(), number);
            find(table, &[key, ".", &category].concat())
        });
        Some(form.unwrap_or(template))
    }

    /// A template with its placeholders replaced. In a text from right to left, each value keeps its
    /// own direction: addresses, numbers and codes are read from left to right.
    fn filled(&self, template: &str, values: &[(&str, &str)]) -> String {
        if !self.is_rtl {
            return fill(template, values);
        }
        let isolated: Vec<(&str, String)> =
            values.iter().map(|(name, value)| (*name, isolate(value))).collect();
        let isolated: Vec<_> =
            isolated.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill(template, &isolated)
    }
}

fn english_plural(_: &str, number: &str) -> String {
    if number == "1" { "one" } else { "other" }.to_owned()
}

fn english_list(_: &str, things: &[&str]) -> String {
    let mut said = String::new();
    for (at, thing) in things.iter().enumerate() {
        said.push_str(match things.len() - at {
            _ if at == 0 => "",
            1 if at == 1 => " and ",
            1 => ", and ",
            _ => ", ",
        });
        said.push_str(thing);
    }
    said
}

/// Whether a language is written from right to left, by its BCP 47 tag.
fn is_right_to_left(language: &str) -> bool {
    let language = before_any(language, b"-");
    matches!(language, "ar" | "fa" | "he" | "ur" | "ps" | "ckb" | "dv" | "yi" | "ug" | "sd")
}

/// A text between first strong isolate and pop directional isolate.
fn isolate(text: &str) -> String {
    ["\u{2068}", text, "\u{2069}"].concat()
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

    #[test]
    fn a_locale_s_words_come_first_and_english_fills_its_gaps() {
        let words = Catalog::over_english("sign_in=Entrer\n1070003=Garder", &Rules::ENGLISH);
        assert_eq!(words.text("sign_in"), "Entrer");
        assert_eq!(words.text("sign_out"), "Sign out");
        let save = serde_json::json!({"id": 1_070_003, "text": "Save"});
        assert_eq!(words.message(&UiText::read(&save.into()).unwrap()), "Garder");
    }

    #[test]
    fn a_number_chooses_the_plural_form_of_its_language() {
        let table = "tag=pl\n4000032=n {min_length}\n4000032.few=kilka {min_length}";
        const POLISH: Rules = Rules {
            plural: |_, number| if number == "3" { "few" } else { "many" }.to_owned(),
            ..Rules::ENGLISH
        };
        let words = Catalog::over_english(table, &POLISH);
        let said = |words: &Catalog, number| words.fill("4000032", &[("min_length", number)]);
        assert_eq!(said(&words, "3"), "kilka 3");
        assert_eq!(said(&words, "8"), "n 8");
        // English has a form for one, but the table has the text: its own form or none.
        let words = Catalog::over_english("4000032=n {min_length}", &Rules::ENGLISH);
        assert_eq!(said(&words, "1"), "n 1");
        assert_eq!(said(&Catalog::english(), "1"), "The password needs at least 1 character.");
    }

    #[test]
    fn values_keep_their_direction_in_a_text_from_right_to_left() {
        let table = "tag=ar\nlead.phone=أُرسل {address}";
        let words = Catalog::over_english(table, &Rules::ENGLISH);
        assert!(words.is_right_to_left());
        let text = words.fill("lead.phone", &[("address", "+1 555")]);
        assert_eq!(text, "أُرسل \u{2068}+1 555\u{2069}");
        assert!(!Catalog::over_english("tag=fr", &Rules::ENGLISH).is_right_to_left());
    }

    #[test]
    fn a_message_without_a_translation_keeps_kratos_text() {
        let text =
            UiText::read(&serde_json::json!({"id": 1, "text": "From a hook"}).into()).unwrap();
        assert_eq!(Catalog::english().message(&text), "From a hook");
        let text = UiText::read(&serde_json::json!({"id": 2, "text": ""}).into()).unwrap();
        assert_eq!(
            Catalog::english().message(&text),
            "Something went wrong on our side. Try again in a moment."
        );
    }

    /// The methods of a sign-in were joined by commas, in every language.
    #[test]
    fn several_things_are_one_part_of_a_sentence() {
        let said = |things: &[&str]| Catalog::english().list(things);
        assert_eq!(said(&["a", "b", "c"]), "a, b, and c");
        assert_eq!(said(&["a", "b"]), "a and b");
        assert_eq!(said(&["a"]), "a");
        assert_eq!(said(&[]), "");
    }
}
