//! Forms that no recording has: each kind of field, many providers, long texts.

use propylon::{
    kratos::flow::FlowKind,
    view::look::{Look, Provider},
};
use serde_json::{Value, json};

use crate::{
    flows::{error, flow, node, provider, sign_in, titled},
    machine::ready,
    story::Story,
};

/// The primary button of a form.
const PRIMARY: &str = "button[data-kind=primary]";

const PROVIDERS: [(&str, &str); 8] = [
    ("google", "Google"),
    ("apple", "Apple"),
    ("microsoft", "Microsoft"),
    ("github", "GitHub"),
    ("gitlab", "GitLab"),
    ("facebook", "Facebook"),
    ("slack", "Slack"),
    ("corp", "The Corporation for Rather Long Names of Sign-in Providers"),
];

/// A word that can't be broken at a space.
const LONG: &str =
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

pub fn stories() -> Vec<Story> {
    let login = |nodes| ready(FlowKind::Login, &flow(FlowKind::Login, nodes));
    let registration = |nodes| ready(FlowKind::Registration, &flow(FlowKind::Registration, nodes));
    vec![
        Story::of_state("form/sign-in", login(sign_in())),
        Story::of_state("form/empty", login(sign_in())).pressing(PRIMARY),
        Story::of_state("form/shown-password", login(sign_in())).pressing("[data-part=reveal]"),
        Story::of_state("form/providers-3", login(with_providers(3))),
        Story::of_state("form/providers-8", login(with_providers(8))),
        Story::with_look("form/providers-with-logos", login(with_providers(8)), logos()),
        Story::with_look("form/captcha", login(with_captcha()), captcha()),
        Story::of_state("form/fields", registration(fields(&Value::Null))),
        Story::of_state("form/fields-with-errors", registration(fields(&error("Not like this.")))),
        Story::of_state("form/fields-filled", registration(filled())),
        Story::of_state("form/fields-read-only", registration(read_only())),
        Story::of_state("form/choice-of-many", registration(many(&Value::Null))),
        Story::of_state("form/choice-of-many-open", registration(many(&Value::Null)))
            .pressing("[role=combobox]"),
        Story::of_state("form/choice-of-many-wrong", registration(many(&error("Not this one.")))),
        Story::of_state("form/long-texts", registration(long())),
    ]
}

fn with_providers(count: usize) -> Vec<Value> {
    let providers = PROVIDERS.iter().take(count).map(|(id, name)| provider(id, name));
    sign_in().into_iter().chain(providers).collect()
}

fn with_captcha() -> Vec<Value> {
    let options = json!({"sitekey": "1x00000000000000000000AA"}).to_string();
    let attributes =
        json!({"name": "captcha_turnstile_options", "type": "hidden", "value": options});
    sign_in().into_iter().chain([node("captcha", attributes, Value::Null)]).collect()
}

fn captcha() -> Look {
    Look { captcha: true, ..Look::default() }
}

fn logos() -> Look {
    let logo = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'>\
        <circle cx='12' cy='12' r='12' fill='gray'/></svg>";
    let provider = |(id, _): &(&str, &str)| Provider {
        id: (*id).to_owned(),
        icon: Some(logo.to_owned()),
        ..Provider::default()
    };
    Look { providers: PROVIDERS.iter().map(provider).collect(), ..Look::default() }
}

/// A registration with each kind of field, each with these messages.
fn fields(messages: &Value) -> Vec<Value> {
    let kinds = ["text", "email", "tel", "url", "number", "date", "datetime-local", "checkbox"];
    let named = |kind: &str| format!("traits.{kind}");
    let mut nodes: Vec<Value> = kinds
        .into_iter()
        .map(|kind| {
            let attributes = json!({"name": named(kind), "type": kind});
            node("default", attributes, titled(kind))
        })
        .collect();
    let options: Vec<_> = ["free", "pro"].iter().map(|value| json!({"value": value})).collect();
    nodes.push(node(
        "default",
        json!({"name": "traits.plan", "type": "text", "options": options}),
        titled("choice"),
    ));
    nodes.push(node(
        "default",
        json!({"name": "traits.fixed", "type": "text", "value": "Nobody changes it",
            "disabled": true}),
        titled("disabled"),
    ));
    nodes.push(node(
        "password",
        json!({"name": "password", "type": "password", "required": true,
            "autocomplete": "new-password"}),
        json!({"id": 1_070_001, "text": "Password", "type": "info"}),
    ));
    if messages.is_array() {
        nodes.iter_mut().for_each(|node| node["messages"] = messages.clone());
    }
    nodes.push(sign_up());
    nodes
}

fn filled() -> Vec<Value> {
    let mut nodes = fields(&Value::Null);
    for node in &mut nodes {
        let value = match node["attributes"]["type"].as_str() {
            Some("email") => json!("ada@example.test"),
            Some("tel") => json!("+44 20 7946 0000"),
            Some("url") => json!("https://example.test/"),
            Some("number") => json!(42),
            Some("date") => json!("1815-12-10"),
            Some("datetime-local") => json!("2026-01-01T10:30:00Z"),
            Some("checkbox") => json!(true),
            Some("text") if node["attributes"]["options"].is_null() => json!("Ada Lovelace"),
            Some("text") => json!("pro"),
            _ => continue,
        };
        node["attributes"]["value"] = value;
    }
    nodes
}

fn read_only() -> Vec<Value> {
    let mut nodes = filled();
    nodes.iter_mut().for_each(|node| node["attributes"]["disabled"] = json!(true));
    nodes
}

/// A choice among so many that it is searched.
fn many(messages: &Value) -> Vec<Value> {
    let names = PROVIDERS.iter().map(|(_, name)| (*name).to_owned());
    let numbers = (1..=12).map(|number| format!("Choice number {number}"));
    let options: Vec<_> = names.chain(numbers).map(|value| json!({"value": value})).collect();
    let attributes =
        json!({"name": "traits.many", "type": "text", "value": "GitLab", "options": options});
    let mut choice = node("default", attributes, titled("Where from"));
    if messages.is_array() {
        choice["messages"] = messages.clone();
    }
    vec![choice, sign_up()]
}

fn long() -> Vec<Value> {
    let field = |name: &str, label: &str| {
        let attributes = json!({"name": name, "type": "text", "value": LONG, "required": true});
        let mut field = node("default", attributes, titled(label));
        field["messages"] = error(&format!("{LONG} is not accepted here: {LONG}."));
        field
    };
    let sentence =
        "The name that everybody at the office has called you since your first day there";
    let mut nodes = vec![field("traits.one", LONG), field("traits.two", sentence)];
    nodes.push(node(
        "password",
        json!({"name": "method", "type": "submit", "value": "password"}),
        json!({"id": 1, "text": format!("Create the account of {LONG}"), "type": "info"}),
    ));
    nodes.push(provider("long", LONG));
    nodes
}

fn sign_up() -> Value {
    node(
        "password",
        json!({"name": "method", "type": "submit", "value": "password"}),
        json!({"id": 1_040_001, "text": "Sign up", "type": "info"}),
    )
}
