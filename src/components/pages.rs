//! What is drawn callbacks flows: who is signed in, and an error that Kratos stored.

use std::rc::Rc;

use super::{
    display::Display,
    element::{Element, keep},
    embed::Embed,
    handlers::Handlers,
    screen::screen_element,
};
use crate::{
    browser::{clock, fetch},
    driver::SessionWatcher,
    i18n::Catalog,
    kratos::request::Request,
    session::{SessionState, watch::CheckReason},
    view::{screen::Screen, site},
};

/// Where something is drawn that is no flow.
#[derive(Clone)]
pub(crate) struct ScreenContext {
    /// The words.
    pub words: Catalog,
    /// Kratos' public URL without a slash at the end.
    pub base: String,
    /// What presses do.
    pub handlers: Handlers,
    /// Whether it is a part of somebody's page.
    pub embed: Embed,
}

impl ScreenContext {
    /// What is shown to somebody who waits.
    pub(super) fn waiting(&self) -> Display {
        self.begin(site::front(&self.words, &SessionState::Unknown, clock::local))
    }

    fn begin(&self, screen: Screen) -> Display {
        Display::within(screen, self.embed.clone())
    }

    /// Draws a screen that does not change by itself.
    pub(crate) fn fixed(&self, screen: Screen) -> Element {
        self.draw(&self.begin(screen))
    }

    /// Draws a screen that may change.
    pub(super) fn draw(&self, display: &Display) -> Element {
        screen_element(self.words, display, &self.handlers)
    }
}

/// Who is signed in, kept up to date; `changed` hears each new answer.
pub(crate) fn front(context: &ScreenContext, changed: impl Fn(&SessionState) + 'static) -> Element {
    let (words, display) = (context.words, context.waiting());
    let of_session = display.clone();
    keep(SessionWatch::begin(context.base.clone(), move |session| {
        of_session.show(site::front(&words, session, clock::local));
        changed(session);
    }));
    context.draw(&display)
}

/// Watches who is signed in, until it is dropped.
pub(super) struct SessionWatch(Rc<SessionWatcher>);

impl SessionWatch {
    /// Begins to watch the Kratos at `base`; `changed` hears each new answer.
    pub(super) fn begin(base: String, changed: impl Fn(&SessionState) + 'static) -> Self {
        Self(SessionWatcher::open(base, changed))
    }

    /// Asks again if what is known may be wrong.
    pub(super) fn check(&self, reason: CheckReason) {
        self.0.check(reason);
    }
}

impl Drop for SessionWatch {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// An error that Kratos stored under `id`.
pub(crate) fn stored_error(context: &ScreenContext, id: Option<String>) -> Element {
    let words = context.words;
    let Some(id) = id else {
        return context.fixed(site::stored_error(&words, None));
    };
    let display = context.waiting();
    let (base, answered) = (context.base.clone(), display.clone());
    fetch::spawn(async move {
        let answer = fetch::ask(&base, &Request::error(&id)).await;
        answered.show(site::error_answered(&words, answer));
    });
    context.draw(&display)
}
