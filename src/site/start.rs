//! Where the boot script hands over.

use js_sys::{Promise, Reflect};
use leptos::mount::mount_to;
use serde::Deserialize;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::{
    app,
    config::{BadConfig, Config},
};
use crate::{browser::page, driver::Begun};

/// What `www/boot.js` hands over besides the promise of the first answer.
#[derive(Deserialize)]
struct Handover {
    /// The answer to the request for `config.json`; `None` when there was none.
    config: Option<Answered>,
    /// The first request.
    request: Option<Asked>,
}

#[derive(Deserialize)]
struct Answered {
    status: u16,
    text: String,
}

#[derive(Deserialize)]
struct Asked {
    url: String,
}

/// Starts the site in the element `gate`, in place of the shell that was painted there.
///
/// # Errors
/// A text when the page has no such element or the hand-over cannot be read.
#[wasm_bindgen]
pub fn start(handover: JsValue) -> Result<(), JsValue> {
    let root: HtmlElement = page::by_id("gate")
        .and_then(|element| element.dyn_into().ok())
        .ok_or("the page has no element with the id gate")?;
    let begun = begun(&handover);
    let handover: Handover = serde_wasm_bindgen::from_value(handover)?;
    let config = match handover.config {
        Some(answered) => Config::read(answered.status, &answered.text),
        None => Err(BadConfig::Unreached(0)),
    };
    let begun =
        begun.zip(handover.request).map(|(response, asked)| Begun { url: asked.url, response });
    root.set_text_content(None);
    root.remove_attribute("aria-busy")?;
    mount_to(root, move || app::draw(config, begun)).forget();
    Ok(())
}

fn begun(handover: &JsValue) -> Option<Promise> {
    let request = Reflect::get(handover, &"request".into()).ok()?;
    if request.is_undefined() {
        return None;
    }
    Reflect::get(&request, &"response".into()).ok()?.dyn_into().ok()
}
