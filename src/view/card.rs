//! One card of the settings.

use super::form::Form;

/// What belongs to one method of an account.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// Kratos' name of the group.
    pub group: String,
    /// Its heading.
    pub title: String,
    /// What it is for, below the heading.
    pub lead: Option<String>,
    /// What there is to see and do.
    pub form: Form,
}
