//! What turns the machine's state into a screen.

use std::rc::Rc;

use super::signal::Signal;
use crate::{
    flow::state::State,
    i18n::Catalog,
    view::{look::Look, screen::Screen},
};

/// The options of all screens of a page.
#[derive(Clone)]
pub struct ScreenOptions {
    /// The translations; a page may change its language.
    pub words: Signal<Catalog>,
    /// The integrator's view options.
    pub look: Rc<Look>,
}

impl ScreenOptions {
    /// Options with these translations.
    pub(crate) fn new(words: Catalog, look: Rc<Look>) -> Self {
        Self { words: Signal::new(words), look }
    }

    /// The current translations, without tracking.
    pub(crate) fn words(&self) -> Catalog {
        self.words.get_untracked()
    }

    /// The screen for `state`.
    pub(super) fn screen(&self, state: &State) -> Screen {
        Screen::from_state(&self.words(), &self.look, state)
    }
}
