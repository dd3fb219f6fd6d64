//! What happens after a flow has succeeded.

use super::{
    ceremony,
    departure::leave,
    effect::Effect,
    last_method, offer,
    outcome::Next,
    session_change,
    state::{Check, Press, Remark, State, Stop, Submission},
    steps::{check, load, reload, stopped},
    suspension::resume,
};
use crate::{
    kratos::{
        continue_with::{ContinueWith, FlowRef},
        flow::{Flow, FlowKind},
        node::Group,
        request::{page_of, sign_in_for},
        response::Done,
    },
    session::SessionState,
    text_search,
    url::{Verdict, judge},
    webauthn::{
        ability::{Signal, User},
        answer,
    },
};

/// A finished sign-in or sign-up.
pub(super) fn finished(state: &mut State, mut done: Done, submission: Option<&Submission>) {
    lead_to_client(state, &mut done);
    // Typed values are only kept until their flow ends.
    session_change::forget_draft(state);
    if done.signed_in {
        let press = submission.map(|submission| &submission.press);
        last_method::note(state, press);
        let user = press.and_then(|press| passkey_user(state, press));
        let confirms = state.flow.as_ref().is_some_and(Flow::confirms);
        state.effects.push(Effect::ForgetDrafts(None));
        state.effects.push(Effect::SessionChanged);
        // A sign-in that only confirms the account keeps the remembered user.
        if user.is_some() || !confirms {
            state.effects.push(Effect::RememberUser(user));
        }
        let offer = match state.kind() {
            FlowKind::Login => offer::page(state, press),
            _ => None,
        };
        check(state, Check::SignedIn(done, offer));
        return;
    }
    state.effects.push(Effect::ForgetDrafts(None));
    match Next::from_items(&done.continue_with) {
        Next::Nowhere => stopped(state, Stop::AccountMade),
        _ => follow(state, &done.continue_with),
    }
}

/// After a sign-up on the way to an OAuth2 client, Kratos forgets the client unless it has told Hydra (see
/// docs/kratos.md#a-sign-up-for-a-client). The sign-in goes on there.
fn lead_to_client(state: &State, done: &mut Done) {
    let challenge = state.opening.carried("login_challenge");
    let (FlowKind::Registration, Some(challenge)) = (state.kind(), challenge) else { return };
    let tells = |url: String| text_search::holds(&url, "login_verifier=");
    if redirect(&done.continue_with).is_some_and(tells) {
        return;
    }
    done.continue_with.retain(|item| !matches!(item, ContinueWith::RedirectBrowserTo(_)));
    done.continue_with.push(ContinueWith::RedirectBrowserTo(sign_in_for(challenge)));
}

/// A recovery that leads on: into the settings as somebody who is signed in, or to another flow.
pub(super) fn recovered(state: &mut State, items: &[ContinueWith]) {
    if !matches!(Next::from_items(items), Next::Open(FlowKind::Settings, _)) {
        return follow(state, items);
    }
    session_change::forget_draft(state);
    state.effects.push(Effect::SessionChanged);
    state.effects.push(Effect::RememberUser(None));
    follow(state, items);
}

/// Goes on after a sign-in, once the browser has stored the session cookie.
pub(super) fn through(
    state: &mut State,
    done: &Done,
    offer: Option<String>,
    session: &SessionState,
) {
    if state.suspended().is_some() {
        return resume(state, session);
    }
    match (Next::from_items(&done.continue_with), offer) {
        // `continue_with` comes before `return_to`.
        (Next::Open(..), _) | (_, None) => follow(state, &done.continue_with),
        (_, Some(page)) => leave(state, page),
    }
}

/// The account whose passkey signed in, to be signalled when the account is renamed.
fn passkey_user(state: &State, press: &Press) -> Option<User> {
    let Press::Ceremony(trigger, credential) = press else { return None };
    let handle = answer::user_handle(credential)?;
    Some(User { rp_id: state.rp_id(*trigger)?.to_owned(), handle })
}

/// Follows `continue_with`.
pub(super) fn follow(state: &mut State, items: &[ContinueWith]) {
    match Next::from_items(items) {
        Next::Open(kind, flow) => {
            open(state, kind, flow);
            state.onward = redirect(items).filter(|url| judge(url) != Verdict::Refused);
        }
        Next::Visit(url) => leave(state, url),
        Next::Nowhere => leave(state, "/".to_owned()),
    }
}

/// Where `continue_with` sends the browser once everything else in it is done or put off.
fn redirect(items: &[ContinueWith]) -> Option<String> {
    items.iter().find_map(|item| match item {
        ContinueWith::RedirectBrowserTo(url) => Some(url.clone()),
        _ => None,
    })
}

/// Opens a flow that Kratos has created. Settings have a page of their own; the others are shown in
/// place.
pub(super) fn open(state: &mut State, kind: FlowKind, flow: FlowRef) {
    if kind == FlowKind::Settings {
        let own = page_of(kind, &flow.id);
        return leave(state, flow.url.unwrap_or(own));
    }
    state.carry_return_to();
    state.opening.kind = kind;
    state.opening.flow = Some(flow.id);
    state.address = flow.address;
    reload(state);
}

/// Saved settings: goes to `return_to`, or else loads a new flow, because the old one may show a
/// secret that Kratos has replaced.
pub(super) fn saved(state: &mut State, flow: &Flow, submission: Option<&Submission>) {
    if let (Some(submission), Some(before)) = (submission, &state.flow) {
        state.draft.forget(before, &group_of(before, submission));
    }
    state.restarts = 0;
    state.sign_ins = 0;
    let verify = flow.continue_with.iter().find_map(|item| match item {
        ContinueWith::ShowVerificationUi(flow) => Some(flow.clone()),
        _ => None,
    });
    let onward = redirect(&flow.continue_with);
    state.effects.push(Effect::SessionChanged);
    state.effects.extend(submission.and_then(|submission| offer::removed(state, submission)));
    state.effects.extend(renamed(state, flow));
    if let (Some(_), Some(url), None) = (&flow.return_to, onward, &verify) {
        leave(state, url);
        return;
    }
    state.remark = Some(Remark::Saved(flow.messages.clone(), verify));
    state.opening.flow = None;
    load(state);
}

/// The signal that gives the password manager the account's new name.
fn renamed(state: &State, flow: &Flow) -> Option<Effect> {
    let name = |flow: &Flow| flow.identity.as_ref().map(|identity| identity.name().to_owned());
    let now = name(flow)?;
    let before = state.flow.as_ref().and_then(name)?;
    (now != before).then_some(Effect::Signal(Signal::Renamed(now)))
}

/// The group whose button was pressed.
fn group_of(flow: &Flow, submission: &Submission) -> Group {
    let wanted = match &submission.press {
        Press::Button(Some(pair)) => pair,
        Press::Button(None) => return Group::Profile,
        Press::Ceremony(trigger, _) => return ceremony::destination(*trigger).0,
    };
    let is_it = |node: &&crate::kratos::node::UiNode| {
        node.input().is_some_and(|input| {
            input.name == wanted.0 && input.value.as_deref() == Some(wanted.1.as_str())
        })
    };
    flow.nodes.iter().find(is_it).map_or(Group::Profile, |node| node.group.clone())
}
