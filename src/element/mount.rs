//! Mounts content into an element and removes it again.

use std::{any::Any, rc::Rc};

use js_sys::Function;
use leptos::mount::mount_to;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::host_page::HostPage;
use crate::{
    browser::{dom, form, language},
    components::{Element, Embed, gate},
    driver::{Driver, EarlyRequest},
    flow::opening::Opening,
    kratos::{flow::FlowKind, request::query_value},
};

/// The content of an element. Freeing it shuts down everything it runs.
#[wasm_bindgen]
pub struct Mounted {
    /// Leptos removes the content when this is dropped.
    _drawn: Box<dyn Any>,
    host: HtmlElement,
    embed: Embed,
    page: Rc<HostPage>,
}

#[wasm_bindgen]
impl Mounted {
    /// Reports that the browser did not navigate. Returns whether a flow handled it and shows its
    /// form again.
    pub fn stayed(&self) -> bool {
        let driver = self.embed.driver();
        driver.inspect(Driver::stayed).is_some()
    }

    /// Sets the form aside before this is freed, so that it can be mounted again with the flow that is returned,
    /// and with what was typed. `None` without a form.
    pub fn set_aside(&self) -> Option<String> {
        // The host may be out of the document by now.
        self.embed.driver()?.set_aside(form::all_fields(&self.host))
    }

    /// Shows a flow in another language, with what was typed. Returns whether there is a flow.
    pub fn speak(&self, host: &HtmlElement, words: String) -> bool {
        let words = language::catalog(words);
        dom::set_language(host, &words);
        self.page.options.words.set(words);
        self.embed.driver().is_some()
    }
}

/// Renders `kind` into `host`: a kind of flow, or `sessions`, `error`, `logout`, `user` or `session`.
///
/// `query` is the query string of its page; its parameter `groups` has the groups to show, separated by
/// spaces. `words` are the translations for a language other than English. `early` is the flow's first
/// request, if it was started already. `callback` is called with events and must not call back while it runs.
#[wasm_bindgen]
pub fn mount(
    kind: String,
    host: HtmlElement,
    base: String,
    query: String,
    words: String,
    early: JsValue,
    callback: Function,
) -> Mounted {
    let page = HostPage::new(base, language::catalog(words), callback);
    let level = query_value(&query, "heading").unwrap_or_default();
    let below = ["1", "2", "3", "4", "5", "6"].iter().position(|known| *known == level);
    page.embed.lower_headings(below.unwrap_or_default());
    let (embed, spoken) = (page.embed.clone(), page.clone());
    dom::set_language(&host, &page.words());
    let place = Element::from_existing(host.clone().into());
    let drawn = mount_to(host.clone(), move || {
        place.children(draw(&kind, &query, EarlyRequest::from_js(&early), &page));
    });
    Mounted { _drawn: Box::new(drawn), host, embed, page: spoken }
}

fn draw(
    kind: &str,
    query: &str,
    early: Option<EarlyRequest>,
    page: &Rc<HostPage>,
) -> Option<Element> {
    if let Some(kind) = FlowKind::named(kind) {
        let groups = query_value(query, "groups").unwrap_or_default();
        let opening = Opening::read(kind, query).narrowed(&groups);
        let (base, options) = (page.base.clone(), page.options.clone());
        return Some(gate(opening, base, early, options, page.callbacks()));
    }
    beside(kind, query, page)
}

/// Content that is not a flow.
fn beside(kind: &str, query: &str, page: &Rc<HostPage>) -> Option<Element> {
    use crate::{
        components::{front, sessions, stored_error, user},
        session::logout::Mode,
        view::{site, user_menu::UserMenu},
    };
    let context = page.context(query_value(query, "return_to"));
    Some(match kind {
        "sessions" => {
            let page = page.clone();
            sessions(context, move || page.notify("sign-in", &JsValue::NULL))
        }
        "error" => stored_error(&context, query_value(query, "id")),
        "logout" => {
            page.sign_out(Mode::Navigate, query_value(query, "return_to"));
            context.fixed(site::signing_out(&page.words()))
        }
        "user" => {
            let url = |name, default: &str| {
                query_value(query, name).unwrap_or_else(|| default.to_owned())
            };
            let (settings, sessions) = (url("settings", "/settings"), url("sessions", "/sessions"));
            let page = page.clone();
            let menu = UserMenu::new(&page.words(), settings, sessions);
            user(&context, &menu, move |state| page.session(state))
        }
        _ => {
            let page = page.clone();
            front(&context, move |state| page.session(state))
        }
    })
}
