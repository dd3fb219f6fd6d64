//! The pages and the way between them.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;

use super::{
    config::{BadConfig, Config},
    route::Page,
};
use crate::{
    browser::{clock, fetch, page},
    components::{Acts, Brand, Gate, Shown, draw as draw_screen},
    driver::Begun,
    flow::opening::Opening,
    i18n::Catalog,
    kratos::{
        request::{Request, urldecode},
        response::Answer,
    },
    session::{SessionState, Silence},
    view::{action::Does, screen::Screen, site},
};

/// The id of a form on a page without a flow; there is none, but the screen wants a name for it.
const FORM: &str = "site-form";

/// Where the browser is: path, query, and how often it moved, since a page may be opened again.
type Place = (String, String, u32);

/// What every page of the site shares.
#[derive(Clone)]
struct Site {
    words: Catalog,
    base: String,
    place: RwSignal<Place>,
    trouble: RwSignal<Option<Silence>>,
    begun: Rc<RefCell<Option<Begun>>>,
}

/// The site, or the reason why it can't be used.
pub(super) fn draw(config: Result<Config, BadConfig>, begun: Option<Begun>) -> AnyView {
    let words = Catalog::english();
    let config = match config {
        Ok(config) => config,
        Err(bad) => {
            return fixed(words, site::bad_config(&words, bad.words(&words)), acts_nothing());
        }
    };
    let (path, query) = page::address();
    let site = Site {
        words,
        base: config.kratos_url.clone().unwrap_or_else(page::origin),
        place: RwSignal::new((path, query, 0)),
        trouble: RwSignal::new(None),
        begun: Rc::new(RefCell::new(begun)),
    };
    let place = site.place;
    let back = window_event_listener(leptos::ev::popstate, move |_| moved(place));
    on_cleanup(move || back.remove());
    let brand = Brand { name: config.brand_name, logo: config.brand_logo }.draw();
    let site = StoredValue::new_local(site);
    let shown = move || site.with_value(|site| site.draw());
    (brand, shown).into_any()
}

fn moved(place: RwSignal<Place>) {
    let (path, query) = page::address();
    place.update(|place| *place = (path, query, place.2.wrapping_add(1)));
}

impl Site {
    fn draw(&self) -> AnyView {
        let (path, query, _) = self.place.get();
        if let Some(silence) = self.trouble.get() {
            return fixed(self.words, site::unreachable(&self.words, &silence), self.acts());
        }
        match Page::at(&path) {
            Page::Flow(kind) => {
                let acts = self.acts();
                let opening = Opening::read(kind, &query);
                let (base, begun) = (self.base.clone(), self.begun.take());
                view! { <Gate opening base begun act=acts.act open=acts.open/> }.into_any()
            }
            Page::Front => self.front(),
            Page::Error => self.error(&query),
            Page::Missing => fixed(self.words, site::missing(&self.words), self.acts()),
        }
    }

    /// Who is signed in, asked anew each time the page is opened.
    fn front(&self) -> AnyView {
        let words = self.words;
        self.asked(Request::whoami(), SessionState::Unknown, move |answer| {
            let session = SessionState::read(answer.as_ref().map_err(|why| *why));
            site::front(&words, &session, clock::local)
        })
    }

    fn error(&self, query: &str) -> AnyView {
        let words = self.words;
        let id = urldecode(query).into_iter().find(|(name, _)| name == "id");
        let Some((_, id)) = id else {
            return fixed(words, site::stored_error(&words, None), self.acts());
        };
        self.asked(Request::error(&id), SessionState::Unknown, move |answer| match answer {
            Ok(response) => match response.read() {
                Answer::Error(error) if error.status != 404 => {
                    site::stored_error(&words, Some(&error))
                }
                _ => site::stored_error(&words, None),
            },
            Err(why) => site::unreachable(&words, &Silence::Unreached(why)),
        })
    }

    /// A page that asks Kratos one thing and shows the answer.
    fn asked(
        &self,
        request: Request,
        before: SessionState,
        read: impl Fn(
            Result<crate::kratos::response::Response, crate::flow::event::Unreached>,
        ) -> Screen
        + 'static,
    ) -> AnyView {
        let words = self.words;
        let shown = Shown::new(site::front(&words, &before, clock::local));
        let base = self.base.clone();
        fetch::spawn(async move { shown.show(read(fetch::send(&base, &request).await)) });
        draw_screen(words, shown, &self.acts(), FORM)
    }

    fn acts(&self) -> Acts {
        let place = self.place;
        let open: Rc<dyn Fn(String)> = Rc::new(move |href: String| {
            page::push(&href);
            moved(place);
        });
        let (site, opener) = (self.clone(), open.clone());
        let act: Rc<dyn Fn(&Does)> = Rc::new(move |does| match does {
            Does::Open(href) => opener(href.clone()),
            Does::Visit(url) if url.starts_with('/') => {
                page::leave_for(&[&site.base, url.as_str()].concat());
            }
            Does::Visit(url) => page::leave_for(url),
            Does::SignOut => site.sign_out(),
            Does::Retry | Does::StartOver | Does::DropReturnTo => {
                site.trouble.set(None);
                moved(place);
            }
        });
        Acts { event: Rc::new(|_| {}), act, open }
    }

    /// Signs out by leaving for the URL that Kratos gives, which ends on the page Kratos is set to.
    fn sign_out(&self) {
        let site = self.clone();
        fetch::spawn(async move {
            let trouble = match fetch::send(&site.base, &Request::logout(None)).await {
                Ok(response) => match response.read() {
                    Answer::Logout(url) => return page::leave_for(&url),
                    // Signed out meanwhile, in another tab or by time.
                    Answer::Error(error) if error.status == 401 => return moved(site.place),
                    Answer::Error(error) => Silence::Refused(*error),
                    _ => Silence::NotKratos(response.status),
                },
                Err(why) => Silence::Unreached(why),
            };
            site.trouble.set(Some(trouble));
        });
    }
}

fn fixed(words: Catalog, screen: Screen, acts: Acts) -> AnyView {
    draw_screen(words, Shown::new(screen), &acts, FORM)
}

fn acts_nothing() -> Acts {
    Acts { event: Rc::new(|_| {}), act: Rc::new(|_| {}), open: Rc::new(|_| {}) }
}
