//! What is drawn around flows: who is signed in, and an error that Kratos stored.

use std::rc::Rc;

use super::{
    acts::Acts,
    element::{Element, keep},
    embed::Embed,
    screen::drawn,
    shown::Shown,
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
pub(crate) struct Frame {
    /// The words.
    pub words: Catalog,
    /// Kratos' public URL without a slash at the end.
    pub base: String,
    /// What presses do.
    pub acts: Acts,
    /// Whether it is a part of somebody's page.
    pub embed: Embed,
}

impl Frame {
    /// What is shown to somebody who waits.
    pub(super) fn waiting(&self) -> Shown {
        self.begin(site::front(&self.words, &SessionState::Unknown, clock::local))
    }

    fn begin(&self, screen: Screen) -> Shown {
        Shown::within(screen, self.embed.clone())
    }

    /// Draws a screen that does not change by itself.
    pub(crate) fn fixed(&self, screen: Screen) -> Element {
        self.draw(&self.begin(screen))
    }

    /// Draws a screen that may change.
    pub(super) fn draw(&self, shown: &Shown) -> Element {
        drawn(self.words, shown, &self.acts)
    }
}

/// Who is signed in, kept up to date; `changed` hears each new answer.
pub(crate) fn front(frame: &Frame, changed: impl Fn(&SessionState) + 'static) -> Element {
    let (words, shown) = (frame.words, frame.waiting());
    let of_session = shown.clone();
    keep(Watching::begin(frame.base.clone(), move |session| {
        of_session.show(site::front(&words, session, clock::local));
        changed(session);
    }));
    frame.draw(&shown)
}

/// Watches who is signed in, until it is dropped.
pub(super) struct Watching(Rc<SessionWatcher>);

impl Watching {
    /// Begins to watch the Kratos at `base`; `changed` hears each new answer.
    pub(super) fn begin(base: String, changed: impl Fn(&SessionState) + 'static) -> Self {
        Self(SessionWatcher::open(base, changed))
    }

    /// Asks again if what is known may be wrong.
    pub(super) fn check(&self, reason: CheckReason) {
        self.0.check(reason);
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// An error that Kratos stored under `id`.
pub(crate) fn stored_error(frame: &Frame, id: Option<String>) -> Element {
    let words = frame.words;
    let Some(id) = id else {
        return frame.fixed(site::stored_error(&words, None));
    };
    let shown = frame.waiting();
    let (base, answered) = (frame.base.clone(), shown.clone());
    fetch::spawn(async move {
        let answer = fetch::ask(&base, &Request::error(&id)).await;
        answered.show(site::error_answered(&words, answer));
    });
    frame.draw(&shown)
}
