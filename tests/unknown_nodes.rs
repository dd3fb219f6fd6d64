//! Nodes of a type that this version doesn't know.
//!
//! A `video` was left out, with its label and its link.

#![allow(clippy::unwrap_used, missing_docs)]

mod pages {
    pub mod page;
}

use pages::page::Page;
use propylon::{flow::opening::Opening, kratos::flow::FlowKind, view::part::Part};
use serde_json::{Value, json};

/// What a sign-in with a node of type `video` renders of it.
fn rendered(attributes: &Value, meta: &Value) -> Vec<Part> {
    let mut page = Page::open(Opening::read(FlowKind::Login, ""));
    let node = |kind: &str, attributes: &Value, meta: &Value| json!({"type": kind, "group": "default", "messages": [], "attributes": attributes, "meta": meta});
    let method = json!({"name": "method", "type": "submit", "value": "password"});
    let nodes = [node("video", attributes, meta), node("input", &method, &json!({}))];
    let flow = json!({"id": "f", "ui": {"action": "http://k/self-service/login", "nodes": nodes}});
    page.answer(200, &flow);
    let screen = page.screen();
    let parts =
        screen.forms().into_iter().flat_map(|form| form.parts().cloned().collect::<Vec<_>>());
    parts.filter(|part| matches!(part, Part::Text(..) | Part::Anchor(..))).collect()
}

fn label(text: &str) -> Value {
    json!({"label": {"id": 1, "text": text, "type": "info"}})
}

fn text(words: &str) -> Part {
    Part::Text("v".to_owned(), words.to_owned(), None)
}

fn link(url: &str, words: &str) -> Part {
    Part::Anchor("v".to_owned(), url.to_owned(), words.to_owned())
}

#[test]
fn a_node_of_an_unknown_type_shows_its_label_text_or_link() {
    let url = "https://cdn.example/how.mp4";
    assert_eq!(rendered(&json!({"id": "v"}), &label("How to sign in")), [text("How to sign in")]);
    let source = json!({"id": "v", "src": url});
    assert_eq!(rendered(&source, &label("How to sign in")), [link(url, "How to sign in")]);
    assert_eq!(rendered(&source, &json!({})), [link(url, url)]);
    let linked =
        json!({"id": "v", "href": "/help", "title": {"id": 2, "text": "Help", "type": "info"}});
    assert_eq!(rendered(&linked, &json!({})), [link("/help", "Help")]);
    let said = json!({"id": "v", "text": {"id": 7, "text": "Watch this", "type": "info"}});
    assert_eq!(rendered(&said, &json!({})), [text("Watch this")]);
}

#[test]
fn a_url_that_runs_as_script_is_no_link() {
    for url in ["javascript:alert(1)", "data:text/html,x", "blob:x"] {
        let source = json!({"id": "v", "src": url});
        assert_eq!(rendered(&source, &label("Watch")), [text("Watch")], "{url}");
        assert_eq!(rendered(&source, &json!({})), [], "{url}");
    }
    assert_eq!(rendered(&json!({"id": "v"}), &json!({})), []);
}
