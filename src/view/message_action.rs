//! The next step for a Kratos message, by its id.

use super::{
    action::{Action, Does, page_of},
    notice::Notice,
};
use crate::{
    flow::state::State,
    i18n::Catalog,
    kratos::{
        flow::FlowKind::{self, Login, Recovery, Registration, Verification},
        message,
    },
};

/// Adds an action to notices that have one.
pub(super) fn add_actions(words: &Catalog, state: &State, notices: &mut [Notice]) {
    for notice in notices.iter_mut().filter(|notice| notice.action.is_none()) {
        notice.action = notice.message.and_then(|id| action_for(words, state, id));
    }
}

fn action_for(words: &Catalog, state: &State, id: i64) -> Option<Action> {
    let open = |label: &str, kind: FlowKind| {
        let page = page_of(kind, &state.opening, state.return_to());
        Some(Action::secondary(words.text(label), Does::Open(page)))
    };
    let first = state.suspended().is_none();
    match (id, state.kind()) {
        (message::WRONG_CREDENTIALS, Login) if first => open("reset_password", Recovery),
        (message::NO_CODE_ACCOUNT | message::NO_ACCOUNT, Login) if first => {
            open("create_account", Registration)
        }
        (id, Registration) if message::TAKEN.contains(&id) => open("sign_in", Login),
        (message::UNVERIFIED_ADDRESS, Login) => open("verify", Verification),
        // A wrong code can be corrected. Any other refusal means that the flow or link has ended.
        (message::RECOVERY_CODE, Recovery)
        | (message::VERIFICATION_CODE | message::ALREADY_VERIFIED, Verification) => None,
        (id, kind)
            if kind == Recovery && message::RECOVERY.contains(&id)
                || kind == Verification && message::VERIFICATION.contains(&id) =>
        {
            Some(Action::secondary(words.text("start_over"), Does::StartOver))
        }
        _ => None,
    }
}
