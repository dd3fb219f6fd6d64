//! The account that a form is about: how password managers and browsers recognise it.
//!
//! See <https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#autofill>.

use super::{
    field::{Control, Field},
    form::Form,
    part::Part,
};
use crate::kratos::{
    flow::{Flow, FlowKind},
    node::{Group, InputKind, UiNode},
};

/// Makes sure that a form with a password names its account: by one of its fields, or by
/// [`Form::account`]. So does the first step of a registration, where no password is asked for yet.
pub(super) fn name_account(form: &mut Form, flow: &Flow) {
    let is_registration = flow.kind == Some(FlowKind::Registration);
    let fields = || {
        form.parts().filter_map(|part| match part {
            Part::Field(field) => Some(field),
            _ => None,
        })
    };
    if !is_registration && !fields().any(|field| field.control == Control::Password)
        || fields().any(Field::names_account)
    {
        return;
    }
    if is_registration && let Some(field) = account_field(form) {
        field.autocomplete = Some("username".to_owned());
        return;
    }
    let identity = flow.identity.as_ref().map(|identity| identity.name().to_owned());
    form.account = address(flow).or(identity);
}

/// The field of a registration without an address that may name the account: Kratos does not tell which
/// trait is an identifier. It is the first required one of one line, or the first.
fn account_field(form: &mut Form) -> Option<&mut Field> {
    let parts = form.sections.iter_mut().flat_map(|section| &mut section.parts);
    let lines = parts.filter_map(|part| match part {
        Part::Field(field) => Some(field),
        _ => None,
    });
    let is_unnamed =
        |field: &&mut Field| field.control == Control::Line("text") && field.autocomplete.is_none();
    let mut lines: Vec<_> = lines.filter(is_unnamed).collect();
    let required = lines.iter().position(|field| field.required);
    (!lines.is_empty()).then(|| lines.swap_remove(required.unwrap_or(0)))
}

/// The address that a code was sent to or that an account is created for: the hidden identifier,
/// the value of the resend button, the address typed for a link, the first hidden trait that looks
/// like an address, or the masked address in Kratos' text.
pub(super) fn address(flow: &Flow) -> Option<String> {
    let value = |is: &dyn Fn(&UiNode) -> bool| {
        let node = flow.nodes.iter().find(|node| {
            is(node)
                && node.input().is_some_and(|i| i.value.as_deref().is_some_and(|v| !v.is_empty()))
        })?;
        node.input()?.value.clone()
    };
    let named = |node: &UiNode, name: &str| node.input().is_some_and(|input| input.name == name);
    let looks_like_one = |node: &UiNode| {
        node.input().is_some_and(|input| {
            let value = input.value.as_deref().unwrap_or_default();
            input.name.starts_with("traits.") && (value.contains('@') || value.starts_with('+'))
        })
    };
    let is_send_again = |node: &UiNode| {
        node.input().is_some_and(|input| {
            input.is_submit() && matches!(input.name.as_str(), "email" | "sms")
        })
    };
    let masked = || {
        flow.messages.iter().find_map(|message| message.value("masked_address").map(str::to_owned))
    };
    value(&|node| node.is_hidden() && named(node, "identifier"))
        .or_else(|| value(&is_send_again))
        .or_else(|| value(&|node| node.group == Group::Link && named(node, "email")))
        .or_else(|| value(&|node| node.is_hidden() && looks_like_one(node)))
        .or_else(masked)
        .or_else(|| {
            value(&|node| {
                named(node, "recovery_address")
                    && node.input().is_some_and(|input| input.kind == InputKind::Hidden)
            })
        })
}
