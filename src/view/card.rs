//! A card of the settings page.

use super::form::Form;

/// One method of an account.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// Kratos' name of the group.
    pub group: String,
    /// Its heading.
    pub title: String,
    /// The explanation below the heading.
    pub lead: Option<String>,
    /// Its fields and buttons.
    pub form: Form,
}
