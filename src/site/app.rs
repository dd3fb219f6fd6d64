//! The pages of the site and the navigation between them.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use wasm_bindgen::JsValue;

use super::{
    brand,
    config::{BadConfig, Config},
    footer,
    route::Page,
};
use crate::{
    browser::{address, dom, listen::Listener, storage},
    components::{
        Display, Element, Embed, GateCallbacks, Handlers, ScreenOptions, Signal, gate, keep,
        screen_element,
    },
    driver::{Driver, EarlyRequest},
    flow::{
        event::Event,
        opening::{Offer, Opening},
    },
    i18n::Catalog,
    kratos::flow::FlowKind,
    session::logout::Mode,
    text_search,
    view::{action::Does, screen::Screen, site},
};

/// The state shared by all pages.
pub(super) struct Site {
    /// The translations and view options.
    pub options: ScreenOptions,
    /// Kratos' public URL without a trailing slash.
    pub base: String,
    groups: Vec<String>,
    offers_passkey: bool,
    notes_last_used: bool,
    /// Notified on each navigation; the page is rendered again.
    navigations: Signal<()>,
    /// A screen shown instead of the page until the next navigation.
    override_screen: RefCell<Option<Screen>>,
    early_request: RefCell<Option<EarlyRequest>>,
    /// The flow on the page.
    driver: Rc<RefCell<Weak<Driver>>>,
    /// The address and the step in it that the page shows.
    shown: RefCell<((String, String), f64)>,
}

/// Renders the site below `root`, or the reason why it can't be used.
pub(super) fn draw(
    root: Element,
    config: Result<Config, BadConfig>,
    words: Catalog,
    languages: JsValue,
    early_request: Option<EarlyRequest>,
) {
    let config = match config {
        Ok(config) => config,
        Err(bad) => {
            let display = Display::new(site::bad_config(&words, bad.words(&words)));
            let handlers = Handlers { event: Rc::new(|_| {}), act: Rc::new(|_| {}) };
            root.child(screen_element(words, &display, &handlers));
            return;
        }
    };
    let brand = brand::draw(&config);
    let mut look = config.look;
    look.last_used = storage::last_method().filter(|_| config.notes_last_used);
    look.has_doctor |= address::is_local();
    let site = Rc::new(Site {
        options: ScreenOptions::new(words, Rc::new(look)),
        base: config.kratos_url.unwrap_or_else(address::home),
        groups: config.groups,
        offers_passkey: config.offers_passkey,
        notes_last_used: config.notes_last_used,
        navigations: Signal::new(()),
        override_screen: RefCell::default(),
        early_request: RefCell::new(early_request),
        driver: Rc::default(),
        shown: RefCell::default(),
    });
    let back = site.clone();
    let listen =
        |window: web_sys::Window| Listener::on(window.into(), "popstate", move |_| back.moved());
    keep(web_sys::window().map(listen));
    let (words, speaking) = (site.options.words.clone(), site.clone());
    let speak = Rc::new(move |words| speaking.speak(words));
    let languages = config.shows_languages.then(|| footer::languages(languages, words, speak));
    let footer = footer::draw(&config.links, languages.flatten());
    root.children(brand).reactive_child(move || Some(site.draw())).children(footer);
}

impl Site {
    fn draw(self: &Rc<Self>) -> Element {
        self.navigations.get();
        if let Some(screen) = self.override_screen.take() {
            return self.fixed(screen);
        }
        let (path, query) = address::address();
        self.note_address();
        match Page::at(&path) {
            Page::Missing => self.fixed(site::missing(&self.options.words())),
            Page::Flow(kind) => self.gate(Opening::read(kind, &query)),
            Page::Passkey => self.gate(Opening::offer(&query)),
            page => super::pages::draw(self, page, &query),
        }
    }

