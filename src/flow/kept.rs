//! What a page keeps in its tab's storage for a reload of its flow: the draft, where the flow leads on to,
//! the address that a code was sent to, and the page that is suspended for this sign-in.
//!
//! Phones drop tabs while people read their mail, so a reload is a normal step of a sign-in.

use super::{
    draft::Draft,
    opening::Opening,
    state::{Proof, State, Suspended},
};
use crate::{
    json::{Json, Obj},
    kratos::{flow::FlowKind, request::urlencode},
    url::{Verdict, judge},
};

/// The text to store. `None` if there is nothing to keep, or if its owner is unknown.
pub(super) fn to_text(state: &State) -> Option<String> {
    let id = &state.flow.as_ref()?.id;
    let mut more = Vec::new();
    let mut add = |name: &str, value: Json| more.push((name.to_owned(), value));
    if let Some(url) = &state.onward {
        add("onward", Json::text(url));
    }
    if let Some(address) = &state.address {
        add("address", Json::text(address));
    }
    if let Some(Suspended { proof, opening, .. }) =
        state.suspended().filter(|page| !page.opening.is_offer())
    {
        add("settings", Json::text(&query(opening)));
        add("proof", Json::text(proof.as_str()));
    }
    state.draft.to_text(id, state.person.as_ref(), more)
}

/// Restores what was stored for the flow of the page. Anybody may have written the text.
pub(super) fn restore(state: &mut State, text: &str) {
    let Some(id) = state.opening.flow.clone() else { return };
    state.draft = Draft::from_text(text, &id);
    let Ok(kept) = Json::parse(text) else { return };
    let kept = kept.obj();
    if kept.str("flow") != Some(&id) {
        return;
    }
    state.onward = kept.text("onward").filter(|url| judge(url) != Verdict::Refused);
    state.address = kept.text("address");
    state.suspended = suspended(kept, &state.opening);
}

fn suspended(kept: Obj<'_>, sign_in: &Opening) -> Option<Suspended> {
    let mut opening = Opening::read(FlowKind::Settings, kept.str("settings")?);
    opening.groups.clone_from(&sign_in.groups);
    opening.autofills = sign_in.autofills;
    Some(Suspended {
        proof: Proof::named(kept.str("proof")?)?,
        opening,
        submission: None,
        draft: Draft::default(),
        person: None,
    })
}

/// The query string that opens the page again.
fn query(opening: &Opening) -> String {
    let mut pairs = opening.carried.clone();
    pairs.extend(opening.flow.iter().map(|id| ("flow".to_owned(), id.clone())));
    urlencode(&pairs)
}
