//! One row of a list.

use super::action::Action;

/// Something there may be many of, with what can be done about it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// What it is called.
    pub name: String,
    /// A mark beside the name.
    pub badge: Option<String>,
    /// What else is known, from the most to the least telling.
    pub facts: Vec<String>,
    /// What can be done about it.
    pub action: Option<Action>,
}
