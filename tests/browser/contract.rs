//! The DOM contract: the names, values and test ids by which other projects' tests drive a Kratos
//! UI.

use wasm_bindgen_test::wasm_bindgen_test;

use super::page::Page;

const LOGIN: &str = include_str!("answers/login.json");
const WRONG_PASSWORD: &str = include_str!("answers/wrong-password.json");
const CODE_SENT: &str = include_str!("answers/code-sent.json");
const STRANGE: &str = include_str!("answers/strange.json");

#[wasm_bindgen_test]
async fn inputs_and_buttons_have_the_names_and_values_of_the_nodes() {
    let page = Page::gate(LOGIN).await;
    for name in ["identifier", "password"] {
        let wrapper = format!("[data-testid='node/input/{name}']");
        assert_eq!(page.count(&format!("{wrapper} input[name={name}]")), 1);
        let id = page.input(&format!("{wrapper} input")).id();
        assert_eq!(page.count(&format!("{wrapper} label[for='{id}']")), 1);
    }
    for hidden in ["csrf_token", "passkey_challenge"] {
        assert!(!page.input(&format!("form input[type=hidden][name={hidden}]")).value().is_empty());
    }
    for (kind, name, value) in [
        ("submit", "method", "password"),
        ("submit", "method", "code"),
        ("button", "passkey_login_trigger", ""),
    ] {
        let button = format!("form button[type={kind}][name={name}][value='{value}']");
        assert_eq!(page.count(&button), 1, "{button}");
    }
    assert_eq!(page.count("script"), 0, "Kratos' script is never loaded");
    assert_eq!(page.count("[data-kind=primary]"), 1);
}

#[wasm_bindgen_test]
async fn messages_are_marked_with_their_ids() {
    let page = Page::gate(WRONG_PASSWORD).await;
    assert_eq!(page.count("[data-testid='ui/message/4000006']"), 1);
    assert_eq!(page.count("[data-part=notices] [data-testid='ui/message/4000006']"), 1);
    assert_eq!(page.input("input[name=identifier]").value(), "ada@example.test");
    assert_eq!(page.input("input[name=password]").value(), "");
}

#[wasm_bindgen_test]
async fn the_code_step_has_one_submit_called_continue_beside_the_hidden_method() {
    let page = Page::gate(CODE_SENT).await;
    assert_eq!(page.count("button[type=submit][name=method][value=code]"), 1);
    assert_eq!(page.text("button[type=submit][name=method][value=code]"), "Continue");
    assert_eq!(page.count("input[type=hidden][name=method][value=code]"), 1);
    assert_eq!(page.count("button[name=resend][value=code]"), 1);
    let code = page.input("[data-testid='node/input/code'] input[name=code]");
    assert_eq!(code.get_attribute("autocomplete").as_deref(), Some("one-time-code"));
    assert_eq!(code.get_attribute("inputmode").as_deref(), Some("numeric"));
    assert!(page.text("[data-part=lead]").contains("ada@example.test"));
}

#[wasm_bindgen_test]
async fn an_answer_from_the_future_is_still_a_usable_form_and_its_words_are_words() {
    let page = Page::gate(STRANGE).await;
    assert_eq!(
        page.count("[data-testid='node/input/traits.shoe_size'] input[inputmode=decimal]"),
        1
    );
    assert_eq!(page.count("button[type=submit][name=method][value=telepathy]"), 1);
    let message = page.text("[data-testid='ui/message/9990001']");
    // Markup is left out, and never rendered.
    assert_eq!(message, "& bold");
    assert_eq!(page.count("form img, [data-part=notices] img, b"), 0);
    assert_eq!(page.text("[data-testid='node/text/oracle/text']"), "Think of a number.");
}
