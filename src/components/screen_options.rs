//! What turns the machine's state into a screen.

use std::rc::Rc;

use crate::{
    flow::state::State,
    i18n::Catalog,
    view::{look::Look, screen::Screen},
};

/// The options of all screens of a page.
#[derive(Clone, Debug)]
pub struct ScreenOptions {
    /// The translations.
    pub words: Catalog,
    /// The integrator's view options.
    pub look: Rc<Look>,
}

impl ScreenOptions {
    /// The screen for `state`.
    pub(super) fn screen(&self, state: &State) -> Screen {
        Screen::from_state(&self.words, &self.look, state)
    }
}
