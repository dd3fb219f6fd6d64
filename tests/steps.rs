//! The address bar names the step on screen: a reload shows it again, and the browser's Back leads to the
//! step before it.
//!
//! Back left the page from any step, and a reload of a sign-in that the settings require lost the settings.

#![allow(clippy::unwrap_used, missing_docs)]

mod pages {
    pub mod page;
}

use pages::page::{Page, node};
use propylon::{
    flow::{event::Event, opening::Opening, state::Phase},
    kratos::flow::FlowKind,
};
use serde_json::{Value, json};

fn flow(kind: &str, id: &str, nodes: &[Value]) -> Value {
    let action = format!("http://k/self-service/{kind}?flow={id}");
    json!({"id": id, "ui": {"action": action, "nodes": nodes, "messages": []}})
}

/// The steps of a sign-in by code.
fn login(id: &str, is_sent: bool) -> Value {
    let submit = node("code", "method", "submit", &json!("code"), &[]);
    match is_sent {
        false => {
            flow("login", id, &[node("default", "identifier", "text", &json!(""), &[]), submit])
        }
        true => flow(
            "login",
            id,
            &[
                node("default", "identifier", "hidden", &json!("ada"), &[]),
                node("code", "code", "text", &json!(""), &[]),
                submit,
            ],
        ),
    }
}

/// A sign-in at its second step.
fn second_step() -> Page {
    let mut page = Page::open(Opening::read(FlowKind::Login, ""));
    page.answer(200, &login("f", false));
    page.press("method", "code", &[("identifier", "ada")]);
    page.answer(400, &login("f", true));
    page
}

fn address(page: &Page) -> (FlowKind, &str, u32) {
    let (kind, flow, steps) = page.address.as_ref().unwrap();
    (*kind, flow, *steps)
}

#[test]
fn back_leads_from_the_code_to_the_address_which_is_still_there() {
    let mut page = second_step();
    assert_eq!(address(&page), (FlowKind::Login, "f", 1));
    page.happen(Event::WentBack);
    page.answer(200, &login("g", false));
    assert_eq!(address(&page), (FlowKind::Login, "g", 1));
    assert_eq!(page.value("identifier").as_deref(), Some("ada"));
}

#[test]
fn back_presses_the_button_for_it_where_kratos_has_one() {
    let mut page = Page::open(Opening::read(FlowKind::Registration, ""));
    let email = |kind| node("default", "traits.email", kind, &json!("ada@example.test"), &[]);
    let first = [email("email"), node("profile", "method", "submit", &json!("profile"), &[])];
    let second = [
        email("hidden"),
        node("password", "password", "password", &json!(null), &[]),
        node("password", "method", "submit", &json!("password"), &[]),
        node("profile", "screen", "submit", &json!("previous"), &[]),
    ];
    page.answer(200, &flow("registration", "f", &first));
    page.press("method", "profile", &[("traits.email", "ada@example.test")]);
    page.answer(400, &flow("registration", "f", &second));
    assert_eq!(address(&page).2, 1);
    page.happen(Event::WentBack);
    assert_eq!(page.asked(), "/self-service/registration?flow=f");
    page.answer(400, &flow("registration", "f", &first));
    assert_eq!(address(&page).2, 1, "going back is no step forward");
}

#[test]
fn a_refused_step_is_the_same_step_and_a_reload_shows_it() {
    let mut page = second_step();
    page.press("method", "code", &[("code", "111111")]);
    let mut refused = login("f", true);
    *refused.pointer_mut("/ui/messages").unwrap() =
        json!([{"id": 4_010_008, "type": "error", "text": "wrong"}]);
    page.answer(400, &refused);
    assert_eq!(address(&page).2, 1);
    let page = page.reload();
    assert_eq!(page.asked(), "/self-service/login/flows?id=f");
}

#[test]
fn back_during_a_request_does_nothing() {
    let mut page = second_step();
    page.press("method", "code", &[("code", "123456")]);
    let sent = page.sent.len();
    page.happen(Event::WentBack);
    assert_eq!(page.sent.len(), sent);
    assert_eq!(page.state.phase, Phase::Submitting);
}

#[test]
fn a_sign_in_for_the_settings_leads_there_after_a_reload() {
    let mut page = Page::open(Opening::read(FlowKind::Settings, "return_to=%2Fapp"));
    page.answer(401, &json!({"error": {"code": 401}}));
    page.answer(200, &login("f", false));
    page.press("method", "code", &[("identifier", "ada")]);
    page.answer(400, &login("f", true));
    assert_eq!(address(&page).0, FlowKind::Login);
    let mut page = page.reload();
    page.answer(200, &login("f", true));
    assert_eq!(page.state.phase, Phase::Ready);
    page.press("method", "code", &[("code", "123456")]);
    page.answer(200, &json!({"session": {"id": "s", "identity": {"id": "i"}}}));
    page.answer(200, &json!({"id": "s", "active": true, "identity": {"id": "i"}}));
    assert_eq!(page.asked(), "/self-service/settings/browser?return_to=%2Fapp");
}

#[test]
fn every_reason_for_a_sign_in_is_kept() {
    for proof in ["signed-out", "too-old", "second-factor", "boredom"] {
        let text = json!({"flow": "f", "identity": "", "fields": {}, "settings": "flow=s",
            "proof": proof});
        let opening = Opening::read(FlowKind::Login, "flow=f");
        let mut page = Page::open_with(opening, Some(text.to_string()));
        page.answer(200, &login("f", true));
        page.happen(Event::Hidden { typed: Vec::new() });
        assert_eq!(page.kept.is_some(), proof != "boredom", "{proof}");
    }
}
