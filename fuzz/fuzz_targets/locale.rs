//! Translations from a file.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use propylon::{
    flow::opening::Opening,
    i18n::{Catalog, Rules},
    kratos::{
        flow::FlowKind,
        response::Response,
        text::{Severity, UiText},
    },
    view::look::Look,
    view::screen::Screen,
};
use propylon_fuzz::page::Page;

/// A form with a Kratos message.
static FORM: LazyLock<Page> = LazyLock::new(|| {
    let body = r#"{"id":"f1","ui":{"action":"/self-service/login","messages":[
        {"id":4000006,"type":"error","text":"no","context":{"reason":"x"}}],"nodes":[
        {"type":"input","group":"default","attributes":{"name":"identifier","type":"text"},
            "meta":{"label":{"id":1070004,"type":"info","text":"ID"}}},
        {"type":"input","group":"code","attributes":{"name":"method","type":"submit","value":"code"},
            "meta":{"label":{"id":1010015,"type":"info","text":"Send code"}}}]}}"#;
    let mut page = Page::open(Opening::read(FlowKind::Login, ""), None);
    page.answer(&Response { status: 200, body: body.to_owned() });
    page
});

fuzz_target!(|bytes: &[u8]| {
    let input = String::from_utf8_lossy(bytes);
    // A key, an id, a placeholder with its value, then the table.
    let mut lines = input.splitn(5, '\n');
    let mut line = || lines.next().unwrap_or_default();
    let (key, number, name, value) = (line(), line(), line(), line());
    // Tables are never freed, so this one is freed below; otherwise millions of them would fill the
    // memory.
    let table: &'static mut str = line().to_owned().leak();
    let table: *mut str = table;
    // SAFETY: nothing writes to it, and every borrow ends with this call.
    speak(unsafe { &*table }, key, number, (name, value));
    // SAFETY: it was leaked above, from a string of the same length, and no borrow is left.
    drop(unsafe { Box::from_raw(table) });
});

/// Rules of a language without plural forms.
const RULES: Rules = Rules { plural: |_, _| "other".to_owned(), ..Rules::ENGLISH };

/// Renders every kind of text once.
fn speak(table: &'static str, key: &str, number: &str, (name, value): (&str, &str)) {
    let words = Catalog::over_english(table, &RULES);
    let english = Catalog::english();
    let found = words.find(key);
    if let Some(template) = found {
        let is_own = table.lines().any(|line| line.ends_with(template));
        assert!(is_own || english.find(key) == Some(template), "{key:?} is {template:?}");
    }
    assert_eq!(words.text(key), found.unwrap_or(key));
    assert_eq!(words.fill(key, &[]), words.text(key), "without values nothing is filled in");
    let _ = words.fill(key, &[(name, value), ("address", "ada@example.test")]);

    let message = UiText {
        id: number.parse().unwrap_or(1_070_004),
        text: value.to_owned(),
        severity: Severity::Info,
        context: vec![(name.to_owned(), value.to_owned())],
        secrets: Vec::new(),
    };
    let _ = words.message(&message);
    let _ = words.message_with(&message, name, key);
    let _ = Screen::from_state(&words, &Look::default(), &FORM.state);
}
