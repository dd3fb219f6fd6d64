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
    reveal_refused(flow, before);
    if let Some(address) = address {
        add_resend(flow, address);
    }
}

/// Removes nodes of groups not in `groups` and returns the names of the removed groups. Messages on
/// removed nodes are shown above the form.
///
/// The steps of a sign-in and a captcha belong to no method and stay. A second factor is never filtered, because
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
        matches!(node.group, Group::Default | Group::Captcha)
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

/// Shows hidden inputs that Kratos finds fault with, because the person has to correct them: an identifier
/// that is missing or that no account has (4000035, which is said above the form), and traits.
///
/// The input has lost its label, so that of the previous flow is used.
fn reveal_refused(flow: &mut Flow, before: Option<&Flow>) {
    // The account of a second factor is known, unless Kratos says that it is not.
    let is_known = flow.second_factor;
    let is_unknown = flow.kind == Some(FlowKind::Login) && flow.says(message::NO_CODE_ACCOUNT);
    for node in &mut flow.nodes {
        let has_error =
            !is_known && node.messages.iter().any(|said| said.severity == Severity::Error);
        let Attributes::Input(input) = &mut node.attributes else { continue };
        let is_identifier = input.name == "identifier";
        let is_refused = is_identifier && (is_unknown || has_error)
            || input.name.starts_with("traits.") && has_error;
        if input.kind != InputKind::Hidden || !is_refused {
            continue;
        }
        let is_it = |node: &&UiNode| {
            node.input().is_some_and(|old| old.name == input.name && old.is_field())
        };
        let shown = before.and_then(|flow| flow.nodes.iter().find(is_it));
        input.kind = InputKind::Text;
        input.required = is_identifier;
        if let Some(old) = shown.and_then(UiNode::input) {
            input.kind = old.kind.clone();
            input.required = old.required;
            input.autocomplete = old.autocomplete.clone();
        }
        node.label = node.label.take().or_else(|| shown.and_then(|node| node.label.clone()));
    }
}

/// Fills `hint`, the account that is expected, into the empty field that names the account.
pub(super) fn fill_hint(flow: &mut Flow, hint: Option<&str>) {
    let Some(hint) = hint.filter(|hint| !hint.is_empty()) else { return };
    let is_account = |input: &Input| match flow.kind {
        Some(FlowKind::Login) => input.name == "identifier",
        Some(FlowKind::Settings) | None => false,
        Some(_) => input.kind == InputKind::Email,
    };
    let place = flow.nodes.iter().position(|node| {
        node.input().is_some_and(|input| {
            is_account(input)
                && input.is_field()
                && input.value.as_deref().is_none_or(str::is_empty)
        })
    });
    let node = place.and_then(|place| flow.nodes.get_mut(place));
    if let Some(Attributes::Input(input)) = node.map(|node| &mut node.attributes) {
        input.value = Some(hint.to_owned());
    }
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
