//! The footer: the links of the service, and the choice of a language.

use std::rc::Rc;

use wasm_bindgen::prelude::*;

use crate::{
    browser::{language, page::member},
    components::{Element, Signal, part},
    i18n::Catalog,
};

/// Renders the footer; `None` if there is nothing in it.
pub(super) fn draw(links: &[(String, String)], languages: Option<Element>) -> Option<Element> {
    if links.is_empty() && languages.is_none() {
        return None;
    }
    let link = |(label, url): &(String, String)| part("a", "link").attr("href", url).text(label);
    Some(part("footer", "site-footer").children(links.iter().map(link)).children(languages))
}

/// Completes the choice of a language, a select of the boot script: names it, and calls `speak` with the
/// translations of a chosen language.
pub(super) fn languages(
    select: JsValue,
    words: Signal<Catalog>,
    speak: Rc<dyn Fn(Catalog)>,
) -> Option<Element> {
    let select = Element::from_existing(select.dyn_into().ok()?);
    let named = select.reactive_attr("aria-label", move || Some(words.get().text("language")));
    // Of the boot script, with the texts as `detail`.
    Some(named.on("words", move |event| {
        if let Some(table) = member(&event, "detail").as_string() {
            speak(language::catalog(table));
        }
    }))
}
