//! What stands where on a screen, and what is marked.

#![allow(missing_docs)]
// clippy.toml's exceptions for tests don't cover shared functions.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod pages {
    pub mod page;
}

use pages::page::{Page, node};
use propylon::{
    flow::opening::Opening,
    i18n::Catalog,
    kratos::{flow::FlowKind, node::Trigger},
    view::{
        button::{Button, Emphasis},
        form::Form,
        look::Look,
        part::Part,
        screen::{Body, Screen},
    },
};
use serde_json::{Value, json};

fn page(kind: FlowKind, nodes: &[Value]) -> Page {
    let mut page = Page::open(Opening::read(kind, ""));
    let action = format!("/self-service/{}", kind.as_str());
    let ui = json!({"action": action, "nodes": nodes, "messages": []});
    page.answer(200, &json!({"id": "f", "state": "choose_method", "ui": ui}));
    page
}

fn form(page: &Page, look: &Look) -> Form {
    match Screen::from_state(&Catalog::english(), look, &page.state).body {
        Body::Form(form) => *form,
        other => panic!("{other:?}"),
    }
}

fn buttons(form: &Form) -> Vec<&Button> {
    form.parts()
        .filter_map(|part| match part {
            Part::Button(button) => Some(button),
            _ => None,
        })
        .collect()
}

fn ceremony(group: &str, name: &str, trigger: &str) -> Value {
    let mut node = node(group, name, "button", &json!("{}"), &[]);
    node["attributes"]["onclickTrigger"] = json!(trigger);
    node
}

fn provider(id: &str) -> Value {
    let mut node = node("oidc", "provider", "submit", &json!(id), &[]);
    let name = id.to_uppercase();
    node["meta"] = json!({"label": {"id": 1_010_002, "type": "info", "text": "x",
        "context": {"provider": name, "provider_id": id}}});
    node
}

/// One-step sign-up with a passkey put its button above the e-mail address, with an "or" between, and the
/// form had no primary button.
#[test]
fn a_ceremony_that_is_the_only_way_is_primary_below_the_fields_that_it_takes() {
    for (group, name, trigger, expected) in [
        (
            "passkey",
            "passkey_register_trigger",
            "oryPasskeyRegistration",
            Trigger::PasskeyRegistration,
        ),
        (
            "webauthn",
            "webauthn_register_trigger",
            "oryWebAuthnRegistration",
            Trigger::WebauthnRegistration,
        ),
    ] {
        let nodes = [
            ceremony(group, name, trigger),
            node("default", "traits.email", "email", &Value::Null, &[]),
        ];
        let form = form(&page(FlowKind::Registration, &nodes), &Look::default());
        let [section] = form.sections.as_slice() else { panic!("{:?}", form.sections) };
        let [Part::Field(field), Part::Button(button)] = section.parts.as_slice() else {
            panic!("{:?}", section.parts)
        };
        assert_eq!((field.name.as_str(), button.trigger), ("traits.email", Some(expected)));
        assert_eq!(button.emphasis, Emphasis::Primary);
    }
}

#[test]
fn a_ceremony_beside_another_method_is_an_alternative() {
    let nodes = [
        node("default", "identifier", "text", &Value::Null, &[]),
        node("password", "password", "password", &Value::Null, &[]),
        node("password", "method", "submit", &json!("password"), &[]),
        ceremony("passkey", "passkey_login_trigger", "oryPasskeyLogin"),
    ];
    let form = form(&page(FlowKind::Login, &nodes), &Look::default());
    let kinds: Vec<_> = buttons(&form).iter().map(|button| button.emphasis).collect();
    assert_eq!(kinds, [Emphasis::Primary, Emphasis::Secondary]);
}

#[test]
fn three_providers_stand_in_a_grid_with_their_names() {
    let with = |ids: &[&str]| {
        let nodes: Vec<_> = ids.iter().map(|id| provider(id)).collect();
        form(&page(FlowKind::Login, &nodes), &Look::default())
    };
    let two = with(&["google", "acme"]);
    assert!(!two.sections[0].is_grid);
    assert_eq!(buttons(&two)[0].short, None);
    let three = with(&["google", "acme", "github"]);
    assert!(three.sections[0].is_grid);
    let acme = buttons(&three)[1];
    assert_eq!(acme.short.as_deref(), Some("ACME"));
    assert_eq!((acme.label.as_str(), acme.monogram.as_deref()), ("Sign in with ACME", Some("A")));
}

