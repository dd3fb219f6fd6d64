//! The body of a submit: the fields of one method, never the whole form (see
//! docs/kratos.md#one-method-in-each-submit).

use super::{
    ceremony::destination,
    draft::Fields,
    state::{Press, Submission},
    traits::{self, Merged},
    transient,
    value::posted,
};
use crate::kratos::{
    flow::{Flow, FlowKind},
    node::{CAPTCHA_OPTIONS, Group, Input, InputKind, Trigger, UiNode, requests_code},
    request::{Method, urlencode},
};

/// The body that `submission` posts to `flow`.
pub fn body(flow: &Flow, submission: &Submission) -> Method {
    let body = match &submission.press {
        Press::Button(button) => button_body(flow, &submission.fields, button.as_ref()),
        Press::Ceremony(trigger, credential) => {
            ceremony_body(flow, &submission.fields, *trigger, credential.clone())
        }
    };
    let is_profile = || body.iter().any(|(name, value)| name == "method" && value == "profile");
    let body = if flow.kind == Some(FlowKind::Settings) && is_profile() {
        match traits::merge(flow, body) {
            Merged::Form(body) => body,
            Merged::Json(body) => return Method::Json(body.to_text()),
        }
    } else {
        body
    };
    Method::Form(urlencode(&transient::gather(body)))
}

/// The part of a submit that can be sent again after a sign-in: typed values and the pressed
/// button. Hidden values are taken from the new form. `None` if the new flow, `is_new`, can't
/// accept it: a credential, or a code for a secret, belongs to the flow that requested it.
pub(crate) fn repeatable(flow: &Flow, submission: Submission, is_new: bool) -> Option<Submission> {
    let Submission { press, mut fields } = submission;
    let is_bound = match &press {
        Press::Ceremony(..) => true,
        Press::Button(Some(button)) => node_of(flow, button).is_some_and(|node| {
            matches!(node.group, Group::Totp | Group::LookupSecret | Group::Oidc | Group::Saml)
        }),
        Press::Button(None) => false,
    };
    fields.retain(|(name, _)| {
        flow.inputs().any(|input| input.name == *name && input.kind != InputKind::Hidden)
    });
    (!(is_bound && is_new)).then_some(Submission { press, fields })
}

/// The body of a submit by `button`, from the form's `fields`.
///
/// It has the nodes of `default`, of a captcha and of the button's group, including hidden ones, and the button's
/// own pair as the DOM has it. An unchecked checkbox is posted as `false`, which HTML would leave out, unless
/// nobody ever chose.
pub fn button_body(flow: &Flow, fields: &Fields, button: Option<&(String, String)>) -> Fields {
    let pressed = button.and_then(|button| node_of(flow, button)).or_else(|| first_submit(flow));
    let group = pressed.map_or(&Group::Default, |node| &node.group);
    let name = button.map(|(name, _)| name.as_str()).or(pressed.and_then(name_of));
    let mut body = group_fields(flow, fields, group);
    if name.is_some_and(requests_code) {
        // With both, some flows send another code and others check the typed one.
        body.retain(|(name, _)| name != "code");
    }
    match name {
        // The back button belongs to no method.
        Some("screen") => body.retain(|(name, _)| name != "method" && name != "code"),
        // Kratos names the button after the channel but reads the address only from `email`.
        Some("sms") => {
            body.extend(button.map(|(_, address)| ("email".to_owned(), address.clone())));
        }
        _ => {}
    }
    let pair = button.cloned().or_else(|| {
        let input = pressed?.input()?;
        Some((input.name.clone(), input.value.clone().unwrap_or_default()))
    });
    if let Some(pair) = pair {
        body.retain(|(name, _)| *name != pair.0);
        body.push(pair);
    }
    body
}

/// The body that posts a ceremony's `credential`.
pub fn ceremony_body(flow: &Flow, fields: &Fields, trigger: Trigger, credential: String) -> Fields {
    let (group, result) = destination(trigger);
    let mut body = group_fields(flow, fields, &group);
    body.retain(|(name, _)| {
        // The options are only meant for the browser.
        !matches!(name.as_str(), "passkey_challenge" | "passkey_create_data" | "method")
            && name != result
    });
    if trigger == Trigger::WebauthnLogin && !has(&body, "identifier") {
        // Kratos requires the key, but uses the account of the session (see
        // docs/kratos.md#security-keys).
        body.push(("identifier".to_owned(), "-".to_owned()));
    }
    body.push(("method".to_owned(), group.as_str().to_owned()));
    body.push((result.to_owned(), credential));
    body
}

