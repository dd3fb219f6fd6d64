//! Words.

mod english;

use crate::{HAS_ACCOUNT, kratos::text::UiText};

/// The words of one language, by key.
///
/// A key is a Kratos message id (`4000006`) or a place in the view (`title.login`). A template may
/// hold `{placeholders}`.
#[derive(Clone, Copy, Debug)]
pub struct Catalog {
    tables: [&'static [(&'static str, &'static str)]; 2],
}

impl Catalog {
    /// The words that are built in.
    pub fn english() -> Self {
        let account = if HAS_ACCOUNT { english::ACCOUNT } else { &[] };
        Self { tables: [english::ENTRIES, account] }
    }

    /// The template under `key`.
    pub fn find(&self, key: &str) -> Option<&'static str> {
        let mut found = self
            .tables
            .iter()
            .filter_map(|table| table.iter().find(|(name, _)| *name == key).map(|(_, text)| *text));
        found.next()
    }

    /// The words under `key`; the key itself when there are none, so that a gap is seen.
    pub fn text(&self, key: &str) -> String {
        self.find(key).unwrap_or(key).to_owned()
    }

    /// The words under `key` with the placeholders filled in.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        fill(self.find(key).unwrap_or(key), values)
    }

    /// A Kratos message: our words by its id, else Kratos' own text.
    pub fn message(&self, message: &UiText) -> String {
        self.message_with(message, "", "")
    }

    /// A Kratos message in which `value` stands for the one Kratos calls `name`.
    pub fn message_with(&self, message: &UiText, name: &str, value: &str) -> String {
        match self.find(&message.id.to_string()) {
            Some(template) => {
                let context = message.context.iter().map(|(k, v)| (k.as_str(), v.as_str()));
                let values: Vec<_> = [(name, value)].into_iter().chain(context).collect();
                fill(template, &values)
            }
            None => message.text.clone(),
        }
    }
}

/// Fills `{name}` by the value called `name`; what has no value stays as it is.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
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
    fn every_key_is_there_once() {
        let keys = || english::ENTRIES.iter().chain(english::ACCOUNT).map(|(key, _)| key);
        for (at, key) in keys().enumerate() {
            assert_eq!(keys().position(|other| other == key), Some(at), "{key}");
        }
    }

    #[test]
    fn a_message_without_words_of_ours_speaks_for_itself() {
        let text =
            UiText::read(&serde_json::json!({"id": 1, "text": "From a hook"}).into()).unwrap();
        assert_eq!(Catalog::english().message(&text), "From a hook");
    }
}
