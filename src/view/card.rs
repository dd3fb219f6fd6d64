//! A card of the settings page.

use super::{account_header::Area, form::Form};

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
    /// The part of the account that begins with it, if the page has a way to it.
    #[serde(skip)]
    pub area: Option<Area>,
    /// The button that shows the form, which is hidden before.
    pub set_up: Option<String>,
    /// Its fields and buttons.
    pub form: Form,
}
