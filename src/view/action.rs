//! Actions outside a form.

use super::button::Emphasis;
use crate::{
    flow::{event::Event, opening::Opening},
    i18n::Catalog,
    kratos::{flow::FlowKind, request::onward_url},
};

/// A button or link of a screen.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// Its caption.
    pub label: String,
    /// Its visual weight.
    pub emphasis: Emphasis,
    /// What it does.
    pub does: Does,
    /// How many seconds it can't be pressed, from when it is shown.
    pub wait: Option<u32>,
}

/// What an action does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// Opens a page of this site.
    Open(String),
    /// Navigates to an address of Kratos: a path below its public base URL, or a URL it gave.
    Visit(String),
    /// Opens a page of another site beside this one.
    OpenTab(String),
    /// Retries the last step.
    Retry,
    /// Starts a new flow.
    StartOver,
    /// Continues without the forbidden `return_to`.
    DropReturnTo,
    /// Goes back to the page that required the sign-in.
    GiveUp,
    /// Continues without a passkey.
    DeclineOffer,
    /// Signs out.
    SignOut,
    /// Signs out and starts over, so that somebody else may go on with the same destination.
    SwitchAccount,
    /// Signs out of every session, this one last.
    SignOutEverywhere,
    /// Revokes the session with this id.
    Revoke(String),
    /// Revokes all sessions but this one.
    RevokeOthers,
}

impl Does {
    /// Its `kind` in the view model's JSON.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Open(_) => "open",
            Self::Visit(_) => "visit",
            Self::OpenTab(_) => "open-tab",
            Self::Retry => "retry",
            Self::StartOver => "start-over",
            Self::DropReturnTo => "drop-return-to",
            Self::GiveUp => "give-up",
            Self::DeclineOffer => "decline-offer",
            Self::SignOut => "sign-out",
            Self::SwitchAccount => "switch-account",
            Self::SignOutEverywhere => "sign-out-everywhere",
            Self::Revoke(_) => "revoke",
            Self::RevokeOthers => "revoke-others",
        }
    }

    /// The actions performed by the flow's state machine.
    const FLOW_ACTIONS: [Self; 4] =
        [Self::StartOver, Self::DropReturnTo, Self::GiveUp, Self::DeclineOffer];

    /// The inverse of [`Self::kind`], for actions of the flow's state machine.
    pub fn flow_action(kind: &str) -> Option<Self> {
        Self::FLOW_ACTIONS.into_iter().find(|does| does.kind() == kind)
    }

    /// The event that performs it; `None` for actions outside the flow.
    ///
    /// [`Does::Retry`] has no event of its own: if there is a form, its last submit is repeated.
    pub fn event(&self) -> Option<Event> {
        Some(match self {
            Self::StartOver => Event::StartedOver,
            Self::DropReturnTo => Event::DroppedReturnTo,
            Self::GiveUp => Event::GaveUp,
            Self::DeclineOffer => Event::DeclinedOffer,
            _ => return None,
        })
    }
}

/// A question below the form, with a link.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Link {
    /// The text before the link.
    pub question: String,
    /// The text of the link.
    pub label: String,
    /// What the link does; usually it opens a page of this site.
    pub does: Does,
}

impl Action {
    /// The same, but it can't be pressed for `wait` seconds.
    pub(super) fn after(self, wait: Option<u32>) -> Self {
        Self { wait, ..self }
    }

    /// The primary action of a screen.
    pub fn primary(label: String, does: Does) -> Self {
        Self { label, emphasis: Emphasis::Primary, does, wait: None }
    }

    /// Another action.
    pub fn secondary(label: String, does: Does) -> Self {
        Self { label, emphasis: Emphasis::Secondary, does, wait: None }
    }

    /// A destructive action.
    pub fn danger(label: String, does: Does) -> Self {
        Self { label, emphasis: Emphasis::Danger, does, wait: None }
    }
}

/// The path of the page of `kind`, with the same `return_to`.
pub fn page_of(kind: FlowKind, opening: &Opening, return_to: Option<&str>) -> String {
    let query = opening.query_for_sibling(return_to);
    let separator = if query.is_empty() { "" } else { "?" };
    ["/", kind.as_str(), separator, &query].concat()
}

/// The links from one flow to related ones.
pub(super) fn siblings(
    words: &Catalog,
    kind: FlowKind,
    opening: &Opening,
    return_to: Option<&str>,
) -> Vec<Link> {
    let link = |question: &str, label: &str, other| Link {
        question: words.text(question),
        label: words.text(label),
        does: Does::Open(page_of(other, opening, return_to)),
    };
    match kind {
        FlowKind::Login => {
            vec![link("to_registration", "create_account", FlowKind::Registration)]
        }
        FlowKind::Registration => vec![link("to_login", "sign_in", FlowKind::Login)],
        FlowKind::Recovery => vec![link("to_login_again", "sign_in", FlowKind::Login)],
        _ => Vec::new(),
    }
}

/// Where a signed-in person continues: Kratos redirects to `return_to`, if it allows that.
pub(super) fn onward(return_to: Option<&str>) -> Does {
    Does::Visit(onward_url(return_to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_with_an_event_belong_to_the_flow() {
        for kind in ["start-over", "drop-return-to", "give-up", "decline-offer"] {
            let does = Does::flow_action(kind).unwrap();
            assert!(does.kind() == kind && does.event().is_some(), "{kind}");
        }
        for other in ["retry", "visit", "sign-out", "switch-account", "revoke-others", ""] {
            assert_eq!(Does::flow_action(other), None, "{other}");
        }
    }
}
