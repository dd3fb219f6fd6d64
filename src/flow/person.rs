//! Whose words a form holds.

use crate::{
    kratos::{
        flow::{Flow, FlowKind},
        session::Session,
    },
    session::SessionState,
};

/// Who a flow, and what is typed into it, belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Person {
    /// Nobody is signed in: the first step of a sign-in, a sign-up or a recovery.
    Nobody,
    /// The account with this id.
    Account(String),
    /// Whoever it was before the session changed, on a page that had not found out yet. No session is
    /// theirs.
    Former,
}

impl Person {
    /// Who `flow`, which is of this `kind`, is for, as far as it says. A sign-in that confirms somebody and a verification don't:
    /// Kratos gives them to whoever is signed in.
    pub fn of_flow(flow: &Flow, kind: FlowKind) -> Option<Self> {
        match kind {
            FlowKind::Settings => Some(Self::Account(flow.identity.as_ref()?.id.clone())),
            FlowKind::Login if flow.confirms() => None,
            FlowKind::Login | FlowKind::Registration | FlowKind::Recovery => Some(Self::Nobody),
            FlowKind::Verification => None,
        }
    }

    /// Whose `session` is; `None` where Kratos leaves it out.
    pub fn of_session(session: &Session) -> Option<Self> {
        Some(Self::Account(session.identity.as_ref()?.id.clone()))
    }

    /// Who is signed in by what Kratos said; `None` where it does not say.
    pub fn of_state(session: &SessionState) -> Option<Self> {
        match session {
            SessionState::None => Some(Self::Nobody),
            SessionState::Active(session) => Self::of_session(session),
            _ => None,
        }
    }

    /// The account's id, empty for nobody; `None` for who can't come back.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Nobody => Some(""),
            Self::Account(id) => Some(id),
            Self::Former => None,
        }
    }

    /// The person with this id, as [`Person::id`] writes it.
    pub fn with_id(id: &str) -> Self {
        if id.is_empty() { Self::Nobody } else { Self::Account(id.to_owned()) }
    }
}
