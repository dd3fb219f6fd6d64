//! Steps whose answer was lost or came from something else.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod pages {
    pub mod page;
}

use pages::page::{Page, node};
use propylon::{
    flow::{
        draft::Fields,
        event::Event,
        opening::Opening,
        state::{Phase, Remark, Stop},
    },
    i18n::Catalog,
    kratos::{
        flow::FlowKind,
        node::Trigger,
        response::{Response, Unreached},
    },
    view::site,
};
use serde_json::{Value, json};

fn flow(kind: &str, id: &str, state: &str, nodes: &[Value], messages: &[(i64, &str)]) -> Value {
    let messages: Vec<Value> = messages
        .iter()
        .map(|(id, severity)| json!({"id": id, "type": severity, "text": "Kratos"}))
        .collect();
    let action = format!("http://k/self-service/{kind}?flow={id}");
    json!({"id": id, "state": state, "ui": {"action": action, "nodes": nodes, "messages": messages}})
}

fn login(id: &str) -> Value {
    let nodes = [
        node("default", "csrf_token", "hidden", &json!("t"), &[]),
        node("default", "identifier", "text", &json!(""), &[]),
        node("password", "password", "password", &json!(null), &[]),
        node("password", "method", "submit", &json!("password"), &[]),
    ];
    flow("login", id, "choose_method", &nodes, &[])
}

fn settings(id: &str, name: &str, messages: &[(i64, &str)]) -> Value {
    let nodes = [
        node("default", "csrf_token", "hidden", &json!("t"), &[]),
        node("profile", "traits.name", "text", &json!(name), &[]),
        node("profile", "method", "submit", &json!("profile"), &[]),
    ];
    let mut body = flow("settings", id, "show_form", &nodes, messages);
    body["identity"] = json!({"id": "i", "traits": {"email": "ada@example.test"}});
    body
}

fn gone(status: u16) -> Value {
    json!({"error": {"code": status, "reason": "gone"}})
}

/// If a gateway answered the first request and then the first submit with 404, the page stopped
/// with "This keeps failing", although each was restarted only once.
#[test]
fn restarts_while_loading_do_not_count_for_the_first_submit() {
    for status in [404, 410] {
        let mut page = Page::open(Opening::read(FlowKind::Login, ""));
        page.answer(status, &gone(status));
        page.answer(200, &login("f"));
        page.press("method", "password", &[("identifier", "ada"), ("password", "p")]);
        page.answer(status, &gone(status));
        assert_eq!(page.asked(), "/self-service/login/browser", "{status}");
        page.answer(200, &login("g"));
        assert_eq!(page.state.phase, Phase::Ready);
        assert_eq!(page.value("identifier").as_deref(), Some("ada"));
        // A second failed submit in a row is one too many.
        page.press("method", "password", &[("identifier", "ada"), ("password", "p")]);
        page.answer(status, &gone(status));
        assert!(matches!(page.state.phase, Phase::Stopped(Stop::FlowLoop(_))));
    }
}

#[test]
fn a_load_that_fails_twice_stops() {
    let mut page = Page::open(Opening::read(FlowKind::Login, "flow=f"));
    page.answer(410, &gone(410));
    page.answer(404, &gone(404));
    assert!(matches!(page.state.phase, Phase::Stopped(Stop::FlowLoop(_))));
    assert_eq!(page.sent.len(), 2);
}

/// "Try again" loaded the expired flow, and the form came back empty.
#[test]
fn retry_after_a_loop_keeps_typed_values() {
    let mut page = Page::open(Opening::read(FlowKind::Login, "flow=f"));
    page.answer(200, &login("f"));
    for id in ["g", "h"] {
        page.press("method", "password", &[("identifier", "ada"), ("password", "p")]);
        page.answer(404, &gone(404));
        if id == "g" {
            page.answer(200, &login(id));
        }
    }
    assert!(matches!(page.state.phase, Phase::Stopped(Stop::FlowLoop(_))));
    page.happen(Event::Retried);
    assert_eq!(page.asked(), "/self-service/login/browser");
    page.answer(200, &login("i"));
    assert_eq!(page.value("identifier").as_deref(), Some("ada"));
    assert_eq!(page.value("password"), None);
}

/// The new form was announced while the old one was still shown; a password typed at once was lost.
#[test]
fn a_new_form_is_announced_once_it_is_there() {
    let mut page = Page::open(Opening::read(FlowKind::Login, "flow=f"));
    page.answer(200, &login("f"));
    page.press("method", "password", &[("identifier", "ada"), ("password", "p")]);
    page.answer(410, &gone(410));
    assert!(matches!(page.state.phase, Phase::Loading));
    assert_eq!(page.says(), "");
    page.answer(200, &login("g"));
    assert_eq!(page.says(), Catalog::english().text("remark.started_again"));
}