    fn gate(self: &Rc<Self>, mut opening: Opening) -> Element {
        if self.offers_passkey && opening.kind == FlowKind::Login && storage::may_offer() {
            opening.offer = Offer::Later;
        }
        // A flow in the address is one that was begun here; what became of it is told.
        opening.notes_method = self.notes_last_used;
        opening.goes_on = opening.kind == FlowKind::Login && opening.flow.is_none();
        // The offer page is not restricted to groups: it always needs the passkey group.
        if opening.offer != Offer::Now {
            opening.groups.clone_from(&self.groups);
        }
        let (base, early_request) = (self.base.clone(), self.early_request.take());
        let (options, handlers) = (self.options.clone(), self.handlers());
        let (leaving, noting) = (self.clone(), self.clone());
        let callbacks = GateCallbacks {
            act: handlers.act,
            leave: Rc::new(move |url, replaces| {
                leaving.leave(url, replaces);
                true
            }),
            remember: Rc::new(move |kind, flow, is_step| {
                address::remember(kind, flow, is_step);
                noting.note_address();
            }),
            embed: Embed::default(),
            driver: self.driver.clone(),
        };
        gate(opening, base, early_request, options, callbacks)
    }

    /// Navigates to a URL of Kratos, or to a page of the site without a reload.
    pub(super) fn leave(&self, url: &str, replaces: bool) {
        match url.strip_prefix(&address::home()).unwrap_or(url) {
            path if path.starts_with('/') && is_page(path) => self.open(path, replaces),
            path if path.starts_with("/self-service/") => {
                address::leave_for(&[&self.base, path].concat(), replaces);
            }
            _ => address::leave_for(url, replaces),
        }
    }

    /// Notes what the page shows.
    fn note_address(&self) {
        self.shown.replace((address::address(), address::step()));
    }

    /// Another entry of the history. A step of the flow on the page leads the flow back; anything else is
    /// another page.
    fn moved(&self) {
        let (address, step) = (address::address(), address::step());
        let (shown, shown_step) = self.shown.replace((address.clone(), step));
        let driver = self.driver.borrow().upgrade().filter(|_| shown == address);
        match driver {
            Some(driver) if step < shown_step => driver.dispatch(Event::WentBack),
            Some(_) if step > shown_step => {}
            _ => self.show(None),
        }
    }

    fn open(&self, href: &str, replaces: bool) {
        address::open(href, replaces);
        self.show(None);
    }

    /// Shows the page at the current address, or a screen instead of it.
    pub(super) fn show(&self, override_screen: Option<Screen>) {
        self.override_screen.replace(override_screen);
        self.navigations.set(());
    }

    /// Shows the page in another language.
    pub(super) fn speak(&self, words: Catalog) {
        dom::set_page_language(&words);
        self.options.words.set(words);
        // A flow is drawn again by itself, with what was typed.
        if !matches!(Page::at(&address::address().0), Page::Flow(_) | Page::Passkey) {
            self.show(None);
        }
    }

    /// Renders a screen that doesn't change.
    pub(super) fn fixed(self: &Rc<Self>, screen: Screen) -> Element {
        screen_element(self.options.words(), &Display::new(screen), &self.handlers())
    }

    /// Handles the actions of pages without a flow.
    pub(super) fn handlers(self: &Rc<Self>) -> Handlers {
        let site = self.clone();
        let act: Rc<dyn Fn(&Does)> = Rc::new(move |does| match does {
            Does::Open(href) => site.open(href, false),
            Does::Visit(url) if url.starts_with('/') => {
                address::leave_for(&[&site.base, url.as_str()].concat(), false);
            }
            Does::Visit(url) => site.leave(url, false),
            Does::SignOut => site.sign_out(Mode::Navigate),
            Does::SignOutEverywhere => site.sign_out(Mode::Everywhere),
            Does::Retry
            | Does::SwitchAccount
            | Does::StartOver
            | Does::GiveUp
            | Does::OpenTab(_)
            | Does::DeclineOffer
            | Does::DropReturnTo
            | Does::Revoke(_)
            | Does::RevokeOthers => site.show(None),
        });
        Handlers { event: Rc::new(|_| {}), act }
    }

    fn sign_out(self: &Rc<Self>, mode: Mode) {
        self.show(Some(site::signing_out(&self.options.words())));
        super::pages::sign_out(self, mode, None);
    }
}

/// Whether a URL's path is a page of the site.
fn is_page(href: &str) -> bool {
    let path = text_search::before_any(href, b"?#");
    Page::at(path) != Page::Missing
}
