//! Who is signed in, as an avatar with a menu.

use std::rc::Rc;

use leptos::prelude::IntoView;

use super::{
    actions,
    element::{Element, el, keep, part},
    embed::Embed,
    handlers::Handlers,
    leptos_view::leptos_view,
    pages::ScreenContext,
    signal::Signal,
};
use crate::{
    browser::menu::{self, MenuListeners},
    driver::SharedSession,
    i18n::Catalog,
    session::SessionState,
    view::{
        action::{Does, Link},
        profile::Profile,
        user_menu::{self, UserMenu},
    },
};

/// Shows whoever is signed in, and nothing without a session; `changed` is called with each new
/// state. The page's own entries belong into the part `entries`, which is kept.
pub(crate) fn user(
    context: &ScreenContext,
    model: &UserMenu,
    changed: impl Fn(&SessionState) + 'static,
) -> Element {
    let words = context.words;
    let person: Signal<Option<Profile>> = Signal::new(None);
    let is_signing_out = Signal::new(false);
    let details = draw(context, model, &person, &is_signing_out);
    let (known, ended, closed) = (person, is_signing_out, details.node().clone());
    keep(SharedSession::follow(context.base.clone(), move |session| {
        let now = user_menu::person(&words, session);
        if known.get_untracked() != now {
            if now.is_none() {
                menu::close(&closed);
            }
            ended.set(false);
            known.set(now);
        }
        changed(session);
    }));
    details
}

/// Renders the menu of a person as a Leptos view.
pub fn user_menu_view(
    words: Catalog,
    person: Profile,
    model: UserMenu,
    handlers: Handlers,
) -> impl IntoView {
    let context = ScreenContext {
        words,
        look: Rc::default(),
        base: String::new(),
        handlers,
        embed: Embed::default(),
    };
    leptos_view(move || draw(&context, &model, &Signal::new(Some(person)), &Signal::new(false)))
}

fn draw(
    context: &ScreenContext,
    model: &UserMenu,
    person: &Signal<Option<Profile>>,
    is_signing_out: &Signal<bool>,
) -> Element {
    let details = part("details", "user");
    keep(MenuListeners::new(details.node()));
    let left = is_signing_out.clone();
    let handlers = signing_out(&context.handlers, is_signing_out.clone());
    let display = context.waiting();
    let (outcome, of_outcome) = (context.clone(), handlers.clone());
    let in_progress = is_signing_out.clone();
    let progress = move || {
        in_progress.get().then(|| {
            let context = ScreenContext { handlers: of_outcome.clone(), ..outcome.clone() };
            part("div", "outcome").child(context.draw(&display))
        })
    };
    let hidden = person.clone();
    let links = model.links.iter().map(|link| entry(link, &handlers));
    let choices = el("div")
        .children(links)
        .child(part("div", "entries"))
        .on("click", |event| menu::close_after_choice(&event));
    let shown = part("div", "menu")
        .child(who(person))
        .child(choices)
        .child(entry(&model.sign_out, &handlers))
        .reactive_child(progress);
    details
        .reactive_attr("hidden", move || hidden.get().is_none().then(String::new))
        // An outcome was read, and the next time the menu is whole.
        .on("toggle", move |event| {
            if menu::is_closed(&event) {
                left.set(false);
            }
        })
        .child(el("summary").attr("aria-label", &model.label).child(avatar(person)))
        .child(shown)
}

/// The handlers, which note that a sign-out has begun.
fn signing_out(handlers: &Handlers, begun: Signal<bool>) -> Handlers {
    let act = handlers.act.clone();
    Handlers {
        event: handlers.event.clone(),
        act: Rc::new(move |does| {
            act(does);
            if *does == Does::SignOut {
                begun.set(true);
            }
        }),
    }
}

fn avatar(person: &Signal<Option<Profile>>) -> Element {
    let person = person.clone();
    let initials = move || person.get().map(|person| person.initials).unwrap_or_default();
    part("span", "avatar").attr("aria-hidden", "true").reactive_text(initials)
}

fn who(person: &Signal<Option<Profile>>) -> Element {
    let (named, reached) = (person.clone(), person.clone());
    let name = move || named.get().map(|person| person.name).unwrap_or_default();
    let address = move || {
        let address = reached.get()?.address?;
        Some(part("small", "meta").text(&address))
    };
    let name = el("div").child(el("bdi").reactive_text(name));
    part("div", "who").child(name).reactive_child(address)
}

fn entry(link: &Link, handlers: &Handlers) -> Element {
    actions::element_for(part("a", "way"), "way", &link.does, handlers).text(&link.label)
}
