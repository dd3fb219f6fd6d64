//! The questions of the service for OAuth2 clients, as `crates/consent` writes them.

use propylon::{
    flow::state::{State, Stop},
    kratos::{error::ErrorId, flow::FlowKind},
};
use serde_json::{Value, json};

use crate::{
    flows::{flow, node},
    machine::ready,
    stops::{error, stopped},
    story::Story,
};

pub fn stories() -> Vec<Story> {
    let refused = |id: &str, status| {
        let error = error(status, Some(ErrorId::Other(id.to_owned())), None);
        let state = stopped(FlowKind::Consent, Stop::Refused(error));
        Story::of_state(&format!("oauth2/{id}"), state)
    };
    vec![
        Story::of_state("oauth2/consent", consent(false)),
        Story::of_state("oauth2/consent-again", consent(true)),
        Story::of_state("oauth2/end-session", end_session()),
        Story::of_state("oauth2/apps", apps(&["Shop", "A reader of news with a rather long name"])),
        Story::of_state("oauth2/no-apps", apps(&[])),
        refused("challenge-unknown", 404),
        refused("challenge-used", 410),
        refused("other-person", 403),
        refused("hydra-unreachable", 502),
        Story::new("oauth2/error", |words| propylon::view::oauth2::error(words, "invalid_scope")),
    ]
}

fn asked(kind: FlowKind, message: Value, nodes: Vec<Value>) -> State {
    let mut body = flow(kind, nodes);
    let traits = json!({"email": "ada@example.com"});
    if let Some(whole) = body.as_object_mut() {
        whole.insert("identity".to_owned(), json!({"id": "i", "traits": traits}));
    }
    if let Some(ui) = body.get_mut("ui").and_then(Value::as_object_mut) {
        ui.insert("messages".to_owned(), json!([message]));
    }
    ready(kind, &body)
}

fn info(id: i64, context: Value) -> Value {
    json!({"id": id, "text": "", "type": "info", "context": context})
}

fn tick(name: &str, value: bool, disabled: bool, label: Value) -> Value {
    let attributes =
        json!({"name": name, "type": "checkbox", "value": value, "disabled": disabled});
    node("default", attributes, label)
}

fn button(name: &str, value: &str, label: Value) -> Value {
    node("default", json!({"name": name, "type": "submit", "value": value}), label)
}

fn consent(is_new: bool) -> State {
    let none = || json!({});
    let own = json!({"id": 0, "text": "See your orders", "type": "info"});
    let mut orders = tick("grant:orders", true, false, own);
    if let (true, Some(orders)) = (is_new, orders.as_object_mut()) {
        orders.insert("messages".to_owned(), json!([info(9_010_006, none())]));
    }
    let link = json!({"id": "terms", "href": "https://shop.example/terms",
        "title": info(9_010_008, json!({"client": "Shop"}))});
    let link =
        json!({"type": "a", "group": "default", "attributes": link, "messages": [], "meta": {}});
    let message = info(9_010_001, json!({"client": "Shop", "person": "ada@example.com"}));
    let nodes = vec![
        tick("grant:openid", true, true, info(9_010_011, none())),
        tick("grant:email", false, false, info(9_010_013, none())),
        tick("grant:offline_access", false, false, info(9_010_016, none())),
        orders,
        tick("grant:unknown", false, false, info(9_010_010, json!({"scope": "unknown"}))),
        tick("remember", false, false, info(9_010_004, json!({"days": 30}))),
        button("decision", "allow", info(9_010_002, none())),
        button("decision", "deny", info(9_010_003, none())),
        link,
    ];
    asked(FlowKind::Consent, message, nodes)
}

fn end_session() -> State {
    let nodes = vec![
        button("decision", "allow", info(9_020_002, json!({}))),
        button("decision", "deny", info(9_020_003, json!({}))),
    ];
    asked(FlowKind::EndSession, info(9_020_001, json!({"client": "Shop"})), nodes)
}

fn apps(names: &[&str]) -> State {
    let app = |name: &&str| {
        let context = json!({"client": name, "added_at": "2026-01-01T10:00:00Z"});
        button("revoke_app", name, info(0, context))
    };
    let id = if names.is_empty() { 9_030_002 } else { 9_030_001 };
    asked(FlowKind::Apps, info(id, json!({})), names.iter().map(app).collect())
}
