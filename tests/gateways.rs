//! Gateways answer too: too many requests, too large a request, a service that is away, the sign-in of a
//! network.
//!
//! All of these were "The answer didn't come from the sign-in service", and a limit of requests was pressed
//! against until it was over.

#![allow(clippy::unwrap_used, missing_docs)]

mod pages {
    pub mod page;
}

use pages::page::Page;
use propylon::{
    flow::{
        draft::Fields,
        event::Event,
        opening::Opening,
        state::{Phase, Stop},
    },
    kratos::{
        flow::FlowKind,
        response::{Response, Unreached},
    },
    view::screen::Body,
};
use serde_json::{Value, json};

fn login() -> Value {
    let node = |group: &str, name: &str, kind: &str, value: &str| {
        json!({"type": "input", "group": group, "messages": [], "meta": {},
            "attributes": {"name": name, "type": kind, "value": value}})
    };
    let nodes = [
        node("default", "identifier", "text", ""),
        node("password", "password", "password", ""),
        node("password", "method", "submit", "password"),
    ];
    json!({"id": "f", "ui": {"action": "http://k/self-service/login?flow=f", "nodes": nodes}})
}

fn typed() -> Fields {
    [("identifier", "ada"), ("password", "p")].map(|(n, v)| (n.to_owned(), v.to_owned())).to_vec()
}

/// A sign-in whose submit ends with `answer`.
fn submitted(answer: Result<Response, Unreached>) -> Page {
    let mut page = Page::open(Opening::read(FlowKind::Login, ""));
    page.answer(200, &login());
    page.press("method", "password", &[("identifier", "ada"), ("password", "p")]);
    page.reply(answer, typed());
    assert!(page.state.is_ready(), "the form stays, with what was typed");
    page
}

#[test]
fn each_answer_of_a_gateway_has_words_of_its_own() {
    let html = |status| Ok(Response { status, body: "<html>".to_owned() });
    for (answer, words) in [
        (html(200), "perhaps the sign-in of a network or a company"),
        (html(302), "we couldn’t read"),
        (html(413), "too long"),
        (html(431), "too many cookies"),
        (html(502), "isn’t available at the moment"),
        (html(503), "isn’t available at the moment"),
        (html(504), "isn’t available at the moment"),
        (html(599), "we couldn’t read"),
        (Err(Unreached::Redirected), "perhaps the sign-in of a network or a company"),
        (Err(Unreached::TooMany(5)), "Wait a moment"),
    ] {
        let page = submitted(answer.clone());
        assert!(page.says().contains(words), "{answer:?}: {}", page.says());
        assert!(page.screen().notices.iter().any(|notice| notice.action.is_some()), "{answer:?}");
    }
}

#[test]
fn too_many_attempts_count_down_and_then_let_through() {
    let mut page = submitted(Err(Unreached::TooMany(5)));
    let action = page.screen().notices.into_iter().next().unwrap().action.unwrap();
    assert_eq!((action.wait, page.state.wait()), (Some(5), Some(5)));
    page.press("method", "password", &[("identifier", "ada"), ("password", "p")]);
    assert_eq!(page.state.wait(), None);
    page.reply(Err(Unreached::TooMany(7)), typed());
    assert_eq!(page.state.wait(), Some(7));
}

#[test]
fn a_page_that_could_not_load_for_it_loads_by_itself() {
    let mut page = Page::open(Opening::read(FlowKind::Login, ""));
    page.reply(Err(Unreached::TooMany(5)), Fields::new());
    assert!(matches!(page.state.phase, Phase::Stopped(Stop::Unreached(_))));
    assert_eq!(page.alarm, Some(5_000));
    let Body::Facts(_, actions) = page.screen().body else { unreachable!() };
    assert_eq!(actions.first().unwrap().wait, Some(5));
    page.happen(Event::FlowAging { typed: Fields::new() });
    page.answer(200, &login());
    assert!(page.state.is_ready());
}
