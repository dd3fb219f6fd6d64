//! Nobody chooses for the person: a required choice without a value had its first option selected, and
//! posted it; a stored value that the schema has lost was shown as blank, and Save deleted it.

use wasm_bindgen_test::wasm_bindgen_test;

use super::page::Page;

/// Choices: required without a value, required with one, with one that is no option any more, optional.
const CHOICES: &str = r#"{"id":"f","ui":{"action":"http://kratos.invalid/self-service/login","nodes":[
    {"type":"input","group":"default","messages":[],"meta":{},"attributes":{"name":"plan","type":"text","required":true,"options":[{"value":"free"},{"value":"paid"}]}},
    {"type":"input","group":"default","messages":[],"meta":{},"attributes":{"name":"size","type":"text","required":true,"value":"m","options":[{"value":"s"},{"value":"m"}]}},
    {"type":"input","group":"default","messages":[],"meta":{},"attributes":{"name":"team","type":"text","required":true,"value":"red","options":[{"value":"blue"},{"value":"green"}]}},
    {"type":"input","group":"default","messages":[],"meta":{},"attributes":{"name":"tone","type":"text","options":[{"value":"warm"}]}},
    {"type":"input","group":"password","messages":[],"meta":{},"attributes":{"name":"method","type":"submit","value":"password"}}]}}"#;

#[wasm_bindgen_test]
async fn a_choice_posts_what_the_person_chose_or_what_was_stored() {
    let page = Page::gate(CHOICES).await;
    for (name, value, options) in
        [("plan", "", 3), ("size", "m", 2), ("team", "red", 3), ("tone", "", 2)]
    {
        let select = ["select[name=", name, "]"].concat();
        assert_eq!(page.count(&[&select, " option"].concat()), options, "{name}");
        let chosen = [&select, " option:checked[value='", value, "']"].concat();
        assert_eq!(page.count(&chosen), 1, "{name}");
    }
    assert_eq!(page.count("select[name=plan]:invalid"), 1, "the browser asks for a choice");
    assert_eq!(page.count("select[name=team]:valid"), 1);
}
