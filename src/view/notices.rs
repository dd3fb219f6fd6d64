//! The notices above a form.

use super::{
    form::{stray_notices, wants_captcha},
    message_action,
    notice::{Notice, Tone},
};
use crate::{
    flow::state::{Phase, State},
    i18n::Catalog,
    kratos::{
        flow::Flow,
        message,
        text::{Severity, UiText},
    },
};

/// All notices above a form, each Kratos message once. `said` are the messages shown elsewhere.
/// `has_way_on` and `has_captcha` describe what is shown below.
pub(super) fn above_form(
    words: &Catalog,
    state: &State,
    flow: &Flow,
    said: &[i64],
    has_way_on: bool,
    has_captcha: bool,
) -> Vec<Notice> {
    // A remark is about the form that is loaded. Until then the old one is shown.
    let remark = state.remark.iter().filter(|_| !matches!(state.phase, Phase::Loading));
    let mut notices: Vec<_> = remark.map(|remark| Notice::from_remark(words, remark)).collect();
    let spoken = flow
        .messages
        .iter()
        .filter(|message| !said.contains(&message.id) && !is_noise(flow, message));
    notices.extend(spoken.map(|message| Notice::from_message(words, message)));
    notices.extend(stray_notices(words, flow));
    if wants_captcha(flow) && !has_captcha {
        notices.push(Notice::new(Tone::Error, words.text("captcha")));
    }
    if !has_way_on {
        let mut notice = Notice::new(Tone::Error, words.text("no_method"));
        if !state.left_out.is_empty() {
            let groups: Vec<_> = state.left_out.iter().map(String::as_str).collect();
            let groups = words.list(&groups);
            notice.detail = Some(words.fill("no_method.narrowed", &[("groups", &groups)]));
        }
        notices.push(notice);
    }
    message_action::add_actions(words, state, &mut notices);
    notices
}

/// Whether Kratos added the message to others that contradict it (recordings, lessons 5 and 6).
fn is_noise(flow: &Flow, message: &UiText) -> bool {
    let node_refused = || {
        let at_nodes = flow.nodes.iter().flat_map(|node| &node.messages);
        at_nodes.into_iter().any(|message| message.severity == Severity::Error)
    };
    match message.id {
        // "No strategy responded", although a field has an error.
        id if message::NO_METHOD.contains(&id) => node_refused(),
        // "Saved", from an earlier submit.
        message::SAVED => flow.is_refused(),
        _ => false,
    }
}
