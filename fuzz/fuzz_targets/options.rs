//! The options of a ceremony, and its result.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};
use propylon::{
    flow::opening::Opening,
    json::Json,
    kratos::{flow::FlowKind, response::Response},
    view::code::{LENGTH, code_in},
    webauthn::{answer, base64url, options::Creation},
};
use propylon_fuzz::{mutate, page::Page};

/// Valid options.
const OPTIONS: &str = r#"{"publicKey":{"challenge":"AA","rpId":"localhost","rp":{"id":"localhost"},"user":{"id":"BB","name":""}}}"#;

/// A form of `kind` whose ceremony has these `options`.
fn form(kind: FlowKind, options: &str) -> Response {
    let (data, trigger) = match kind {
        FlowKind::Login => ("passkey_challenge", "oryPasskeyLogin"),
        FlowKind::Settings => ("passkey_create_data", "oryPasskeySettingsRegistration"),
        _ => ("passkey_create_data", "oryPasskeyRegistration"),
    };
    let text = Json::text;
    let object = |members: &[(&str, Json)]| {
        let members = members.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        Json::Object(members.collect())
    };
    let input = |members: &[(&str, Json)]| {
        let attributes = object(members);
        object(&[("type", text("input")), ("group", text("passkey")), ("attributes", attributes)])
    };
    let nodes = Json::List(vec![
        input(&[("name", text("identifier")), ("type", text("text"))]),
        input(&[("name", text(data)), ("type", text("hidden")), ("value", text(options))]),
        input(&[
            ("name", text("passkey_button")),
            ("type", text("button")),
            ("onclickTrigger", text(trigger)),
        ]),
        input(&[
            ("name", text("passkey_login")),
            ("type", text("hidden")),
            ("onloadTrigger", text("oryPasskeyLoginAutocompleteInit")),
        ]),
    ]);
    let action = ["http://k/self-service/", kind.as_str(), "?flow=f1"].concat();
    let ui = object(&[("action", text(&action)), ("nodes", nodes)]);
    Response { status: 200, body: object(&[("id", text("f1")), ("ui", ui)]).to_text() }
}

/// The parsers and writers, without a page.
fn read(text: &str) {
    let options =
        [Creation::read(text).map(|it| it.options), Creation::read(text).map(|it| it.named(&[]))];
    for options in options.into_iter().flatten() {
        let _ = (options.challenge(), options.rp_id(), options.timeout());
        let content = Json::parse(&options.to_json()).expect("options are JSON");
        assert_eq!(content.obj().str("challenge"), Some(options.challenge()));
    }
    if let Ok(creation) = Creation::read(text) {
        let names = creation.display_name_fields.iter();
        let fields: Vec<_> = names.map(|name| (name.clone(), "Ada".to_owned())).collect();
        let _ = creation.named(&fields).to_json();
    }
    if let Ok(bytes) = base64url::decode(text) {
        assert_eq!(base64url::decode(&base64url::encode(&bytes)), Ok(bytes));
    }
    if let Some(posted) = answer::from_native_json(text) {
        // A `null` is left out, and with it possibly the kind of credential; the second pass must
        // agree with the first.
        let again = answer::from_native_json(&posted).expect("what is posted is a credential");
        assert_eq!(
            answer::from_native_json(&again),
            Some(again),
            "a credential is posted as another"
        );
    }
    if let Ok(value) = Json::parse(text) {
        assert_eq!(Json::parse(&value.to_text()), Ok(value), "JSON is written as another");
    }
    if let Some(code) = code_in(text, LENGTH) {
        assert_eq!(code_in(&code, LENGTH), Some(code), "a code is read as another");
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((way, bytes)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    read(&text);
    let kind = match way % 4 {
        0 => FlowKind::Login,
        1 => FlowKind::Registration,
        _ => FlowKind::Settings,
    };
    let opening = match way % 4 {
        3 => Opening::offer("by=password"),
        _ => Opening::read(kind, ""),
    };
    let mut page = Page::open(opening, None);
    // The text is either Kratos' options or the authenticator's answer.
    let asks = way / 4 % 2 == 0;
    let form = form(kind, if asks { &text } else { OPTIONS });
    page.answer(&form);
    let credential = if asks { "{}".to_owned() } else { text.into_owned() };
    if way / 8 % 2 == 0 {
        page.prove(Ok(credential));
    } else {
        // A passkey by conditional mediation, for sign-in or creation.
        page.end(Ok(credential));
    }
    let signed_in = r#"{"session":{"id":"s"},"id":"s","active":true}"#.to_owned();
    page.answer(&Response { status: 200, body: signed_in });
    page.draw();
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::answer(data, size, max_size, seed, 1)
});
