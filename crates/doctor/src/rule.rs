//! What can be wrong: one [`Rule`] for each kind of finding.

use serde::Serialize;

/// How much is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Others can get at what they should not.
    Danger,
    /// People cannot sign in, or not with this method.
    Broken,
    /// Works, but not as it should, or not for everybody.
    Warning,
    /// Worth knowing.
    Note,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// The evidence allows no other cause.
    Certain,
    /// The evidence fits this cause best.
    Likely,
    /// One of several causes.
    Hint,
}

/// Where the text of a cure belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// Kratos' configuration, YAML.
    Kratos,
    /// The identity schema, JSON.
    Schema,
    /// Oathkeeper's configuration, YAML.
    Oathkeeper,
    /// An access rule of Oathkeeper, YAML.
    Rule,
    /// Any other gateway or web server, as text.
    Gateway,
    /// The page that embeds or calls, HTML or JavaScript.
    Page,
    /// `config.json` of the site.
    Site,
    /// A command for a terminal.
    Command,
    /// The URL of a page to open.
    Link,
}

/// A text to paste. `{name}` stands for a value of the finding.
#[derive(Clone, Copy, Debug)]
pub struct CureText {
    /// Where it belongs.
    pub target: Target,
    /// The text.
    pub text: &'static str,
}

/// A kind of finding.
///
/// In all texts, `{name}` stands for a value that [`Finding::value`](crate::Finding::value) gives.
#[derive(Debug)]
pub struct Rule {
    /// Its stable code, in kebab case.
    pub code: &'static str,
    /// How much is lost.
    pub severity: Severity,
    /// How sure it is.
    pub certainty: Certainty,
    /// What is wrong, as one sentence.
    pub title: &'static str,
    /// Why it matters, in one to three sentences.
    pub why: &'static str,
    /// What mends it; the first is the best.
    pub cures: &'static [CureText],
}