fn group_fields(flow: &Flow, fields: &Fields, group: &Group) -> Fields {
    let mut body = Fields::new();
    for node in &flow.nodes {
        let Some(input) = node.input() else { continue };
        // The identifier of the first step is part of every method in the second step.
        let is_account = node.group == Group::IdentifierFirst && input.kind == InputKind::Hidden;
        let is_shared = matches!(node.group, Group::Default | Group::Captcha) || is_account;
        // The options of a widget are only meant for the page.
        if !is_shared && node.group != *group || input.name == CAPTCHA_OPTIONS {
            continue;
        }
        if matches!(input.kind, InputKind::Submit | InputKind::Button) || has(&body, &input.name) {
            continue;
        }
        body.extend(values_of(input, fields).into_iter().map(|value| (input.name.clone(), value)));
    }
    body
}

/// The values that are posted for an input.
fn values_of(input: &Input, fields: &Fields) -> Vec<String> {
    let typed = fields.iter().filter(|(name, _)| *name == input.name);
    let typed: Vec<&str> = typed.map(|(_, value)| value.as_str()).collect();
    if let Some(elements) = &input.elements {
        if !elements.is_empty() && typed.contains(&elements.join(", ").as_str()) {
            return elements.clone();
        }
        let elements = typed.iter().flat_map(|value| value.split(',')).map(str::trim);
        return elements.filter(|element| !element.is_empty()).map(str::to_owned).collect();
    }
    let stored = input.value.iter();
    match (&input.kind, typed.is_empty()) {
        // A browser leaves disabled inputs out, and Kratos would delete the trait.
        (_, true) if input.disabled => stored.cloned().collect(),
        // A choice that nobody made: neither stored, nor required, nor changed.
        (InputKind::Checkbox, true) if input.value.is_none() && !input.required => Vec::new(),
        (InputKind::Checkbox, true) => vec!["false".to_owned()],
        (InputKind::Hidden, true) => stored.filter(|value| !value.is_empty()).cloned().collect(),
        // Kratos reads an empty text as missing, so it is left out.
        _ => {
            let posted = typed.iter().map(|text| posted(input, text));
            posted.filter(|value| !value.is_empty()).collect()
        }
    }
}

fn has(body: &Fields, name: &str) -> bool {
    body.iter().any(|(key, _)| key == name)
}

fn name_of(node: &UiNode) -> Option<&str> {
    node.input().map(|input| input.name.as_str())
}

/// The node of a pressed button. Its value in the DOM may differ from Kratos' value.
fn node_of<'a>(flow: &'a Flow, (name, value): &(String, String)) -> Option<&'a UiNode> {
    let submits = || {
        flow.nodes
            .iter()
            .filter(|node| node.input().is_some_and(|i| i.is_submit() && i.name == *name))
    };
    let exact = |node: &&UiNode| node.input().is_some_and(|i| i.value.as_ref() == Some(value));
    submits().find(exact).or_else(|| submits().next())
}

