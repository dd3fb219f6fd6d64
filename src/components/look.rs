//! From the machine's state to a screen, by the words and choices of a page.

use crate::{
    flow::state::State,
    i18n::Catalog,
    view::{look::Look, screen::Screen},
};

/// What every screen of a page is made with.
#[derive(Clone, Debug)]
pub struct Screening {
    /// The words.
    pub words: Catalog,
    /// What whoever runs the service wants shown differently.
    pub look: Look,
}

impl Screening {
    /// The screen of `state`.
    ///
    /// Settings are drawn with the feature `account` only, so that a page without it does not carry
    /// their weight.
    pub(super) fn screen(&self, state: &State) -> Screen {
        #[cfg(feature = "account")]
        if let Some(screen) = self.settings(state) {
            return screen;
        }
        Screen::of(&self.words, &self.look, state)
    }

    #[cfg(feature = "account")]
    fn settings(&self, state: &State) -> Option<Screen> {
        use crate::{flow::state::Phase, kratos::flow::FlowKind, view::settings};
        let flow = state.flow.as_ref().filter(|flow| flow.kind == Some(FlowKind::Settings))?;
        let is_stopped = matches!(state.phase, Phase::Stopped(_));
        (!is_stopped).then(|| settings::screen(&self.words, &self.look, state, flow))
    }
}
