//! Every item of `continue_with` is followed: a flow first, then the redirect.
//!
//! After a sign-up Kratos may ask for a verification and name a page to go to afterwards. One item was
//! followed and the other forgotten, so people never got to that page, neither by "Not now" nor by
//! "Continue". After a sign-up without a session the page stopped at "Account created".

#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

mod pages {
    pub mod page;
}

use pages::page::Page;
use propylon::{
    flow::{
        event::Event,
        opening::Opening,
        state::{Phase, Stop},
    },
    kratos::flow::FlowKind,
    view::{action::Does, screen::Body},
};
use serde_json::{Value, json};

/// Answers the question who is signed in, if it was asked.
fn whoami(page: &mut Page, has_session: bool) {
    match has_session {
        _ if !page.waits() => {}
        true => page.answer(200, &session("s", "i")),
        false => page.answer(401, &json!({"error": {"code": 401}})),
    }
}

/// What the link with this text does.
fn link(page: &Page, label: &str) -> Does {
    page.screen().links.into_iter().find(|link| link.label == label).unwrap().does
}

/// What the only button of a screen without a form does.
fn action(page: &Page) -> Does {
    let Body::Facts(_, actions) = page.screen().body else { unreachable!("a form") };
    actions.into_iter().next().unwrap().does
}

fn flow(kind: &str, state: &str, more: &Value) -> Value {
    let method = json!({"type": "input", "group": "code", "messages": [], "meta": {},
        "attributes": {"name": "method", "type": "submit", "value": "code"}});
    let mut nodes = vec![method];
    nodes.extend(more.as_array().cloned().unwrap_or_default());
    let action = ["http://k/self-service/", kind].concat();
    json!({"id": "f", "state": state, "ui": {"action": action, "nodes": nodes}})
}

fn redirect(url: &str) -> Value {
    json!({"action": "redirect_browser_to", "redirect_browser_to": url})
}

fn session(id: &str, identity: &str) -> Value {
    json!({"id": id, "active": true, "identity": {"id": identity}})
}

fn verification() -> Value {
    let flow = json!({"id": "v", "verifiable_address": "ada@example.test"});
    json!({"action": "show_verification_ui", "flow": flow})
}

/// A sign-in or sign-up that is done, answered with `items`; with the answer to whoami if there is a
/// session.
fn done(kind: FlowKind, has_session: bool, items: &Value) -> Page {
    let mut page = Page::open(Opening::read(kind, ""));
    page.answer(200, &flow(kind.as_str(), "choose_method", &json!([])));
    page.press("method", "code", &[]);
    let mut body = json!({"identity": {"id": "i"}, "continue_with": items});
    if has_session {
        body["session"] = json!({"id": "s"});
    }
    page.answer(200, &body);
    if has_session {
        whoami(&mut page, true);
    }
    page
}

const APP: &str = "https://app.example/welcome";

#[test]
fn what_comes_after_a_verification_still_happens() {
    let both = json!([redirect(APP), verification()]);
    let reversed = json!([verification(), redirect(APP)]);
    for kind in [FlowKind::Registration, FlowKind::Login] {
        for (items, has_session) in [(&both, true), (&reversed, true), (&both, false)] {
            let mut page = done(kind, has_session, items);
            page.answer(200, &flow("verification", "sent_email", &json!([])));
            whoami(&mut page, has_session);
            assert_eq!(page.state.kind(), FlowKind::Verification);
            assert_eq!(
                link(&page, "Not now"),
                Does::Visit(APP.to_owned()),
                "{kind:?} {has_session}"
            );
            // Kratos' own link leads to where a verification alone would end.
            let anchor = json!([{"type": "a", "group": "code", "messages": [], "meta": {},
                "attributes": {"id": "continue", "href": "https://app.example/", "title": {}}}]);
            page.press("method", "code", &[]);
            page.answer(200, &flow("verification", "passed_challenge", &anchor));
            assert_eq!(action(&page), Does::Visit(APP.to_owned()), "{kind:?} {has_session}");
        }
    }
}

