//! Secrets to store: the key of an authenticator app, and backup codes.

use wasm_bindgen::JsCast;

use super::{
    element::{Element, el, part},
    signal::Signal,
};
use crate::{
    browser::clipboard,
    i18n::Catalog,
    kratos::request::urlencode,
    text_search::replace,
    view::{form::Form, part::Part},
};

/// Replaces the displayed secrets by those of a renewed flow.
pub(super) fn renew(root: &web_sys::Element, form: &Form) {
    let find = |id: &[&str]| {
        let selector = ["[data-testid=\"", &id.concat(), "\"]"].concat();
        root.query_selector(&selector).ok()?
    };
    for part in form.parts() {
        match part {
            Part::Image(id, source, _) => {
                if let Some(image) = find(&["node/image/", id]) {
                    // Fails only for an invalid attribute name.
                    let _ = image.set_attribute("src", source);
                }
            }
            Part::Secret(id, _, text) => {
                let shown = find(&["node/text/", id, "/text"]);
                let code = shown.and_then(|shown| shown.query_selector("code").ok()?);
                if let Some(code) = code {
                    code.set_text_content(Some(text));
                }
            }
            _ => {}
        }
    }
}

/// A secret with a button that copies it.
pub(super) fn secret(words: Catalog, id: &str, caption: &str, text: &str) -> Element {
    part("div", "text")
        .attr("data-testid", &["node/text/", id, "/text"].concat())
        .child(part("span", "label").text(caption))
        .child(part("code", "secret").attr("translate", "no").text(text))
        .child(part("div", "tools").child(copy(words, |button| {
            let text = button.closest("[data-testid]").ok()??;
            text.query_selector("code").ok()??.text_content()
        })))
}

/// Backup codes; used ones are marked.
pub(super) fn codes(words: Catalog, id: &str, caption: &str, codes: &[(String, bool)]) -> Element {
    let code = |(code, is_used): &(String, bool)| el("li").flag("data-used", *is_used).text(code);
    let unused: Vec<&str> =
        codes.iter().filter(|(_, used)| !used).map(|(code, _)| code.as_str()).collect();
    let text = unused.join("\n");
    // `urlencode` writes a form's pair. A data URL has no name and no `+` for spaces.
    let encoded = replace(&urlencode(&[(String::new(), text.clone())]), "+", "%20");
    let href = ["data:text/plain;charset=utf-8,", encoded.trim_start_matches('=')].concat();
    let download = part("a", "button")
        .attr("data-kind", "secondary")
        .attr("href", &href)
        .attr("download", "backup-codes.txt")
        .attr("data-icon", "download")
        .text(&words.text("download"));
    let print = part("button", "button")
        .attr("type", "button")
        .attr("data-kind", "secondary")
        .attr("data-icon", "print")
        .text(&words.text("print"))
        .on("click", |_| clipboard::print());
    part("div", "text")
        .attr("data-testid", &["node/text/", id, "/text"].concat())
        .child(part("span", "label").text(caption))
        .child(
            part("ul", "codes")
                .attr("tabindex", "-1")
                .attr("translate", "no")
                .attr("aria-label", caption)
                .children(codes.iter().map(code)),
        )
        .child(
            part("div", "tools")
                .child(copy(words, move |_| Some(text.clone())))
                .child(download)
                .child(print),
        )
}

/// A button that copies the text that `text` returns for it, and confirms that.
fn copy(words: Catalog, text: impl Fn(&web_sys::Element) -> Option<String> + 'static) -> Element {
    let copied = Signal::new(false);
    let said = copied.clone();
    let caption = move || words.text(if said.get() { "copied" } else { "copy" });
    part("button", "button")
        .attr("type", "button")
        .attr("data-kind", "secondary")
        .attr("data-icon", "copy")
        .attr("aria-live", "polite")
        .on("click", move |click| {
            let button = click.current_target().and_then(|button| button.dyn_into().ok());
            let Some(text) = button.and_then(|button| text(&button)) else { return };
            let copied = copied.clone();
            clipboard::copy(&text, move |worked| copied.set(worked));
        })
        .reactive_text(caption)
}
