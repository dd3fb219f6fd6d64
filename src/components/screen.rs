//! A whole screen.

use std::rc::Rc;

use leptos::prelude::*;

use super::{actions, element::part, facts, focus, form, header, links, notice, skeleton};
use crate::{
    flow::event::Event,
    i18n::Catalog,
    view::{
        action::Does,
        busy::Busy,
        screen::{Body, Screen},
    },
};

/// What is on screen, as signals. A part is drawn anew only when it changes, so a notice above a form
/// leaves what was typed below it alone.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The screen.
    pub screen: RwSignal<Screen>,
    /// What it waits for.
    pub busy: RwSignal<Busy>,
    /// When another code may be asked for, in milliseconds of the page's clock.
    pub resend_at: RwSignal<f64>,
}

/// What a press does.
#[derive(Clone)]
pub struct Acts {
    /// An event of the form.
    pub event: Rc<dyn Fn(Event)>,
    /// An action outside the form.
    pub act: Rc<dyn Fn(&Does)>,
    /// A link of the site, opened without leaving the page.
    pub open: Rc<dyn Fn(String)>,
}

/// Draws a screen and keeps it drawn. `id` is the id of its form, unique on the page.
pub fn draw(words: Catalog, shown: Shown, acts: &Acts, id: &'static str) -> AnyView {
    let screen = shown.screen;
    let head = Memo::new(move |_| screen.with(|s| (s.title.clone(), s.lead.clone())));
    let notices = Memo::new(move |_| screen.with(|s| s.notices.clone()));
    let body = Memo::new(move |_| screen.with(|s| s.body.clone()));
    let below = Memo::new(move |_| screen.with(|s| s.links.clone()));
    let shared = StoredValue::new_local(acts.clone());
    let say = move || match shown.busy.get() {
        Busy::No => String::new(),
        _ => words.text("busy"),
    };
    focus::follow(screen);
    part("div", "screen")
        .child(
            part("section", "card")
                .live(move || header::draw(&head.get()))
                .live(move || notice::list(&notices.get(), &shared.get_value()))
                .live(move || match body.get() {
                    Body::Loading => skeleton::draw(words),
                    Body::Form(model) => form::draw(words, &model, shown, &shared.get_value(), id),
                    Body::Facts(pairs, after) => {
                        let facts = facts::draw(&pairs);
                        let actions = actions::draw(&after, &shared.get_value());
                        facts.into_iter().chain(actions).collect_view().into_any()
                    }
                })
                .live(move || links::draw(&below.get(), &shared.get_value()))
                .view(),
        )
        .child(
            part("p", "live")
                .attr("role", "status")
                .attr("aria-live", "polite")
                .live(move || say().into_any())
                .view(),
        )
        .view()
}
