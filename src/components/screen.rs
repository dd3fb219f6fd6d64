//! A whole screen.

use std::{cell::Cell, rc::Rc, sync::Arc};

use leptos::prelude::*;

use super::{
    actions,
    element::{Element, el, part},
    facts, focus, form, header, links, notice, skeleton,
};
use crate::{
    flow::event::Event,
    i18n::Catalog,
    view::{
        action::Does,
        busy::Busy,
        screen::{Body, Screen},
    },
};

/// What is on screen, as signals.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The screen.
    screen: RwSignal<Arc<Screen>>,
    /// The screen whose body is drawn. It changes only with the body, so that a notice above a form
    /// leaves what was typed below it alone.
    drawn: RwSignal<Arc<Screen>>,
    /// What it waits for.
    pub(super) busy: RwSignal<Busy>,
    /// When another code may be asked for, in milliseconds of the page's clock.
    pub(super) resend_at: RwSignal<f64>,
    /// Its number on the page, which keeps ids apart.
    number: u32,
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

thread_local! {
    /// How many screens this page has had.
    static SCREENS: Cell<u32> = const { Cell::new(0) };
}

impl Shown {
    /// Signals that begin with `screen`.
    pub fn new(screen: Screen) -> Self {
        let screen = Arc::new(screen);
        Self {
            screen: RwSignal::new(screen.clone()),
            drawn: RwSignal::new(screen),
            busy: RwSignal::new(Busy::No),
            resend_at: RwSignal::new(0.0),
            number: SCREENS.replace(SCREENS.get().wrapping_add(1)),
        }
    }

    /// The screen as it stands.
    pub fn now(&self) -> Arc<Screen> {
        self.screen.get_untracked()
    }

    /// Whether `screen` has the same form as the one that is drawn.
    pub(super) fn looks_like(&self, screen: &Screen) -> bool {
        self.drawn.try_with_untracked(|drawn| drawn.looks_like(screen)).unwrap_or_default()
    }

    /// Shows another screen; where the page was left meanwhile, nothing happens.
    pub fn show(&self, screen: Screen) {
        let Some(before) = self.screen.try_get_untracked() else { return };
        let screen = Arc::new(screen);
        if before.body != screen.body {
            self.drawn.set(screen.clone());
        }
        if before != screen {
            self.screen.set(screen);
        }
    }

    /// Shows what is around the body, which stays as it is.
    pub(super) fn show_around(&self, screen: Screen) {
        self.screen.try_set(Arc::new(screen));
    }
}

/// The id of the element that holds a screen.
pub(super) fn root(shown: Shown) -> String {
    ["kratos-", &shown.number.to_string()].concat()
}

/// Draws a screen and keeps it drawn.
pub fn draw(words: Catalog, shown: Shown, acts: &Acts) -> AnyView {
    let (screen, drawn) = (shown.screen, shown.drawn);
    let shared = StoredValue::new_local(acts.clone());
    let busy = move || match (shown.busy.get(), &screen.get().body) {
        (_, Body::Loading) => words.text("loading"),
        (Busy::No, _) => String::new(),
        _ => words.text("busy"),
    };
    focus::follow(screen, root(shown));
    el("div")
        .attr("id", &root(shown))
        .child(
            part("section", "card")
                .live(move || header::draw(&screen.get()))
                .live(move || notice::list(words, &screen.get().notices, &shared.get_value()))
                .live(move || body(words, &drawn.get(), shown, &shared.get_value()).view())
                .live(move || links::draw(&screen.get().links, &shared.get_value())),
        )
        .child(
            part("p", "live")
                .attr("role", "status")
                .attr("aria-live", "polite")
                .live(move || busy().into_any()),
        )
        .view()
}

fn body(words: Catalog, screen: &Screen, shown: Shown, acts: &Acts) -> Element {
    match &screen.body {
        Body::Loading => skeleton::draw(),
        Body::Form(model) => form::draw(words, model, shown, acts, "form"),
        Body::Facts(pairs, after) => part("div", "message-body")
            .children(facts::draw(pairs))
            .children(actions::draw(words, after, acts)),
        #[cfg(feature = "account")]
        Body::Cards(cards) => super::cards::draw(words, cards, shown, acts),
        #[cfg(feature = "account")]
        Body::Rows(rows, after) => super::rows::draw(words, rows, after, acts),
        // Pages without the feature `account` have no such screens.
        #[cfg(not(feature = "account"))]
        Body::Cards(_) | Body::Rows(..) => skeleton::draw(),
    }
}
