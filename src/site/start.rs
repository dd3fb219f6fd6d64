//! Where the boot script hands over.

use js_sys::Reflect;
use leptos::mount::mount_to;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::{
    app,
    config::{BadConfig, Config},
};
use crate::{browser::place, components::Element, driver::Begun};

/// Starts the site in the element `gate`, in place of the shell that was painted there.
///
/// `handover` is `{ config: {status, text} | null, request?: {url, response: Promise<Response>} }`: the
/// answer to the request for `config.json`, `null` when there was none, and the first request to Kratos.
///
/// # Errors
/// A text when the page has no such element or the hand-over cannot be read.
#[wasm_bindgen]
pub fn start(handover: JsValue) -> Result<(), JsValue> {
    let root: HtmlElement = place::by_id("gate")
        .and_then(|element| element.dyn_into().ok())
        .ok_or("the page has no element with the id gate")?;
    let member = |object: &JsValue, name: &str| Reflect::get(object, &name.into());
    let answered = member(&handover, "config")?;
    let config = if answered.is_null() {
        Err(BadConfig::Unreached(0))
    } else {
        let text = member(&answered, "text")?.as_string().unwrap_or_default();
        Config::read(status(&member(&answered, "status")?), &text)
    };
    let asked = member(&handover, "request")?;
    let begun = if asked.is_undefined() {
        None
    } else {
        let url = member(&asked, "url")?.as_string().unwrap_or_default();
        Some(Begun { url, response: member(&asked, "response")?.dyn_into()? })
    };
    root.set_text_content(None);
    root.remove_attribute("aria-busy")?;
    let place = Element::of(root.clone().into());
    mount_to(root, move || app::draw(place, config, begun)).forget();
    Ok(())
}

/// An HTTP status; what is none counts as no answer, 0.
fn status(value: &JsValue) -> u16 {
    let number = value.as_f64().unwrap_or_default();
    (0..600).find(|status| f64::from(*status) == number).unwrap_or(0)
}
