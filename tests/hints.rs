//! What is known about the person is used, and what is asked of them can be answered.
//!
//! A client's `login_hint` was ignored, a message stood above a form without its field, and a page that was
//! opened although somebody is signed in stopped.

#![allow(clippy::unwrap_used, missing_docs)]

mod pages {
    pub mod page;
}

use pages::page::{Page, node};
use propylon::{
    flow::{
        event::Event,
        opening::Opening,
        state::{Phase, Stop},
    },
    kratos::flow::FlowKind,
    view::{part::Part, screen::Body},
};
use serde_json::{Value, json};

fn flow(kind: &str, nodes: &[Value]) -> Value {
    let action = format!("http://k/self-service/{kind}?flow=f");
    json!({"id": "f", "ui": {"action": action, "nodes": nodes, "messages": []}})
}

fn login() -> Value {
    let nodes = [
        node("default", "identifier", "text", &json!(""), &[]),
        node("password", "password", "password", &json!(null), &[]),
        node("password", "method", "submit", &json!("password"), &[]),
        node("code", "method", "submit", &json!("code"), &[]),
    ];
    flow("login", &nodes)
}

/// The names of the fields on screen.
fn fields(page: &Page) -> Vec<String> {
    let Body::Form(form) = page.screen().body else { unreachable!("no form") };
    form.parts()
        .filter_map(|part| match part {
            Part::Field(field) => Some(field.name.clone()),
            _ => None,
        })
        .collect()
}

#[test]
fn a_hint_of_the_client_fills_the_account() {
    // By the OAuth2 client, through Kratos.
    let mut asked = login();
    *asked.pointer_mut("/id").unwrap() = json!("f");
    asked.as_object_mut().unwrap().insert(
        "oauth2_login_request".to_owned(),
        json!({"challenge": "c", "oidc_context": {"login_hint": "ada@example.test"}}),
    );
    let mut page = Page::open(Opening::read(FlowKind::Login, ""));
    page.answer(200, &asked);
    assert_eq!(page.value("identifier").as_deref(), Some("ada@example.test"));

    // By the page that links here. It is not told to Kratos, and goes along to the other pages.
    let mut page = Page::open(Opening::read(FlowKind::Login, "login_hint=eve%40example.test"));
    assert_eq!(page.asked(), "/self-service/login/browser");
    page.answer(200, &asked);
    assert_eq!(page.value("identifier").as_deref(), Some("eve@example.test"));
    let links = format!("{:?}", page.screen().links);
    assert!(links.contains("/registration?login_hint=eve%40example.test"), "{links}");

    // Never over what stands there or was typed.
    page.happen(Event::Hidden {
        typed: vec![("identifier".to_owned(), "typed@example.test".to_owned())],
    });
    page.happen(Event::StartedOver);
    page.answer(200, &login());
    assert_eq!(page.value("identifier").as_deref(), Some("typed@example.test"));
}

#[test]
fn a_hint_fills_the_address_of_other_flows_and_nothing_else() {
    for (kind, name, input_kind) in [
        (FlowKind::Registration, "traits.mail", "email"),
        (FlowKind::Recovery, "email", "email"),
        (FlowKind::Verification, "email", "email"),
    ] {
        let nodes = [
            node("default", "traits.name", "text", &json!(null), &[]),
            node("code", name, input_kind, &json!(null), &[]),
            node("code", "method", "submit", &json!("code"), &[]),
        ];
        let mut page = Page::open(Opening::read(kind, "login_hint=ada"));
        page.answer(200, &flow(kind.as_str(), &nodes));
        assert_eq!(page.value(name).as_deref(), Some("ada"), "{kind:?}");
        assert_eq!(page.value("traits.name"), None, "{kind:?}");
    }
}

/// `login.submit({ method: "code" })` led to a screen that said "Please fill this in." without a field.
#[test]
fn a_message_about_a_field_stands_at_the_field() {
    const EMPTY: i64 = 4_000_002;
    const OWN: i64 = 90_001;
    for (kind, name, id) in [
        ("login", "identifier", EMPTY),
        ("registration", "traits.email", EMPTY),
        // A web hook refuses a trait of the first step.
        ("registration", "traits.email", OWN),
        ("login", "identifier", OWN),
    ] {
        let opening = Opening::read(FlowKind::named(kind).unwrap(), "");
        let mut page = Page::open(opening);
        page.answer(200, &flow(kind, &[node("code", "method", "submit", &json!("code"), &[])]));
        page.press("method", "code", &[]);
        let nodes = [
            node("default", name, "hidden", &json!(""), &[id]),
            node("code", "method", "submit", &json!("code"), &[]),
        ];
        page.answer(400, &flow(kind, &nodes));
        assert_eq!(fields(&page), [name], "{kind} {id}");
        assert_eq!(page.says(), "", "{kind} {id}: it is said once, at the field");
    }
}

