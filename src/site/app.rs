//! The pages and the way between them.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::*;

use super::{
    config::{BadConfig, Config},
    pages,
    route::Page,
};
use crate::{
    browser::{address, fetch, listen::Listener, storage},
    components::{Acts, Around, Brand, Gate, Screening, Shown, draw as draw_screen},
    driver::{Begun, sign_out},
    flow::opening::{Offer, Opening},
    i18n::Catalog,
    kratos::{flow::FlowKind, request::urldecode},
    session::logout::{End, Mode},
    view::{action::Does, screen::Screen, site},
};

/// Where the browser is: path, query, and how often it moved, since a page may be opened again.
type Place = (String, String, u32);

/// What every page of the site shares.
#[derive(Clone)]
pub(super) struct Site {
    /// Words and choices about the view.
    pub screening: Screening,
    /// Kratos' public URL without a slash at the end.
    pub base: String,
    groups: Vec<String>,
    offers_passkey: bool,
    place: RwSignal<Place>,
    /// A screen in place of the page, until the browser moves.
    instead: RwSignal<Option<Screen>>,
    begun: Rc<RefCell<Option<Begun>>>,
}

/// The site, or the reason why it can't be used.
pub(super) fn draw(config: Result<Config, BadConfig>, begun: Option<Begun>) -> AnyView {
    let words = Catalog::english();
    let config = match config {
        Ok(config) => config,
        Err(bad) => {
            let shown = Shown::new(site::bad_config(&words, bad.words(&words)));
            let acts = Acts { event: Rc::new(|_| {}), act: Rc::new(|_| {}), open: Rc::new(|_| {}) };
            return draw_screen(words, shown, &acts);
        }
    };
    let (path, query) = address::address();
    let site = Site {
        screening: Screening { words, look: config.look },
        base: config.kratos_url.unwrap_or_else(address::origin),
        groups: config.groups,
        offers_passkey: config.offers_passkey,
        place: RwSignal::new((path, query, 0)),
        instead: RwSignal::new(None),
        begun: Rc::new(RefCell::new(begun)),
    };
    let place = site.place;
    let back = web_sys::window()
        .map(|window| Listener::on(window.into(), "popstate", move |_| moved(place)));
    let back = StoredValue::new_local(back);
    on_cleanup(move || back.set_value(None));
    let brand = Brand { name: config.brand_name, logo: config.brand_logo }.draw();
    let site = StoredValue::new_local(site);
    let shown = move || site.with_value(Site::draw);
    (brand, shown).into_any()
}

fn moved(place: RwSignal<Place>) {
    let (path, query) = address::address();
    place.update(|place| *place = (path, query, place.2.wrapping_add(1)));
}

impl Site {
    fn draw(&self) -> AnyView {
        let (path, query, _) = self.place.get();
        if let Some(screen) = self.instead.get() {
            return self.fixed(screen);
        }
        let words = &self.screening.words;
        match Page::at(&path) {
            // The other module has it; the boot script finds it by the address.
            page if page.is_account() && !cfg!(feature = "account") => {
                address::reload();
                ().into_any()
            }
            Page::Flow(kind) => self.gate(Opening::read(kind, &query)),
            Page::Passkey => self.gate(Opening::offer(&query)),
            Page::Front => pages::front(self),
            #[cfg(feature = "account")]
            Page::Sessions => super::sessions::page(self),
            #[cfg(not(feature = "account"))]
            Page::Sessions => ().into_any(),
            Page::Logout => {
                self.sign_out(Mode::Navigate, value(&query, "return_to"));
                self.fixed(site::signing_out(words))
            }
            Page::Error => pages::error(self, value(&query, "id")),
            Page::Missing => self.fixed(site::missing(words)),
        }
    }

    fn gate(&self, mut opening: Opening) -> AnyView {
        if self.offers_passkey && opening.kind == FlowKind::Login && storage::may_offer() {
            opening.offer = Offer::Later;
        }
        // The offer is about passkeys, whatever the forms show.
        if opening.offer != Offer::Now {
            opening.groups.clone_from(&self.groups);
        }
        let (base, begun) = (self.base.clone(), self.begun.take());
        let (screening, acts) = (self.screening.clone(), self.acts());
        let leaving = self.clone();
        let around = Around {
            act: acts.act,
            open: acts.open,
            leave: Rc::new(move |url| leaving.leave(url)),
            remember: Rc::new(address::remember),
        };
        view! { <Gate opening base begun screening around/> }.into_any()
    }

    /// Leaves for a URL of Kratos, or for a page of the site without loading it anew.
    fn leave(&self, url: &str) {
        match url.strip_prefix(&address::origin()).unwrap_or(url) {
            path if path.starts_with('/') && is_page(path) => self.open(path),
            path if path.starts_with("/self-service/") => {
                address::leave_for(&[&self.base, path].concat());
            }
            _ => address::leave_for(url),
        }
    }

    fn open(&self, href: &str) {
        address::push(href);
        self.instead.set(None);
        moved(self.place);
    }

    /// A screen that does not change by itself.
    pub(super) fn fixed(&self, screen: Screen) -> AnyView {
        self.shown(Shown::new(screen))
    }

    /// A screen that may change.
    pub(super) fn shown(&self, shown: Shown) -> AnyView {
        draw_screen(self.screening.words, shown, &self.acts())
    }

    /// What presses do on pages without a flow.
    pub(super) fn acts(&self) -> Acts {
        let opener = self.clone();
        let open: Rc<dyn Fn(String)> = Rc::new(move |href: String| opener.open(&href));
        let site = self.clone();
        let act: Rc<dyn Fn(&Does)> = Rc::new(move |does| match does {
            Does::Open(href) => site.open(href),
            Does::Visit(url) if url.starts_with('/') => {
                address::leave_for(&[&site.base, url.as_str()].concat());
            }
            Does::Visit(url) => site.leave(url),
            Does::SignOut => site.sign_out(Mode::Navigate, None),
            Does::SignOutEverywhere => site.sign_out(Mode::Everywhere, None),
            Does::Retry
            | Does::StartOver
            | Does::GiveUp
            | Does::DeclineOffer
            | Does::DropReturnTo
            | Does::Revoke(_)
            | Does::RevokeOthers => {
                site.instead.set(None);
                moved(site.place);
            }
        });
        Acts { event: Rc::new(|_| {}), act, open }
    }

    fn sign_out(&self, mode: Mode, return_to: Option<String>) {
        let site = self.clone();
        fetch::spawn(async move {
            let leaving = site.clone();
            let end = sign_out(&site.base, mode, return_to, move |url| leaving.leave(url)).await;
            let words = &site.screening.words;
            let screen = match end {
                None => return,
                Some(End::SignedOut) => site::signed_out(words),
                Some(End::StillSignedIn) => site::still_signed_in(words),
                Some(End::Trouble(silence)) => site::not_signed_out(words, &silence),
            };
            site.instead.set(Some(screen));
        });
    }
}

fn value(query: &str, name: &str) -> Option<String> {
    urldecode(query).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// Whether the path of a URL is a page of this module.
fn is_page(href: &str) -> bool {
    let path = href.split(['?', '#']).next().unwrap_or_default();
    let page = Page::at(path);
    page != Page::Missing && (cfg!(feature = "account") || !page.is_account())
}
