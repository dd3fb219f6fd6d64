//! Secrets that the person has to keep: the key of an authenticator app, backup codes.

use wasm_bindgen::JsCast;

use super::{
    element::{Element, el, part},
    signal::Signal,
};
use crate::{
    browser::clipboard,
    i18n::Catalog,
    kratos::request::urlencode,
    view::{form::Form, part::Part},
};

/// Puts the secrets of a renewed flow in place of those that are shown.
pub(super) fn renew(root: &web_sys::Element, form: &Form) {
    let find = |id: &[&str]| {
        let selector = ["[data-testid=\"", &id.concat(), "\"]"].concat();
        root.query_selector(&selector).ok()?
    };
    for part in form.parts() {
        match part {
            Part::Image(id, source, _) => {
                if let Some(image) = find(&["node/image/", id]) {
                    // Fails for no name there is.
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

/// A secret to copy.
pub(super) fn secret(words: Catalog, id: &str, caption: &str, text: &str) -> Element {
    part("div", "text")
        .attr("data-testid", &["node/text/", id, "/text"].concat())
        .child(part("span", "label").text(caption))
        .child(part("code", "secret").text(text))
        .child(part("div", "tools").child(copy(words, |button| {
            let text = button.closest("[data-testid]").ok()??;
            text.query_selector("code").ok()??.text_content()
        })))
}

/// Backup codes; those that were used are marked.
pub(super) fn codes(words: Catalog, id: &str, caption: &str, codes: &[(String, bool)]) -> Element {
    let code = |(code, is_used): &(String, bool)| el("li").flag("data-used", *is_used).text(code);
    let unused: Vec<&str> =
        codes.iter().filter(|(_, used)| !used).map(|(code, _)| code.as_str()).collect();
    let text = unused.join("\n");
    // A name and a value are encoded as in a form; a file has no pluses for blanks and no name.
    let encoded = urlencode(&[(String::new(), text.clone())]).replace('+', "%20");
    let href = ["data:text/plain;charset=utf-8,", encoded.trim_start_matches('=')].concat();
    let download = part("a", "button")
        .attr("data-kind", "secondary")
        .attr("href", &href)
        .attr("download", "backup-codes.txt")
        .text(&words.text("download"));
    let print = part("button", "button")
        .attr("type", "button")
        .attr("data-kind", "secondary")
        .text(&words.text("print"))
        .on("click", |_| clipboard::print());
    part("div", "text")
        .attr("data-testid", &["node/text/", id, "/text"].concat())
        .child(part("span", "label").text(caption))
        .child(part("ul", "codes").children(codes.iter().map(code)))
        .child(
            part("div", "tools")
                .child(copy(words, move |_| Some(text.clone())))
                .child(download)
                .child(print),
        )
}

/// A button that copies what `text` finds, beginning at the button, and says so.
fn copy(words: Catalog, text: impl Fn(&web_sys::Element) -> Option<String> + 'static) -> Element {
    let copied = Signal::new(false);
    let said = copied.clone();
    let caption = move || words.text(if said.get() { "copied" } else { "copy" });
    part("button", "button")
        .attr("type", "button")
        .attr("data-kind", "secondary")
        .attr("aria-live", "polite")
        .on("click", move |click| {
            let button = click.current_target().and_then(|button| button.dyn_into().ok());
            let Some(text) = button.and_then(|button| text(&button)) else { return };
            let copied = copied.clone();
            clipboard::copy(&text, move |worked| copied.set(worked));
        })
        .reactive_text(caption)
}
