//! An administrator's test of a social provider: the page of its result was "Page not found", and the page
//! before it asked nobody to "confirm it's you".

#![allow(clippy::unwrap_used, missing_docs)]

mod pages {
    pub mod page;
}

use pages::page::Page;
use propylon::{
    flow::{event::Event, opening::Opening},
    kratos::flow::FlowKind,
    view::screen::Body,
};
use serde_json::{Value, json};

fn test_flow(payload: &Value) -> Value {
    let button = json!({"type": "input", "group": "oidc", "messages": [], "meta": {},
        "attributes": {"name": "provider", "type": "submit", "value": "acme"}});
    let mut test = json!({"provider_id": "acme"});
    if !payload.is_null() {
        test.as_object_mut().unwrap().insert("debug_payload".to_owned(), payload.clone());
    }
    json!({"id": "f", "refresh": true, "test_context": test,
        "ui": {"action": "http://k/self-service/login?flow=f", "nodes": [button]}})
}

fn open(payload: &Value) -> Page {
    let mut page = Page::open(Opening::read(FlowKind::Login, "flow=f"));
    page.answer(200, &test_flow(payload));
    page
}

#[test]
fn the_test_begins_with_the_provider_alone() {
    let mut page = open(&Value::Null);
    let screen = page.screen();
    assert_eq!(screen.title, "Test of a sign-in provider");
    assert!(screen.links.is_empty(), "{:?}", screen.links);
    assert!(matches!(screen.body, Body::Form(_)));
    // Nobody has to be signed in.
    let sent = page.sent.len();
    page.happen(Event::Shown);
    assert_eq!(page.sent.len(), sent);
}

#[test]
fn the_result_is_shown_as_kratos_recorded_it() {
    let facts = |page: &Page| match page.screen().body {
        Body::Facts(facts, _) => facts,
        body => unreachable!("{body:?}"),
    };
    let claims = json!({"sub": "1", "email": "ada@example.test"});
    let page = open(&json!({"id_token_claims": claims, "jsonnet_mapper_url": "base64://x"}));
    assert_eq!(page.says(), "The test of acme succeeded. Nobody was signed in.");
    let shown = facts(&page);
    assert!(shown.contains(&("jsonnet_mapper_url".to_owned(), "base64://x".to_owned())));
    let pair =
        ("id_token_claims".to_owned(), r#"{"email":"ada@example.test","sub":"1"}"#.to_owned());
    assert!(shown.contains(&pair), "{shown:?}");

    let error =
        json!({"step": "schema_validate", "reason": "traits_invalid", "message": "no email"});
    let page = open(&json!({"error": error, "schema_validation_errors": [{"path": "/email"}]}));
    let notice = page.screen().notices.into_iter().next().unwrap();
    assert_eq!(notice.text, "The test of acme failed. Nobody was signed in.");
    assert_eq!(notice.detail.as_deref(), Some("no email"));
    assert_eq!(facts(&page).len(), 2);
    // What a later version may send instead.
    for odd in [json!([]), json!("x"), json!({"error": "x"}), json!({"a": null})] {
        assert!(open(&odd).screen().title.starts_with("Test"), "{odd}");
    }
}
