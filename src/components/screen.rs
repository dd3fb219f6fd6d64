//! A whole screen.

use leptos::prelude::IntoView;

use super::{
    account_header, actions, cards,
    display::Display,
    element::{Element, el, part},
    facts, focus, form,
    handlers::Handlers,
    header,
    leptos_view::leptos_view,
    links, notice, rows, skeleton,
};
use crate::{
    i18n::Catalog,
    view::{
        busy::Busy,
        screen::{Body, Screen},
    },
};

/// Renders a display as a Leptos view.
pub fn screen_view(
    words: Catalog,
    display: &Display,
    handlers: &Handlers,
) -> impl IntoView + use<> {
    let (display, handlers) = (display.clone(), handlers.clone());
    leptos_view(move || screen_element(words, &display, &handlers))
}

/// Renders a display.
pub(crate) fn screen_element(words: Catalog, display: &Display, handlers: &Handlers) -> Element {
    let copies = || (display.clone(), handlers.clone());
    let ((above, _), (said, of_said), (wrong, of_wrong)) = (copies(), copies(), copies());
    let ((filled, of_filled), (below, of_below), (busy, _)) = (copies(), copies(), copies());
    let busy = move || match (busy.busy(), &busy.screen().body) {
        (_, Body::Loading) => words.text("loading"),
        (Busy::No, _) => String::new(),
        _ => words.text("busy"),
    };
    focus::follow(display.clone());
    let ((account, of_account), (kind, _)) = (copies(), copies());
    let card = part("section", "card")
        .reactive_attr("data-kind", move || {
            kind.screen().account.as_ref().map(|_| "account".to_owned())
        })
        .reactive_child(move || {
            let screen = account.screen();
            let header = screen.account.as_ref()?;
            Some(el("div").children(account_header::draw(words, header, &of_account)))
        })
        .reactive_child(move || Some(header::draw(&above.screen(), above.heading(0))))
        // Always there: what an element says that is new is not announced everywhere.
        .child(part("div", "said").attr("role", "status").reactive_child(move || {
            notice::list(words, &said.notice_screen().notices, false, &said, &of_said)
        }))
        .reactive_child(move || {
            notice::list(words, &wrong.notice_screen().notices, true, &wrong, &of_wrong)
        })
        .reactive_child(move || {
            let drawn = body(words, &filled.body_screen(), &filled, &of_filled);
            Some(drawn.flag("data-new", filled.is_new()))
        })
        .reactive_child(move || links::draw(&below.screen().links, &of_below));
    let live =
        part("p", "live").attr("role", "status").attr("aria-live", "polite").reactive_text(busy);
    el("div").attr("id", &display.root()).child(card).child(live)
}

fn body(words: Catalog, screen: &Screen, display: &Display, handlers: &Handlers) -> Element {
    match &screen.body {
        Body::Loading => skeleton::draw(),
        Body::Form(model) => form::draw(words, model, display, handlers, "form"),
        Body::Facts(pairs, after) => part("div", "message-body")
            .children(facts::draw(pairs))
            .children(actions::draw(words, after, handlers)),
        Body::Cards(cards) => cards::draw(words, cards, display, handlers),
        Body::Rows(rows, after) => rows::draw(words, rows, after, handlers),
    }
}