/// A successful save was not reported if the next form could not be loaded.
#[test]
fn a_saved_change_is_reported_even_if_the_next_load_fails() {
    let refused = json!({"error": {"code": 409, "reason": "no"}});
    type Failure = Box<dyn Fn(&mut Page)>;
    let broken: [(&str, Failure); 5] = [
        ("a gateway", Box::new(Page::gateway)),
        ("silence", Box::new(|page| page.reply(Err(Unreached::TimedOut), Fields::new()))),
        ("a refusal", Box::new(move |page| page.answer(409, &refused))),
        ("a 404", Box::new(|page| page.answer(404, &gone(404)))),
        ("a 410", Box::new(|page| page.answer(410, &gone(410)))),
    ];
    for (what, fail) in broken {
        let mut page = Page::open(Opening::read(FlowKind::Settings, ""));
        page.answer(200, &settings("f", "Old", &[]));
        page.press("method", "profile", &[("traits.name", "New")]);
        page.answer(200, &settings("f", "New", &[(1_050_001, "success")]));
        fail(&mut page);
        if matches!(page.state.phase, Phase::Stopped(_)) {
            assert!(page.says().starts_with("Saved."), "{what}: {}", page.says());
            page.happen(Event::Retried);
        }
        assert_eq!(page.asked(), "/self-service/settings/browser", "{what}");
        page.answer(200, &settings("g", "New", &[]));
        assert_eq!(page.says(), "Saved.", "{what}");
        assert_eq!(page.value("traits.name").as_deref(), Some("New"), "{what}");
        // It is shown once.
        page.press("method", "profile", &[("traits.name", "Newer")]);
        page.gateway();
        assert!(!page.says().contains("Saved."), "{what}: {}", page.says());
    }
}

