//! What a person can press outside a form.

use crate::{flow::opening::Opening, i18n::Catalog, kratos::flow::FlowKind};

/// A button or link of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Its caption.
    pub label: String,
    /// Whether it is the one most people want.
    pub is_primary: bool,
    /// What it does.
    pub does: Does,
}

/// What an action does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// Opens a page of this site.
    Open(String),
    /// Leaves for an address of Kratos: a path below its public base URL, or a URL it gave.
    Visit(String),
    /// Tries the last step again.
    Retry,
    /// Begins a new flow.
    StartOver,
    /// Goes on without the forbidden `return_to`.
    DropReturnTo,
    /// Signs out.
    SignOut,
}

/// A question and the link that answers it, below the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The words before the link.
    pub question: String,
    /// The link's words.
    pub label: String,
    /// A page of this site with its query.
    pub href: String,
}

impl Action {
    /// The primary action of a screen.
    pub fn primary(label: String, does: Does) -> Self {
        Self { label, is_primary: true, does }
    }

    /// Another action.
    pub fn secondary(label: String, does: Does) -> Self {
        Self { label, is_primary: false, does }
    }
}

/// The address of the page of `kind`, keeping where the person is going.
pub fn page_of(kind: FlowKind, opening: &Opening, return_to: Option<&str>) -> String {
    let query = opening.query_for_sibling(return_to);
    let separator = if query.is_empty() { "" } else { "?" };
    ["/", kind.as_str(), separator, &query].concat()
}

/// The link from a sign-in to a sign-up and back.
pub(super) fn sibling(
    words: &Catalog,
    kind: FlowKind,
    opening: &Opening,
    return_to: Option<&str>,
) -> Link {
    let (question, label, other) = match kind {
        FlowKind::Login => ("to_registration", "create_account", FlowKind::Registration),
        FlowKind::Registration => ("to_login", "sign_in", FlowKind::Login),
    };
    Link {
        question: words.text(question),
        label: words.text(label),
        href: page_of(other, opening, return_to),
    }
}
