//! Findings for the integrator.

/// A configuration problem.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Its stable code.
    pub code: &'static str,
    /// The cause.
    pub cause: String,
    /// The remedy.
    pub remedy: String,
}
