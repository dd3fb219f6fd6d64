//! One thing that is wrong, with its evidence.

use serde::Serialize;

use crate::{
    rule::{Certainty, Rule, Severity, Target},
    secret,
};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// The code of its [`Rule`].
    pub code: &'static str,
    /// How much is lost.
    pub severity: Severity,
    /// How sure it is.
    pub certainty: Certainty,
    /// What is wrong, as one sentence.
    pub title: String,
    /// What was seen, with secrets masked; never empty in a report.
    pub evidence: Vec<Evidence>,
    /// Why it matters.
    pub why: String,
    /// What mends it; the first is the best.
    pub cures: Vec<Cure>,
    /// Where it stands, if it is in a file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// Something that was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// What was looked at, for example `GET https://auth.example.com/health/alive`.
    pub what: String,
    /// What was there.
    pub seen: String,
}

/// A text to paste.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cure {
    /// Where it belongs.
    pub target: Target,
    /// The text.
    pub text: String,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file's name as given.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The key with dots, for example `serve.public.cors.enabled`; empty for the whole file.
    pub key: String,
}

impl Finding {
    /// A finding of this kind, with its texts not yet filled in.
    #[must_use]
    pub fn new(rule: &Rule) -> Self {
        Self {
            code: rule.code,
            severity: rule.severity,
            certainty: rule.certainty,
            title: rule.title.to_owned(),
            evidence: Vec::new(),
            why: rule.why.to_owned(),
            cures: rule
                .cures
                .iter()
                .map(|cure| Cure { target: cure.target, text: cure.text.to_owned() })
                .collect(),
            place: None,
        }
    }

    /// Puts `value` in place of `{name}` in all texts.
    #[must_use]
    pub fn value(mut self, name: &str, value: &str) -> Self {
        let mark = ["{", name, "}"].concat();
        let value = secret::masked(value);
        for text in [&mut self.title, &mut self.why]
            .into_iter()
            .chain(self.cures.iter_mut().map(|cure| &mut cure.text))
        {
            *text = text.replace(&mark, &value);
        }
        self
    }

    /// Adds evidence; secrets in it are masked.
    #[must_use]
    pub fn seen(mut self, what: &str, seen: &str) -> Self {
        self.evidence.push(Evidence { what: secret::masked(what), seen: secret::masked(seen) });
        self
    }

    /// Sets the place in a file.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same finding, less or more sure.
    #[must_use]
    pub fn sure(mut self, certainty: Certainty) -> Self {
        self.certainty = certainty;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::CureText;

    const RULE: Rule = Rule {
        code: "page-not-https",
        severity: Severity::Broken,
        certainty: Certainty::Certain,
        title: "The page {page} is not secure.",
        why: "Passkeys need https.",
        cures: &[CureText { target: Target::Link, text: "https://{host}/" }],
    };

    #[test]
    fn values_are_filled_in_everywhere() {
        let finding = Finding::new(&RULE)
            .value("page", "http://a.test")
            .value("host", "a.test")
            .seen("x", "y");
        assert_eq!(finding.title, "The page http://a.test is not secure.");
        assert_eq!(finding.cures.first().map(|cure| cure.text.as_str()), Some("https://a.test/"));
        assert_eq!(finding.evidence.len(), 1);
    }
}
