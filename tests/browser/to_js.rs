//! Conversion of values to JavaScript.

use propylon::to_js::to_js;
use serde::Serialize;
use wasm_bindgen_test::wasm_bindgen_test;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Everything {
    some_text: &'static str,
    pairs: Vec<(String, bool)>,
    nothing: Option<u16>,
    number: Option<i64>,
    tones: [Tone; 1],
    empty: Vec<Tone>,
    nested: Nested,
}

#[derive(Serialize)]
struct Nested {}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Tone {
    VeryLoud,
}

// A tuple was once written as nothing, which broke the whole screen.
#[wasm_bindgen_test]
fn all_shapes_of_the_view_arrive_as_they_are() {
    let value = to_js(&Everything {
        some_text: "“a\"\\\n\u{1}\u{1f600}",
        pairs: vec![("a".to_owned(), true), ("b".to_owned(), false)],
        nothing: None,
        number: Some(-7),
        tones: [Tone::VeryLoud],
        empty: Vec::new(),
        nested: Nested {},
    });
    let text = String::from(js_sys::JSON::stringify(&value).unwrap());
    assert_eq!(
        text,
        "{\"someText\":\"“a\\\"\\\\\\n\\u0001\u{1f600}\",\"pairs\":[[\"a\",true],[\"b\",false]],\
         \"nothing\":null,\"number\":-7,\"tones\":[\"very-loud\"],\"empty\":[],\"nested\":{}}"
    );
}
