//! A row of a list.

use super::action::Action;

/// An item of a list, with its action.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The name of its icon.
    pub icon: &'static str,
    /// Its name.
    pub name: String,
    /// A mark beside the name.
    pub badge: Option<String>,
    /// Further details, the most important first.
    pub facts: Vec<String>,
    /// The action for it.
    pub action: Option<Action>,
}