fn first_submit(flow: &Flow) -> Option<&UiNode> {
    flow.nodes.iter().find(|node| node.input().is_some_and(Input::is_submit))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn input(group: &str, kind: &str, name: &str, value: Value) -> Value {
        json!({"type": "input", "group": group, "messages": [], "meta": {},
               "attributes": {"name": name, "type": kind, "value": value}})
    }

    fn flow(nodes: Vec<Value>) -> Flow {
        Flow::read(&json!({"id": "f", "ui": {"action": "/x", "nodes": nodes}}).into()).unwrap()
    }

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn login() -> Flow {
        flow(vec![
            input("default", "hidden", "csrf_token", json!("t")),
            input("default", "text", "identifier", json!("")),
            input("passkey", "hidden", "passkey_login", json!(null)),
            input("passkey", "hidden", "passkey_challenge", json!("{}")),
            input("code", "submit", "method", json!("code")),
            input("password", "password", "password", json!(null)),
            input("password", "submit", "method", json!("password")),
        ])
    }

    fn post(flow: &Flow, pairs: &[(&str, &str)], button: (&str, &str)) -> Fields {
        button_body(flow, &fields(pairs), Some(&(button.0.to_owned(), button.1.to_owned())))
    }

    #[test]
    fn a_code_request_never_carries_the_password() {
        let body = post(
            &login(),
            &[("csrf_token", "t"), ("identifier", "ada"), ("password", "p"), ("extra", "x")],
            ("method", "code"),
        );
        assert_eq!(body, fields(&[("csrf_token", "t"), ("identifier", "ada"), ("method", "code")]));
    }

    #[test]
    fn the_value_the_button_has_in_the_dom_is_posted() {
        let body = post(&login(), &[("csrf_token", "t")], ("method", "tampered"));
        assert_eq!(body.last().unwrap().1, "tampered");
    }

    #[test]
    fn a_resend_leaves_the_typed_code_out_and_keeps_its_hidden_siblings() {
        let sent = flow(vec![
            input("default", "hidden", "identifier", json!("ada")),
            input("code", "hidden", "method", json!("code")),
            input("code", "text", "code", json!(null)),
            input("code", "submit", "method", json!("code")),
            input("code", "submit", "resend", json!("code")),
        ]);
        let typed = [("identifier", "ada"), ("method", "code"), ("code", "123456")];
        assert_eq!(
            post(&sent, &typed, ("resend", "code")),
            fields(&[("identifier", "ada"), ("method", "code"), ("resend", "code")])
        );
        assert_eq!(
            post(&sent, &typed, ("method", "code")),
            fields(&[("identifier", "ada"), ("code", "123456"), ("method", "code")])
        );
    }

    #[test]
    fn an_unticked_box_is_false_and_an_empty_text_is_left_out() {
        let traits = flow(vec![
            input("default", "checkbox", "traits.news", json!(true)),
            input("default", "text", "traits.nick", json!("")),
            input("profile", "submit", "method", json!("profile")),
        ]);
        assert_eq!(
            post(&traits, &[("traits.nick", "")], ("method", "profile")),
            fields(&[("traits.news", "false"), ("method", "profile")])
        );
        assert_eq!(
            post(&traits, &[("traits.news", "true")], ("method", "profile")),
            fields(&[("traits.news", "true"), ("method", "profile")])
        );
    }

    #[test]
    fn the_account_of_the_first_step_goes_along() {
        let second = flow(vec![
            input("identifier_first", "hidden", "identifier", json!("ada")),
            input("password", "password", "password", json!(null)),
            input("password", "submit", "method", json!("password")),
        ]);
        assert_eq!(
            post(&second, &[("identifier", "ada"), ("password", "p")], ("method", "password")),
            fields(&[("identifier", "ada"), ("password", "p"), ("method", "password")])
        );
    }

    #[test]
    fn a_list_repeats_its_name() {
        let settings = flow(vec![
            input("profile", "text", "traits.tags", json!(null)),
            input("profile", "text", "traits.tags.0", json!("a")),
            input("profile", "submit", "method", json!("profile")),
        ]);
        assert_eq!(
            post(&settings, &[("traits.tags", "a, b,,")], ("method", "profile")),
            fields(&[("traits.tags", "a"), ("traits.tags", "b"), ("method", "profile")])
        );
    }

    #[test]
    fn going_back_takes_the_traits_and_no_method() {
        let sent = flow(vec![
            input("default", "hidden", "traits.email", json!("ada")),
            input("code", "hidden", "method", json!("code")),
            input("profile", "submit", "screen", json!("credential-selection")),
        ]);
        assert_eq!(
            post(&sent, &[("method", "code")], ("screen", "credential-selection")),
            fields(&[("traits.email", "ada"), ("screen", "credential-selection")])
        );
    }

    #[test]
    fn a_credential_travels_with_its_method_and_without_the_options() {
        let body = ceremony_body(
            &login(),
            &fields(&[("csrf_token", "t"), ("identifier", ""), ("passkey_login", "")]),
            Trigger::PasskeyAutofill,
            "{\"id\":\"x\"}".to_owned(),
        );
        assert_eq!(
            body,
            fields(&[
                ("csrf_token", "t"),
                ("method", "passkey"),
                ("passkey_login", "{\"id\":\"x\"}")
            ])
        );
    }
}