#[test]
fn a_sign_in_page_goes_on_where_somebody_is_signed_in() {
    let signed_in = json!({"error": {"id": "session_already_available", "code": 400}});
    let open = |kind: FlowKind, query: &str, goes_on: bool| {
        let mut page = Page::open(Opening { goes_on, ..Opening::read(kind, query) });
        page.answer(400, &signed_in);
        if goes_on {
            page.answer(200, &json!({"id": "s", "active": true, "identity": {"id": "i"}}));
        }
        page
    };
    let page = open(FlowKind::Login, "return_to=https%3A%2F%2Fapp.example%2F", true);
    let url = "/self-service/login/browser?return_to=https%3A%2F%2Fapp.example%2F";
    assert_eq!(page.left_for.as_deref(), Some(url));
    let page = open(FlowKind::Login, "", true);
    assert_eq!(page.left_for.as_deref(), Some("/self-service/login/browser"));
    // Elsewhere the host decides; and who presses a button reads why it did nothing.
    let page = open(FlowKind::Login, "", false);
    assert!(matches!(page.state.phase, Phase::Stopped(Stop::SignedIn(_))));
    let mut page = Page::open(Opening { goes_on: true, ..Opening::read(FlowKind::Login, "") });
    page.answer(200, &login());
    page.press("method", "password", &[("identifier", "ada"), ("password", "p")]);
    page.answer(400, &signed_in);
    assert!(matches!(page.state.phase, Phase::Stopped(Stop::SignedIn(_))));
}

/// A gateway that lets nobody in without the second factor sent people to the sign-in page, which sent them
/// back, since they had a session: around and around.
#[test]
fn who_lacks_the_second_factor_gives_it_before_going_on() {
    let query = "return_to=https%3A%2F%2Fapp.example%2F";
    let mut page = Page::open(Opening { goes_on: true, ..Opening::read(FlowKind::Login, query) });
    page.answer(400, &json!({"error": {"id": "session_already_available", "code": 400}}));
    let lacks = json!({
        "error": {"id": "session_aal2_required", "code": 403},
        "redirect_browser_to": "http://k/self-service/login/browser?aal=aal2",
    });
    page.answer(403, &lacks);
    assert_eq!(page.left_for, None);
    let url = "/self-service/login/browser?aal=aal2&return_to=https%3A%2F%2Fapp.example%2F";
    assert_eq!(page.asked(), url);
}

/// A recovery link opened twice said that its token is invalid, above an empty form, to somebody whom it
/// had signed in.
#[test]
fn a_link_used_twice_finds_the_person_signed_in() {
    for id in [4_060_001, 4_060_004] {
        let mut page = Page::open(Opening::read(FlowKind::Recovery, "flow=f"));
        let mut used = flow(
            "recovery",
            &[
                node("link", "email", "email", &json!(null), &[]),
                node("link", "method", "submit", &json!("link"), &[]),
            ],
        );
        *used.pointer_mut("/ui/messages").unwrap() =
            json!([{"id": id, "type": "error", "text": "Kratos"}]);
        page.answer(200, &used);
        assert_eq!(page.asked(), "/sessions/whoami", "{id}");
        page.answer(401, &json!({"error": {"code": 401}}));
        assert!(page.state.is_ready(), "{id}: a form for a new link");
        let mut page = Page::open(Opening::read(FlowKind::Recovery, "flow=f"));
        page.answer(200, &used);
        let session = json!({"id": "s", "active": true, "identity": {"id": "i"}});
        page.answer(200, &session);
        assert!(matches!(page.state.phase, Phase::Stopped(Stop::SignedIn(_))), "{id}");
    }
}

#[test]
fn a_recovery_leads_back_to_the_sign_in_of_the_client() {
    let mut asked = login();
    let more = json!({"oauth2_login_challenge": "a/b"});
    asked.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let back = "http://k/self-service/login/browser?login_challenge=a%2Fb";
    for (return_to, expected) in [(None, back), (Some("https://hydra/auth"), "https://hydra/auth")]
    {
        asked["return_to"] = json!(return_to);
        let mut page = Page::open(Opening::read(FlowKind::Login, "login_challenge=a%2Fb"));
        page.answer(200, &asked);
        let screen = format!("{:?}", page.screen());
        let (_, link) = screen.split_once("/recovery?").unwrap();
        let query = link.split('"').next().unwrap();
        let opening = Opening::read(FlowKind::Recovery, query);
        assert_eq!(opening.carried("return_to"), Some(expected));
    }
}