/// On a phone the tab is dropped while the person reads the mail. The pending redirect was lost.
#[test]
fn what_comes_after_a_verification_survives_a_reload() {
    let mut page = done(FlowKind::Registration, true, &json!([verification(), redirect(APP)]));
    let sent = flow("verification", "sent_email", &json!([]));
    page.answer(200, &sent);
    whoami(&mut page, true);
    let mut page = page.reload();
    assert_eq!(page.asked(), "/self-service/verification/flows?id=f");
    page.answer(200, &sent);
    whoami(&mut page, true);
    assert_eq!(link(&page, "Not now"), Does::Visit(APP.to_owned()));
    let resend = |page: &Page| page.state.flow.as_ref().unwrap().inputs().any(|i| i.is_resend());
    assert!(resend(&page), "Kratos leaves the button out, so the address must be known");
    // The storage of a tab is nobody's word.
    for (text, is_kept) in [
        (r#"{"flow":"f","identity":"i","fields":{},"onward":"https://app.example/welcome"}"#, true),
        (
            r#"{"flow":"g","identity":"i","fields":{},"onward":"https://app.example/welcome"}"#,
            false,
        ),
        (r#"{"flow":"f","identity":"i","fields":{},"onward":"javascript:alert(1)"}"#, false),
        (r#"{"flow":"f","onward":7}"#, false),
        ("<html>", false),
    ] {
        let opening = Opening::read(FlowKind::Verification, "flow=f");
        let page = Page::open_with(opening, Some(text.to_owned()));
        assert_eq!(page.state.onward.is_some(), is_kept, "{text}");
    }
}

#[test]
fn a_redirect_that_the_browser_must_not_follow_is_left_out() {
    for url in ["javascript:alert(1)", "data:text/html,x", "http://[bad"] {
        let page = done(FlowKind::Registration, true, &json!([redirect(url), verification()]));
        assert_eq!(page.state.onward, None, "{url}");
    }
    let app = "com.example.app://done";
    let page = done(FlowKind::Registration, true, &json!([verification(), redirect(app)]));
    assert_eq!(page.state.onward.as_deref(), Some(app));
}

#[test]
fn a_sign_up_without_a_session_goes_where_kratos_says() {
    let page = done(FlowKind::Registration, false, &json!([redirect(APP)]));
    assert_eq!((page.left_for.as_deref(), &page.state.phase), (Some(APP), &Phase::Leaving));
    // Without a word of Kratos the person reads that they have an account.
    for items in [json!([]), json!([{"action": "teleport"}])] {
        let page = done(FlowKind::Registration, false, &items);
        assert_eq!(page.state.phase, Phase::Stopped(Stop::AccountMade), "{items}");
    }
}

#[test]
fn another_person_is_not_sent_where_the_one_before_was_going() {
    let mut page = done(FlowKind::Registration, true, &json!([redirect(APP), verification()]));
    page.answer(200, &flow("verification", "sent_email", &json!([])));
    whoami(&mut page, true);
    assert!(page.state.onward.is_some());
    page.happen(Event::SessionChanged);
    page.answer(200, &session("t", "other"));
    assert_eq!(page.state.onward, None);
}

/// With Kratos' hook `verify_new_address` the answer to a changed address has no message, and the address
/// is the old one until the new one is verified. The page said nothing.
#[test]
fn settings_that_wait_for_a_verification_say_so() {
    let settings = |id: &str| {
        let mut body = flow(
            "settings",
            "show_form",
            &json!([{"type": "input", "group": "profile",
            "messages": [], "meta": {}, "attributes": {"name": "traits.email", "type": "email",
            "value": "old@example.test"}}]),
        );
        body["id"] = json!(id);
        body["identity"] = json!({"id": "i", "traits": {"email": "old@example.test"}});
        body
    };
    let mut page = Page::open(Opening::read(FlowKind::Settings, ""));
    page.answer(200, &settings("f"));
    let press =
        |page: &mut Page| page.press("method", "profile", &[("traits.email", "new@example.test")]);
    press(&mut page);
    let mut changed = settings("f");
    changed["continue_with"] = json!([verification()]);
    page.answer(200, &changed);
    page.answer(200, &settings("g"));
    let screen = page.screen();
    let notice = screen.notices.first().unwrap();
    assert_eq!(notice.text, "We sent a code to ada@example.test to confirm it.");
    let action = notice.action.as_ref().unwrap();
    assert_eq!(action.does, Does::Open("/verification?flow=v".to_owned()));
    // A refusal beside it is none of that.
    press(&mut page);
    changed["id"] = json!("g");
    changed["ui"]["messages"] = json!([{"id": 4_000_007, "type": "error", "text": "taken"}]);
    page.answer(400, &changed);
    assert!(!page.screen().notices.iter().any(|notice| notice.text.contains("sent a code")));
}
