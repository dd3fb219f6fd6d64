//! Repairs Kratos' answers that lack what the person needs.

use super::draft::Fields;
use crate::kratos::{
    flow::{Flow, FlowKind},
    message,
    node::{Attributes, Group, Input, InputKind, UiNode},
    text::{Severity, UiText},
};

/// Repairs `flow` before it is shown. `before` is the flow that it replaces, `address` the address
/// to verify.
pub(super) fn repair(flow: &mut Flow, before: Option<&Flow>, address: Option<&str>) {
    put_identifier_back(flow, before);
    if let Some(address) = address {
        add_resend(flow, address);
    }
}

/// Removes nodes of groups not in `groups` and returns the names of the removed groups. Messages on
/// removed nodes are shown above the form.
///
/// The steps of a sign-in belong to no method and stay. A second factor is never filtered, because
/// the person could not sign in without it.
pub(super) fn narrow(flow: &mut Flow, groups: &[String]) -> Vec<String> {
    let applies = match flow.kind {
        Some(FlowKind::Login) => !flow.second_factor,
        Some(FlowKind::Registration | FlowKind::Settings) => true,
        _ => false,
    };
    if groups.is_empty() || !applies {
        return Vec::new();
    }
    let is_settings = flow.kind == Some(FlowKind::Settings);
    let is_wanted = |node: &UiNode| {
        let is_step = matches!(node.group, Group::Profile | Group::IdentifierFirst) && !is_settings;
        node.group == Group::Default
            || is_step
            || groups.iter().any(|group| group == node.group.as_str())
    };
    let mut left_out = Vec::new();
    let mut said = Vec::new();
    flow.nodes.retain_mut(|node| {
        let wanted = is_wanted(node);
        if !wanted {
            said.append(&mut node.messages);
            let group = node.group.as_str();
            let is_script = matches!(node.attributes, Attributes::Script { .. });
            if !is_script && !left_out.iter().any(|name| name == group) {
                left_out.push(group.to_owned());
            }
        }
        wanted
    });
    flow.messages.append(&mut said);
    left_out
}

/// Restores the identifier that Kratos 1.3.1 hides when no account has it for a code.
///
/// Its answer (4000035) makes the input hidden, although the person has to correct it, and drops
/// its label. The previous flow's input is used instead.
fn put_identifier_back(flow: &mut Flow, before: Option<&Flow>) {
    if flow.kind != Some(FlowKind::Login)
        || !flow.messages.iter().any(|message| message.id == message::NO_CODE_ACCOUNT)
    {
        return;
    }
    let is_identifier = |attributes: &Attributes, hidden: bool| {
        matches!(attributes, Attributes::Input(input)
            if input.name == "identifier" && (input.kind == InputKind::Hidden) == hidden)
    };
    let shown = before
        .and_then(|flow| flow.nodes.iter().find(|node| is_identifier(&node.attributes, false)));
    let Some(node) = flow.nodes.iter_mut().find(|node| is_identifier(&node.attributes, true))
    else {
        return;
    };
    let Attributes::Input(input) = &mut node.attributes else { return };
    input.kind = InputKind::Text;
    input.required = true;
    let shown = shown.filter(|node| !node.input().is_some_and(Input::is_submit));
    if let Some(Attributes::Input(old)) = shown.map(|node| &node.attributes) {
        input.kind = old.kind.clone();
        input.autocomplete = old.autocomplete.clone();
    }
    node.label = node.label.take().or_else(|| shown.and_then(|node| node.label.clone()));
}

/// Removes the message that the code is missing if the submitted form had no code field. Kratos
/// sends it when the answer that asked for the code was lost and the earlier step was submitted
/// again.
pub(super) fn forgive_empty_code(flow: &mut Flow, sent: &Fields) {
    let is_code = |input: &Input| input.name == "code" && !input.is_submit();
    if sent.iter().any(|(name, _)| name == "code") {
        return;
    }
    for node in &mut flow.nodes {
        if node.input().is_some_and(is_code) {
            node.messages.retain(|message| message.id != message::EMPTY);
        }
    }
}

/// Adds the resend button that Kratos 1.3.1 leaves out of a verification that follows a
/// registration.
fn add_resend(flow: &mut Flow, address: &str) {
    let has_resend = flow.inputs().any(|input| input.is_submit() && input.name != "method");
    let is_sent = flow.state.as_deref() == Some("sent_email");
    if flow.kind != Some(FlowKind::Verification) || has_resend || !is_sent {
        return;
    }
    flow.nodes.push(UiNode {
        group: Group::Code,
        attributes: Attributes::Input(Input {
            name: "email".to_owned(),
            kind: InputKind::Submit,
            value: Some(address.to_owned()),
            ..Input::default()
        }),
        messages: Vec::new(),
        label: Some(UiText {
            id: message::RESEND,
            text: "Resend code".to_owned(),
            severity: Severity::Info,
            context: Vec::new(),
            secrets: Vec::new(),
        }),
    });
}
