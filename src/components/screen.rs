//! A whole screen.

use leptos::prelude::IntoView;

use super::{
    actions,
    acts::Acts,
    cards,
    element::{Element, el, part},
    facts, focus, form, header,
    host::hosted,
    links, notice, rows,
    shown::Shown,
    skeleton,
};
use crate::{
    i18n::Catalog,
    view::{
        busy::Busy,
        screen::{Body, Screen},
    },
};

/// Draws a screen and keeps it drawn, as a Leptos view.
pub fn draw(words: Catalog, shown: &Shown, acts: &Acts) -> impl IntoView + use<> {
    let (shown, acts) = (shown.clone(), acts.clone());
    hosted(move || drawn(words, &shown, &acts))
}

/// Draws a screen and keeps it drawn.
pub(crate) fn drawn(words: Catalog, shown: &Shown, acts: &Acts) -> Element {
    let copies = || (shown.clone(), acts.clone());
    let ((above, _), (said, of_said)) = (copies(), copies());
    let ((filled, of_filled), (below, of_below), (busy, _)) = (copies(), copies(), copies());
    let busy = move || match (busy.busy(), &busy.screen().body) {
        (_, Body::Loading) => words.text("loading"),
        (Busy::No, _) => String::new(),
        _ => words.text("busy"),
    };
    focus::follow(shown.clone());
    let card = part("section", "card")
        .live(move || Some(header::draw(&above.screen())))
        .live(move || notice::list(words, &said.screen().notices, &said, &of_said))
        .live(move || Some(body(words, &filled.drawn(), &filled, &of_filled)))
        .live(move || links::draw(&below.screen().links, &of_below));
    let live = part("p", "live").attr("role", "status").attr("aria-live", "polite").say(busy);
    el("div").attr("id", &shown.root()).child(card).child(live)
}

fn body(words: Catalog, screen: &Screen, shown: &Shown, acts: &Acts) -> Element {
    match &screen.body {
        Body::Loading => skeleton::draw(),
        Body::Form(model) => form::draw(words, model, shown, acts, "form"),
        Body::Facts(pairs, after) => part("div", "message-body")
            .children(facts::draw(pairs))
            .children(actions::draw(words, after, acts)),
        Body::Cards(cards) => cards::draw(words, cards, shown, acts),
        Body::Rows(rows, after) => rows::draw(words, rows, after, acts),
    }
}
