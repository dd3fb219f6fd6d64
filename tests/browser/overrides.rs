//! An app that draws parts itself: the form posts the same, and what is not the app's stays.

use leptos::prelude::*;
use propylon::{
    components::{
        Button, ButtonPart, Field, FieldPart, Gate, Message, Notice, NoticePart, Propylon,
        SectionPart,
    },
    kratos::flow::FlowKind,
    view::screen::Body,
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{BASE, Page, early_request, frame};

const LOGIN: &str = include_str!("answers/login.json");
const WRONG_PASSWORD: &str = include_str!("answers/wrong-password.json");
const CODE_SENT: &str = include_str!("answers/code-sent.json");

/// A gate in which the app draws everything that it may.
async fn own(flow: &'static str) -> Page {
    let field = |part: FieldPart| {
        let (input, id, description_id) =
            (part.input(), part.id.clone(), part.description_id.clone());
        let notices = part.field.notices.clone();
        view! {
            <label class="own" for=id>{part.field.label.clone()}</label>
            <input class="own" {..input}/>
            <div id=description_id>
                {notices.into_iter().map(|notice| view! { <Message notice/> }).collect_view()}
            </div>
        }
    };
    let button = |part: ButtonPart| {
        let caption = part.caption;
        view! { <button class="own" {..part.press()}>{move || caption.get()}</button> }
    };
    let notice = |part: NoticePart| view! { <p class="own">{part.notice.text.clone()}</p> };
    let section = |part: SectionPart| {
        view! { <fieldset class="own" data-of=part.section.group.clone()>{part.parts}</fieldset> }
    };
    let page = Page::mount(move || {
        let auth = Propylon::new(BASE);
        let kind = FlowKind::Login;
        view! { <Gate auth kind early_request=early_request(flow) field button notice section/> }
    });
    page.until("form button").await;
    page
}

#[wasm_bindgen_test]
async fn own_fields_and_buttons_post_what_ours_do() {
    let (ours, own) = (Page::gate(LOGIN).await, own(LOGIN).await);
    for name in ["identifier", "password"] {
        let input = format!("form [data-group] input[name={name}]");
        let (theirs, own_input) = (ours.input(&input), own.input(&input));
        for attribute in ["type", "autocomplete", "required", "value", "aria-invalid"] {
            let (wanted, had) =
                (theirs.get_attribute(attribute), own_input.get_attribute(attribute));
            assert_eq!(had, wanted, "{name}: {attribute}");
        }
        assert_eq!(own.count(&format!("[data-testid='node/input/{name}'] input.own")), 1);
        assert_eq!(own.count(&format!("label.own[for='{}']", own_input.id())), 1);
    }
    assert_eq!(ours.count("form button[name]"), own.count("form button.own"));
    for (kind, name, value) in [
        ("submit", "method", "password"),
        ("submit", "method", "code"),
        ("button", "passkey_login_trigger", ""),
    ] {
        let button = format!("form button[type={kind}][name={name}][value='{value}']");
        for attribute in ["data-kind", "data-group", "disabled"] {
            let wanted = ours.get(&button).get_attribute(attribute);
            assert_eq!(own.get(&button).get_attribute(attribute), wanted, "{button} {attribute}");
        }
        assert_eq!(own.text(&button), ours.text(&button));
    }
    assert_eq!(own.count("fieldset.own[data-of=passkey] button"), 1);
}

#[wasm_bindgen_test]
async fn what_is_said_stays_marked() {
    let page = own(WRONG_PASSWORD).await;
    assert_eq!(page.count("[data-part=notices] [data-testid='ui/message/4000006'] p.own"), 1);
    assert_eq!(page.input("input[name=identifier]").value(), "ada@example.test");
}

#[wasm_bindgen_test]
async fn an_own_button_for_another_code_waits_for_the_last_one() {
    let page = own(CODE_SENT).await;
    let resend = "button.own[name=resend]";
    assert!(page.text(resend).contains("30"), "{}", page.text(resend));
    assert_eq!(page.count(&[resend, "[disabled]"].concat()), 1);
    let code = page.input("input.own[name=code]");
    assert_eq!(code.get_attribute("inputmode").as_deref(), Some("numeric"));
    code.set_value("12 34 5");
    code.dispatch_event(&web_sys::Event::new("input").unwrap()).unwrap();
    assert_eq!(code.value(), "12345");
}

#[wasm_bindgen_test]
async fn our_own_parts_fit_into_an_app_s_view() {
    let field = |part: FieldPart| view! { <div class="own"><Field part/></div> };
    let button = |part: ButtonPart| view! { <div class="own"><Button part/></div> };
    let notice = |part: NoticePart| view! { <div class="own"><Notice part/></div> };
    let page = Page::mount(move || {
        let auth = Propylon::new(BASE);
        view! {
            <Gate auth kind=FlowKind::Login early_request=early_request(WRONG_PASSWORD) field button notice/>
        }
    });
    page.until("form button").await;
    for part in [
        "[data-group] .own input[name=identifier]",
        ".own [data-part=password] input[name=password]",
        ".own button[name=method][value=password]",
        ".own [data-part=notice]",
    ] {
        assert_eq!(page.count(part), 1, "{part}");
    }
}

#[wasm_bindgen_test]
async fn the_screen_is_a_signal_and_ends_with_the_gate() {
    let is_there = RwSignal::new(true);
    let page = Page::mount(move || {
        let auth = Propylon::new(BASE);
        let screen = auth.screen();
        let title = move || screen.get().map(|screen| screen.title);
        let has_form =
            move || screen.get().is_some_and(|screen| matches!(screen.body, Body::Form(_)));
        view! {
            <output data-form=move || has_form().to_string()>{title}</output>
            <Show when=move || is_there.get()>
                <Gate auth kind=FlowKind::Login early_request=early_request(LOGIN)/>
            </Show>
        }
    });
    page.until("output[data-form=true]").await;
    assert_eq!(page.text("output"), page.text("h1"));
    is_there.set(false);
    page.until("output[data-form=false]").await;
    assert_eq!(page.count("h1"), 0);
}

/// A view that is drawn anew keeps its elements: the new gate stood below the old one.
#[wasm_bindgen_test]
async fn a_gate_that_is_drawn_anew_stands_in_place_of_the_last() {
    let times = RwSignal::new(1);
    let page = Page::mount(move || {
        let auth = Propylon::new(BASE);
        move || {
            times.track();
            view! { <Gate auth kind=FlowKind::Login early_request=early_request(LOGIN)/> }
        }
    });
    page.until("form button").await;
    times.set(2);
    frame().await;
    page.until("form button").await;
    assert_eq!((page.count("form"), page.count("h1")), (1, 1));
}
