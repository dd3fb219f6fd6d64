//! Buttons and links outside a form.

use web_sys::Event;

use super::{
    confirm, countdown,
    element::{Element, part},
    handlers::Handlers,
};
use crate::{
    browser::{address, clock, page::member},
    i18n::Catalog,
    view::{
        action::{Action, Does},
        button::Emphasis,
    },
};

/// A row of actions; `None` without actions.
pub(super) fn draw(words: Catalog, actions: &[Action], handlers: &Handlers) -> Option<Element> {
    let buttons = actions.iter().map(|action| button(words, action, handlers));
    let row = || part("div", "actions").children(buttons);
    (!actions.is_empty()).then(row)
}

/// One action: a link if it opens a page of the site, else a button.
pub(super) fn button(words: Catalog, action: &Action, handlers: &Handlers) -> Element {
    if action.emphasis == Emphasis::Danger {
        return confirm_button(words, action, handlers);
    }
    let drawn = element_for(part("a", "button"), "button", &action.does, handlers)
        .attr("data-kind", action.emphasis.as_str());
    let Some(wait) = action.wait else { return drawn.text(&action.label) };
    let until = clock::now() + f64::from(wait) * 1000.0;
    let seconds = countdown::seconds(move || until);
    let caption = countdown::caption(words, &action.label, seconds.clone());
    countdown::disable(seconds, drawn).reactive_text(caption)
}

/// The element that performs `does`: `anchor` if it opens a page of the site, else a button with
/// the part `name`.
pub(super) fn element_for(
    anchor: Element,
    name: &'static str,
    does: &Does,
    handlers: &Handlers,
) -> Element {
    let element = match does {
        Does::OpenTab(href) => {
            return anchor
                .attr("href", &address::href(href))
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer");
        }
        Does::Open(href) => anchor.attr("href", &address::href(href)),
        _ => part("button", name).attr("type", "button"),
    };
    let (act, does) = (handlers.act.clone(), does.clone());
    element.on("click", move |event| {
        let is_link = matches!(does, Does::Open(_));
        if !(is_link && opens_elsewhere(&event)) {
            event.prevent_default();
            act(&does);
        }
    })
}

/// Whether a click on a link opens a new tab or window, which is left to the browser.
fn opens_elsewhere(event: &Event) -> bool {
    let keys = ["button", "metaKey", "ctrlKey", "shiftKey", "altKey"];
    keys.iter().any(|name| member(event, name).is_truthy())
}

/// A button for a destructive action, which is confirmed first.
fn confirm_button(words: Catalog, action: &Action, handlers: &Handlers) -> Element {
    let (act, does) = (handlers.act.clone(), action.does.clone());
    confirm::button(words, &action.label, &words.text("confirm.revoke"), false, move || {
        let (act, does) = (act.clone(), does.clone());
        part("button", "button").attr("type", "button").on("click", move |_| act(&does))
    })
}
