//! The owner of a form's values.

use crate::{
    kratos::{
        flow::{Flow, FlowKind},
        session::Session,
    },
    session::SessionState,
};

/// Who a flow, and the values typed into it, belong to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Person {
    /// Nobody is signed in: the first step of a sign-in, a sign-up or a recovery.
    Nobody,
    /// The account with this id.
    Account(String),
    /// The previous owner, after the session changed on a page that did not know the account. Never
    /// equal to the owner of a session.
    Former,
}

impl Person {
    /// The owner of `flow`, which is of this `kind`; `None` if the flow does not say.
    /// Re-authentication and verification don't: Kratos gives them to any session.
    pub fn from_flow(flow: &Flow, kind: FlowKind) -> Option<Self> {
        match kind {
            kind if kind.needs_session() => Some(Self::Account(flow.identity.as_ref()?.id.clone())),
            FlowKind::Login if flow.confirms() => None,
            FlowKind::Login | FlowKind::Registration | FlowKind::Recovery => Some(Self::Nobody),
            _ => None,
        }
    }

    /// The owner of `session`; `None` if Kratos leaves the identity out.
    pub fn from_session(session: &Session) -> Option<Self> {
        Some(Self::Account(session.identity.as_ref()?.id.clone()))
    }

    /// The owner of a session answer; `None` if unknown.
    pub fn from_state(session: &SessionState) -> Option<Self> {
        match session {
            SessionState::None => Some(Self::Nobody),
            SessionState::Active(session) => Self::from_session(session),
            _ => None,
        }
    }

    /// The account's id, empty for nobody; `None` for a former owner.
    pub fn id(&self) -> Option<&str> {
        match self {
            Self::Nobody => Some(""),
            Self::Account(id) => Some(id),
            Self::Former => None,
        }
    }

    /// The inverse of [`Person::id`].
    pub fn with_id(id: &str) -> Self {
        if id.is_empty() { Self::Nobody } else { Self::Account(id.to_owned()) }
    }
}