/// A passkey that was created but not saved was reported as saved.
#[test]
fn a_passkey_that_was_not_saved_is_reported() {
    let options =
        json!(r#"{"publicKey":{"challenge":"AA","rp":{"id":"localhost"},"user":{"id":"BB"}}}"#);
    let mut trigger = node("passkey", "passkey_register_trigger", "button", &json!(""), &[]);
    trigger["attributes"]["onclickTrigger"] = json!("oryPasskeySettingsRegistration");
    let nodes = [
        trigger,
        node("passkey", "passkey_create_data", "hidden", &options, &[]),
        node("passkey", "passkey_settings_register", "hidden", &json!(""), &[]),
    ];
    let offered = flow("settings", "f", "show_form", &nodes, &[]);
    let posted = || {
        let mut page = Page::open(Opening::offer("by=code&return_to=/app"));
        page.answer(200, &offered);
        assert_eq!(page.state.phase, Phase::Ready);
        let trigger = Trigger::PasskeySettings;
        page.happen(Event::Triggered { trigger, fields: Fields::new() });
        page.prove();
        assert_eq!(page.asked(), "/self-service/settings?flow=f");
        page
    };
    let mut page = posted();
    page.gateway();
    assert_eq!(
        (page.state.remark.clone(), &page.state.phase),
        (Some(Remark::NotKratos(502)), &Phase::Ready)
    );
    let mut page = posted();
    page.reply(Ok(Response { status: 204, body: String::new() }), Fields::new());
    assert_eq!(page.state.remark, Some(Remark::NotKratos(204)));
    // Kratos accepts a challenge once, so the settings are loaded again after an error: the passkey
    // may have been saved.
    for status in [409, 429, 500, 503] {
        let mut page = posted();
        page.answer(status, &gone(status));
        assert_eq!(page.asked(), "/self-service/settings/browser");
        page.answer(200, &offered);
        assert!(matches!(page.state.remark, Some(Remark::Refused(_))), "{status}");
        let mut page = posted();
        page.answer(status, &gone(status));
        page.gateway();
        assert!(matches!(page.state.remark, Some(Remark::Refused(_))), "{status}");
        assert_eq!(page.state.phase, Phase::Ready);
        let mut page = posted();
        page.gateway();
        page.happen(Event::Triggered { trigger: Trigger::PasskeySettings, fields: Fields::new() });
        page.prove();
        page.answer(500, &gone(500));
        let mut taken = offered.clone();
        let remove = node("passkey", "passkey_remove", "submit", &json!("00ff"), &[]);
        taken["ui"]["nodes"].as_array_mut().unwrap().push(remove);
        page.answer(200, &taken);
        assert_eq!(page.state.phase, Phase::Leaving);
    }
    // A passkey is offered again after the required sign-in.
    let mut page = posted();
    page.answer(401, &json!({"error": {"code": 401}}));
    assert_eq!(page.asked(), "/self-service/login/browser?return_to=%2Fapp");
    let mut page = posted();
    page.answer(410, &gone(410));
    assert_eq!(page.asked(), "/self-service/settings/browser");
    page.answer(200, &offered);
    assert_eq!(page.state.phase, Phase::Ready);
    assert_eq!(page.state.remark, Some(Remark::StartedAgain));
}

/// "There is no error to show" was shown when something other than Kratos had answered.
#[test]
fn the_error_page_reports_failed_requests() {
    let words = Catalog::english();
    let title = |answer| site::error_answered(&words, answer).title;
    let response = |status, body: &str| Ok(Response { status, body: body.to_owned() }.read());
    for (status, body) in [(200, ""), (204, ""), (200, "[]"), (502, "<html>"), (200, "{}")] {
        assert_eq!(title(response(status, body)), "Unexpected answer", "{status} {body}");
    }
    assert_eq!(title(Err(Unreached::TimedOut)), "No connection");
    for status in [403, 404, 500] {
        let body = gone(status).to_string();
        assert_eq!(title(response(status, &body)), "Something went wrong", "{status}");
    }
}

fn code(kind: &str, state: &str, messages: &[(i64, &str)]) -> Value {
    let nodes = [
        node("default", "csrf_token", "hidden", &json!("t"), &[]),
        node("code", "code", "text", &json!(""), &[]),
        node("code", "method", "submit", &json!("code"), &[]),
    ];
    flow(kind, "f", state, &nodes, messages)
}

/// If the answer to a correct code was lost, the page asked for the code again and again.
#[test]
fn a_code_accepted_before_leads_on() {
    let again = |kind, name, id, heard: Option<i64>| {
        let mut page = Page::open(Opening::read(kind, ""));
        page.answer(200, &code(name, "sent_email", &[]));
        page.press("method", "code", &[("code", "123456")]);
        match heard {
            Some(id) => page.answer(400, &code(name, "passed_challenge", &[(id, "error")])),
            None => page.gateway(),
        }
        page.press("method", "code", &[("code", "123456")]);
        page.answer(400, &code(name, "passed_challenge", &[(id, "error")]));
        page
    };
    let page = again(FlowKind::Registration, "registration", 4_010_003, None);
    assert_eq!(page.state.phase, Phase::Stopped(Stop::AccountMade));
    let page = again(FlowKind::Login, "login", 4_010_002, None);
    assert_eq!(page.asked(), "/self-service/login/browser");
    assert_eq!(page.state.remark, Some(Remark::StartedAgain));
    // `4000007`: the address is taken, so no account was created.
    let page = again(FlowKind::Registration, "registration", 4_010_003, Some(4_000_007));
    assert_eq!(page.asked(), "/self-service/registration/browser");
}

/// "Please fill this in." was shown at a code field that had not been on the form.
#[test]
fn a_missing_code_error_needs_a_code_field() {
    let empty = || {
        let mut body = code("login", "sent_email", &[]);
        body["ui"]["nodes"][1] = node("code", "code", "text", &json!(""), &[4_000_002]);
        body
    };
    let blamed = |page: &Page| {
        let flow = page.state.flow.as_ref().unwrap();
        flow.nodes.iter().any(|node| !node.messages.is_empty())
    };
    let mut page = Page::open(Opening::read(FlowKind::Login, ""));
    page.answer(200, &login("f"));
    page.press("method", "code", &[("identifier", "ada")]);
    page.gateway();
    page.press("method", "code", &[("identifier", "ada")]);
    page.answer(400, &empty());
    assert!(!blamed(&page));
    page.press("method", "code", &[("code", "")]);
    page.answer(400, &empty());
    assert!(blamed(&page));
}

/// After a lost answer Kratos refused the same passkey again and again: "Error validating
/// challenge".
#[test]
fn a_refused_passkey_in_settings_gets_a_new_challenge() {
    let mut page = Page::open(Opening::read(FlowKind::Settings, ""));
    let mut body = settings("f", "Ada", &[]);
    let options =
        json!(r#"{"publicKey":{"challenge":"AA","rp":{"id":"localhost"},"user":{"id":"BB"}}}"#);
    let mut trigger = node("passkey", "passkey_register_trigger", "button", &json!(""), &[]);
    trigger["attributes"]["onclickTrigger"] = json!("oryPasskeySettingsRegistration");
    let nodes = body["ui"]["nodes"].as_array_mut().unwrap();
    nodes.push(trigger);
    nodes.push(node("passkey", "passkey_create_data", "hidden", &options, &[]));
    nodes.push(node("passkey", "passkey_settings_register", "hidden", &json!(""), &[]));
    page.answer(200, &body);
    let typed: Fields = vec![("traits.name".to_owned(), "Bea".to_owned())];
    let trigger = Trigger::PasskeySettings;
    page.happen(Event::Triggered { trigger, fields: typed.clone() });
    page.prove();
    page.reply(Ok(Response { status: 500, body: gone(500).to_string() }), typed);
    assert_eq!(page.asked(), "/self-service/settings/browser");
    body["id"] = json!("g");
    page.answer(200, &body);
    assert!(matches!(page.state.remark, Some(Remark::Refused(_))));
    assert_eq!(page.value("traits.name").as_deref(), Some("Bea"));
}
