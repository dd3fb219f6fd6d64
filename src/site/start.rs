//! The entry point, called by the boot script.

use js_sys::Reflect;
use leptos::mount::mount_to;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::{
    app,
    config::{BadConfig, Config, NO_WORDS},
};
use crate::{
    browser::{dom, fetch},
    components::Element,
    driver::EarlyRequest,
    i18n::Catalog,
};

/// Starts the site in the element `gate`, replacing the pre-rendered shell.
///
/// `handover` is `{ config: {status, text} | null, request?: {url, answer: Promise<{status,
/// text}>}, words?: string | null }`: the response for `config.json` (`null` if there was none),
/// the first request to Kratos, and the translations of the configured locale (`null` if there are
/// none).
///
/// # Errors
/// A text if the element is missing or the handover is invalid.
#[wasm_bindgen]
pub fn start(handover: JsValue) -> Result<(), JsValue> {
    let root: HtmlElement = dom::by_id("gate")
        .and_then(|element| element.dyn_into().ok())
        .ok_or("the page has no element with the id gate")?;
    let member = |object: &JsValue, name: &str| Reflect::get(object, &name.into());
    let answered = member(&handover, "config")?;
    let words = member(&handover, "words")?;
    let config = if answered.is_null() {
        Err(BadConfig::Unreached(0))
    } else {
        let text = member(&answered, "text")?.as_string().unwrap_or_default();
        Config::read(fetch::status(&member(&answered, "status")?), &text)
    };
    let config = config.and_then(|config| if words.is_null() { Err(NO_WORDS) } else { Ok(config) });
    // Needed for the lifetime of the page.
    let words = words.as_string().map_or("", |words| words.leak());
    let words = Catalog::over_english(words);
    let asked = member(&handover, "request")?;
    let early_request = if asked.is_undefined() {
        None
    } else {
        let url = member(&asked, "url")?.as_string().unwrap_or_default();
        Some(EarlyRequest { url, answer: member(&asked, "answer")?.dyn_into()? })
    };
    root.set_text_content(None);
    root.remove_attribute("aria-busy")?;
    let place = Element::from_existing(root.clone().into());
    mount_to(root, move || app::draw(place, config, words, early_request)).forget();
    Ok(())
}
