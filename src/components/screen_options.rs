//! From the machine's state to a screen, by the words and choices of a page.

use crate::{
    flow::state::State,
    i18n::Catalog,
    view::{look::Look, screen::Screen},
};

/// What every screen of a page is made with.
#[derive(Clone, Debug)]
pub struct ScreenOptions {
    /// The words.
    pub words: Catalog,
    /// What whoever runs the service wants shown differently.
    pub look: Look,
}

impl ScreenOptions {
    /// The screen of `state`.
    pub(super) fn screen(&self, state: &State) -> Screen {
        Screen::from_state(&self.words, &self.look, state)
    }
}
