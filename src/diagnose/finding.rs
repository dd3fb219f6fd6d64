//! What is told to whoever runs the set-up.

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Its stable name.
    pub code: &'static str,
    /// What was seen.
    pub cause: String,
    /// What to change.
    pub remedy: String,
}