#[test]
fn the_method_of_the_last_sign_in_is_marked_where_there_is_a_choice() {
    let nodes = [
        provider("google"),
        node("default", "identifier", "text", &Value::Null, &[]),
        node("code", "method", "submit", &json!("code"), &[]),
    ];
    let marked = |last: &str, kind, nodes: &[Value]| {
        let look = Look { last_used: Some(last.to_owned()), ..Look::default() };
        let form = form(&page(kind, nodes), &look);
        let all = buttons(&form).into_iter();
        all.filter(|button| button.is_last_used)
            .map(|button| button.value.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(marked("google", FlowKind::Login, &nodes), ["google"]);
    assert_eq!(marked("code", FlowKind::Login, &nodes), ["code"]);
    assert_eq!(marked("oidc", FlowKind::Login, &nodes), Vec::<String>::new());
    assert_eq!(marked("code", FlowKind::Registration, &nodes), Vec::<String>::new());
    assert_eq!(marked("code", FlowKind::Login, &nodes[1..]), Vec::<String>::new());
}

fn settings(nodes: &[Value]) -> Screen {
    let page = page(FlowKind::Settings, nodes);
    Screen::from_state(&Catalog::english(), &Look::default(), &page.state)
}

#[test]
fn the_last_passkey_and_the_last_key_warn_before_they_go() {
    for (group, name, last) in [
        ("passkey", "passkey_remove", "Remove your last passkey?"),
        ("webauthn", "webauthn_remove", "Remove your last security key?"),
    ] {
        let item = |id: &str| node(group, name, "submit", &json!(id), &[]);
        let asked = |nodes: &[Value]| {
            let screen = settings(nodes);
            let form = screen.forms()[0].clone();
            let Some(Part::Item(item)) = form.parts().next().cloned() else { panic!("{form:?}") };
            item.button.confirm.unwrap()
        };
        assert!(asked(&[item("1")]).starts_with(last));
        assert!(!asked(&[item("1"), item("2")]).contains("last"));
    }
}

/// The key of an authenticator app was on screen for everybody who opened the settings.
#[test]
fn a_secret_waits_for_set_up_and_stays_after_a_wrong_code() {
    let card = |messages: &[i64]| {
        let secret = json!({"type": "text", "group": "totp", "messages": [], "meta": {},
            "attributes": {"node_type": "text", "id": "totp_secret_key",
                "text": {"id": 1_050_006, "type": "info", "text": "KEY"}}});
        let code = node("totp", "totp_code", "text", &Value::Null, messages);
        let save = node("totp", "method", "submit", &json!("totp"), &[]);
        match settings(&[secret, code, save]).body {
            Body::Cards(cards) => cards.into_iter().next().unwrap(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(card(&[]).set_up.as_deref(), Some("Set up"));
    assert_eq!(card(&[4_000_008]).set_up, None);
}

#[test]
fn a_new_password_says_what_is_demanded_before_it_is_typed() {
    let hint = |length, tokens: &str| {
        let mut password = node("password", "password", "password", &Value::Null, &[]);
        password["attributes"]["autocomplete"] = json!(tokens);
        let submit = node("password", "method", "submit", &json!("password"), &[]);
        let look = Look { password_length: length, ..Look::default() };
        let form = form(&page(FlowKind::Registration, &[password, submit]), &look);
        let Some(Part::Field(field)) = form.parts().next().cloned() else { panic!("{form:?}") };
        field.hint
    };
    assert!(hint(12, "new-password").unwrap().starts_with("At least 12 characters."));
    assert_eq!(hint(0, "new-password"), None);
    assert_eq!(hint(8, "current-password"), None);
}

#[test]
fn only_a_code_for_a_phone_is_read_from_an_sms() {
    for (address, script) in [("+491701234567", Some("sms")), ("ada@example.test", None)] {
        let nodes = [
            node("default", "identifier", "hidden", &json!(address), &[]),
            node("code", "code", "text", &json!(null), &[]),
            node("code", "method", "submit", &json!("code"), &[]),
        ];
        let form = form(&page(FlowKind::Login, &nodes), &Look::default());
        let scripts = form.parts().filter_map(|part| match part {
            Part::Field(field) => Some((field.by_sms, field.script())),
            _ => None,
        });
        assert_eq!(scripts.collect::<Vec<_>>(), [(script.is_some(), script)], "{address}");
    }
}
