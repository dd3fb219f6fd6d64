//! What a person can do about a message of Kratos, by its number.

use super::{
    action::{Action, Does, page_of},
    notice::Notice,
};
use crate::{
    flow::state::State,
    i18n::Catalog,
    kratos::flow::FlowKind::{self, Login, Recovery, Registration, Verification},
};

/// Adds the next step to notices that have one.
pub(super) fn add_steps(words: &Catalog, state: &State, notices: &mut [Notice]) {
    for notice in notices.iter_mut().filter(|notice| notice.action.is_none()) {
        notice.action = notice.message.and_then(|id| step(words, state, id));
    }
}

fn step(words: &Catalog, state: &State, id: i64) -> Option<Action> {
    let open = |label: &str, kind: FlowKind| {
        let page = page_of(kind, &state.opening, state.return_to());
        Some(Action::secondary(words.text(label), Does::Open(page)))
    };
    let first = state.suspended().is_none();
    match (id, state.kind()) {
        // Wrong address or password.
        (4_000_006, Login) if first => open("reset_password", Recovery),
        // No such account.
        (4_000_035 | 4_000_037, Login) if first => open("create_account", Registration),
        // There is an account already.
        (4_000_007 | 4_000_027 | 4_000_028, Registration) => open("sign_in", Login),
        // The address is not verified yet.
        (4_000_010, Login) => open("verify", Verification),
        // The link or the flow behind it has ended.
        (4_060_000..4_061_000, Recovery) | (4_070_000..4_071_000, Verification)
            if !matches!(id, 4_060_006 | 4_070_006) =>
        {
            Some(Action::secondary(words.text("start_over"), Does::StartOver))
        }
        _ => None,
    }
}
