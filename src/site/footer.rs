//! The footer: the links of the service, and the choice of a language.

use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{
    browser::{
        fetch, language,
        page::{member, text_member},
    },
    components::{Element, Signal, el, part},
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

/// The languages of the site, from the boot script.
pub(super) struct Languages {
    /// Tag and own name of each.
    names: Vec<(String, String)>,
    /// Remembers the choice of a tag and loads its texts: a promise of them, or of `null`.
    choose: Function,
}

impl Languages {
    /// Reads `{names: [[tag, name], …], choose: function}`; `None` if there is nothing to choose.
    pub(super) fn read(value: &JsValue) -> Option<Self> {
        let names: Array = member(value, "names").dyn_into().ok()?;
        let text = |pair: &JsValue, at| pair.dyn_ref::<Array>()?.get(at).as_string();
        let names = names.iter().filter_map(|pair| Some((text(&pair, 0)?, text(&pair, 1)?)));
        Some(Self { names: names.collect(), choose: member(value, "choose").dyn_into().ok()? })
    }

    /// Renders the choice; `speak` is called with the translations of a chosen language.
    pub(super) fn draw(self, words: Signal<Catalog>, speak: Rc<dyn Fn(Catalog)>) -> Element {
        let current = words.get_untracked().language();
        let options = self.names.iter().map(|(tag, name)| {
            let option = el("option").attr("value", tag).attr("lang", tag).text(name);
            option.flag("selected", tag == current)
        });
        let select = part("select", "language")
            .reactive_attr("aria-label", move || Some(words.get().text("language")))
            .attr("autocomplete", "off")
            .children(options);
        let choose = self.choose;
        select.on("change", move |event| {
            let tag = event.target().map(|target| text_member(&target, "value"));
            let chosen = choose.call1(&JsValue::NULL, &tag.into());
            let Some(loading) = chosen.ok().and_then(|it| it.dyn_into::<Promise>().ok()) else {
                return;
            };
            let speak = speak.clone();
            fetch::spawn(async move {
                // `null` if there are no texts; the page stays in its language.
                let texts = JsFuture::from(loading).await.ok();
                if let Some(table) = texts.and_then(|texts| texts.as_string()) {
                    speak(language::catalog(table));
                }
            });
        })
    }
}
