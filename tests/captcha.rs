//! A captcha that Kratos requires.
//!
//! Its token is in an input named `transient_payload.captcha_turnstile_response`, and was never
//! posted: its group belonged to no method, and Kratos drops fields with dots below
//! `transient_payload`. Only Ory's own builds have it, so the nodes here are written by hand.

#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

mod pages {
    pub mod page;
}

use pages::page::Page;
use propylon::{
    flow::{headless, opening::Opening},
    i18n::Catalog,
    kratos::{
        flow::FlowKind,
        node::CAPTCHA_TOKEN,
        request::{Method, urldecode},
    },
    view::{look::Look, part::Part, screen::Screen},
};
use serde_json::{Value, json};

fn node(group: &str, kind: &str, name: &str, value: &str) -> Value {
    json!({"type": "input", "group": group, "messages": [], "meta": {},
        "attributes": {"name": name, "type": kind, "value": value}})
}

/// The nodes of a captcha.
fn captcha() -> Vec<Value> {
    let options = r#"{"sitekey":"0x4","theme":"auto","action":"login","response_field_name":"transient_payload.captcha_turnstile_response"}"#;
    let other = |kind: &str, attributes: Value| json!({"type": kind, "group": "captcha", "messages": [], "meta": {}, "attributes": attributes});
    vec![
        node("captcha", "hidden", CAPTCHA_TOKEN, ""),
        node("captcha", "hidden", "captcha_turnstile_options", options),
        other("div", json!({"id": "captcha_turnstile_inject"})),
        other("script", json!({"id": "captcha_trigger_script", "src": "http://k/captcha.js"})),
    ]
}

fn flow(kind: &str, nodes: Vec<Value>) -> Value {
    let action = ["http://k/self-service/", kind].concat();
    let nodes = [captcha(), nodes].concat();
    json!({"id": "f", "ui": {"action": action, "nodes": nodes}})
}

fn login() -> Vec<Value> {
    vec![
        node("default", "hidden", "csrf_token", "t"),
        node("default", "text", "identifier", ""),
        node("password", "password", "password", ""),
        node("password", "submit", "method", "password"),
        node("oidc", "submit", "provider", "google"),
    ]
}

fn page(kind: FlowKind, nodes: Vec<Value>) -> Page {
    let mut page = Page::open(Opening::read(kind, ""));
    page.answer(200, &flow(kind.as_str(), nodes));
    page
}

/// The form that was posted.
fn posted(page: &Page) -> Vec<(String, String)> {
    let Method::Form(body) = &page.method else { panic!("{:?}", page.method) };
    urldecode(body)
}

const TOKEN: (&str, &str) = (CAPTCHA_TOKEN, "0.abc");

#[test]
fn the_token_travels_inside_transient_payload_with_every_method() {
    let payload = ("transient_payload", r#"{"captcha_turnstile_response":"0.abc"}"#);
    for (button, of_method) in
        [(("method", "password"), Some(("password", "p"))), (("provider", "google"), None)]
    {
        let mut page = page(FlowKind::Login, login());
        let typed = [("csrf_token", "t"), ("identifier", "ada"), ("password", "p"), TOKEN];
        page.press(button.0, button.1, &typed);
        let expected: Vec<_> = [Some(("csrf_token", "t")), Some(("identifier", "ada")), of_method]
            .into_iter()
            .flatten()
            .chain([button, payload])
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        assert_eq!(posted(&page), expected);
    }
}

#[test]
fn without_a_token_there_is_no_payload() {
    let mut page = page(FlowKind::Login, login());
    page.press("method", "password", &[("identifier", "ada"), (CAPTCHA_TOKEN, "")]);
    assert!(!posted(&page).iter().any(|(name, _)| name.starts_with("transient_payload")));
}

#[test]
fn a_payload_may_be_deep() {
    let nodes = vec![
        node("default", "text", "transient_payload.from.shop", ""),
        node("default", "text", "transient_payload.from.page", "/"),
        node("password", "submit", "method", "password"),
    ];
    let mut page = page(FlowKind::Login, nodes);
    page.press("method", "password", &[("transient_payload.from.shop", "a=b"), TOKEN]);
    let payload = posted(&page).into_iter().find(|(name, _)| name == "transient_payload").unwrap();
    let payload: Value = serde_json::from_str(&payload.1).unwrap();
    let expected = json!({"captcha_turnstile_response": "0.abc", "from": {"shop": "a=b"}});
    assert_eq!(payload, expected);
}

#[test]
fn in_a_json_body_the_payload_is_an_object() {
    let nodes = vec![
        node("profile", "text", "traits.nick", "a"),
        node("profile", "submit", "method", "profile"),
    ];
    let mut settings = flow("settings", nodes);
    settings["identity"] = json!({"id": "i", "traits": {"nick": "a", "keys": [{"id": 1}]}});
    let mut page = Page::open(Opening::read(FlowKind::Settings, ""));
    page.answer(200, &settings);
    while page.waits() {
        page.answer(200, &json!({"id": "s", "active": true, "identity": {"id": "i"}}));
    }
    page.press("method", "profile", &[("traits.nick", "b"), TOKEN]);
    let Method::Json(body) = &page.method else { panic!("{:?}", page.method) };
    let body: Value = serde_json::from_str(body).unwrap();
    let expected = json!({"method": "profile", "traits": {"nick": "b", "keys": [{"id": 1}]},
        "transient_payload": {"captcha_turnstile_response": "0.abc"}});
    assert_eq!(body, expected);
}

#[test]
fn a_caller_without_a_form_may_give_the_token() {
    let page = page(FlowKind::Login, login());
    let given = [("method", "password"), ("identifier", "ada"), ("password", "p"), TOKEN];
    let given = given.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    assert!(headless::submitted(&page.state, given).is_ok());
}

/// Where the captcha is, as section and position in it, and whether the page says that it can't show
/// one.
fn shown(page: &Page, captcha: bool) -> (Option<(String, usize)>, bool) {
    let look = Look { captcha, ..Look::default() };
    let screen = Screen::from_state(&Catalog::english(), &look, &page.state);
    let place = screen.forms().into_iter().flat_map(|form| &form.sections).find_map(|section| {
        let at = section.parts.iter().position(|part| *part == Part::Captcha)?;
        Some((section.group.clone(), at))
    });
    let is_said = screen.notices.iter().any(|notice| notice.text.contains("security check"));
    (place, is_said)
}

#[test]
fn it_is_drawn_above_the_primary_button_where_the_settings_allow_it_and_said_elsewhere() {
    let with_password = page(FlowKind::Login, login());
    assert_eq!(shown(&with_password, false), (None, true));
    assert_eq!(shown(&with_password, true), (Some(("password".to_owned(), 2)), false));

    let provider_only = page(FlowKind::Login, vec![node("oidc", "submit", "provider", "google")]);
    assert_eq!(shown(&provider_only, true), (Some(("oidc".to_owned(), 0)), false));

    // The settings have many forms.
    let settings = vec![node("password", "submit", "method", "password")];
    assert_eq!(shown(&page(FlowKind::Settings, settings), true), (None, true));
}

#[test]
fn a_page_that_shows_some_groups_only_keeps_the_captcha() {
    let mut page = Page::open(Opening::read(FlowKind::Login, "").narrowed("default password"));
    page.answer(200, &flow("login", login()));
    assert_eq!(shown(&page, true).0, Some(("password".to_owned(), 2)));
}
