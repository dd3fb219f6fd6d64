//! All findings, and what could not be seen.

use serde::Serialize;

use crate::Finding;

/// The result of an examination.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The findings, the worst first.
    pub findings: Vec<Finding>,
    /// What could not be seen from here, and the command that shows it.
    pub unseen: Vec<Unseen>,
    /// Facts that are no finding: capabilities of the browser, versions, the steps that passed.
    pub facts: Vec<Fact>,
}

/// Something that this examination cannot see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unseen {
    /// What it is.
    pub what: String,
    /// The command that shows it.
    pub command: String,
}

/// Something that was seen and is no fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The heading under which it is shown.
    pub group: &'static str,
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

impl Report {
    /// Sorts the findings, the worst and surest first, and drops those without evidence.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.findings.retain(|finding| !finding.evidence.is_empty());
        self.findings.sort_by_key(|finding| (finding.severity, finding.certainty));
        self
    }
}
