//! The entry point, called by the boot script.

use js_sys::Reflect;
use leptos::mount::mount_to;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::{
    app,
    config::{BadConfig, Config},
};
use crate::{
    browser::{address, dom, fetch, language},
    components::{Element, animate_turns},
    driver::EarlyRequest,
};

/// Starts the site.
///
/// `handover` is `{ place: HTMLElement, base: string, config: {status, text} | null, request?: {url,
/// answer: Promise<{status, text}>}, words?: string, languages?: HTMLSelectElement, turn?: (change: ()
/// => void) => boolean }`: the element to draw in, whose children the page may move elsewhere, the path
/// below which the site is, the response for `config.json` (`null` if there was none), the first request
/// to Kratos, the translations (none for English), the choice of a language, which says by an event
/// `words` that another was chosen, and what animates a change of the page.
///
/// # Errors
/// The invalid member of the handover.
#[wasm_bindgen]
pub fn start(handover: JsValue) -> Result<(), JsValue> {
    let member = |object: &JsValue, name: &str| Reflect::get(object, &name.into());
    let place: HtmlElement = member(&handover, "place")?.dyn_into()?;
    address::set_base(member(&handover, "base")?.as_string().unwrap_or_default());
    let answered = member(&handover, "config")?;
    let words = member(&handover, "words")?;
    let config = if answered.is_null() {
        Err(BadConfig::Unreached(0))
    } else {
        let text = member(&answered, "text")?.as_string().unwrap_or_default();
        Config::read(fetch::status(&member(&answered, "status")?), &text)
    };
    let words = language::catalog(words.as_string().unwrap_or_default());
    dom::set_page_language(&words);
    let languages = member(&handover, "languages")?;
    let early_request = EarlyRequest::from_js(&member(&handover, "request")?);
    if let Ok(turn) = member(&handover, "turn")?.dyn_into() {
        animate_turns(turn);
    }
    let root = Element::from_existing(place.clone().into());
    mount_to(place, move || app::draw(root, config, words, languages, early_request)).forget();
    Ok(())
}
