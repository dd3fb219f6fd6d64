//! Screens that are not flows: the session, and an error that Kratos stored.

use std::rc::Rc;

use super::{
    display::Display,
    element::{Element, keep},
    embed::Embed,
    handlers::Handlers,
    screen::screen_element,
};
use crate::{
    browser::{fetch, time},
    driver::SessionWatcher,
    i18n::Catalog,
    kratos::request::Request,
    session::{SessionState, watch::CheckReason},
    view::{look::Look, screen::Screen, site},
};

/// What a screen needs that is not a flow.
#[derive(Clone)]
pub(crate) struct ScreenContext {
    /// The translations.
    pub words: Catalog,
    /// The integrator's view options.
    pub look: Rc<Look>,
    /// Kratos' public URL without a trailing slash.
    pub base: String,
    /// The handlers of presses.
    pub handlers: Handlers,
    /// Whether the screen is embedded in a host page.
    pub embed: Embed,
}

impl ScreenContext {
    /// A display with the loading screen.
    pub(super) fn waiting(&self) -> Display {
        self.begin(site::front(&self.words, &SessionState::Unknown, str::to_owned))
    }

    fn begin(&self, screen: Screen) -> Display {
        Display::within(screen, self.embed.clone())
    }

    /// Renders a screen that doesn't change.
    pub(crate) fn fixed(&self, screen: Screen) -> Element {
        self.draw(&self.begin(screen))
    }

    /// Renders a display.
    pub(super) fn draw(&self, display: &Display) -> Element {
        screen_element(self.words, display, &self.handlers)
    }
}

/// Shows who is signed in, and keeps it up to date; `changed` is called with each new state.
pub(crate) fn front(context: &ScreenContext, changed: impl Fn(&SessionState) + 'static) -> Element {
    let (words, display) = (context.words, context.waiting());
    let of_session = display.clone();
    keep(SessionWatch::begin(context.base.clone(), move |session| {
        of_session.show(site::front(&words, session, |instant| time::said(&words, instant)));
        changed(session);
    }));
    context.draw(&display)
}

/// Watches the session until it is dropped.
pub(super) struct SessionWatch(Rc<SessionWatcher>);

impl SessionWatch {
    /// Starts watching the session at `base`; `changed` is called with each new state.
    pub(super) fn begin(base: String, changed: impl Fn(&SessionState) + 'static) -> Self {
        Self(SessionWatcher::open(base, changed))
    }

    /// Checks the session again if the known state may be out of date.
    pub(super) fn check(&self, reason: CheckReason) {
        self.0.check(reason);
    }
}

impl Drop for SessionWatch {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Shows the error that Kratos stored under `id`.
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
