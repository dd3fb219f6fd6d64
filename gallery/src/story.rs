//! One screen of the gallery.

use std::rc::Rc;

use propylon::{
    components::Display,
    flow::state::State,
    i18n::Catalog,
    view::{busy::Busy, look::Look, screen::Screen},
};

use crate::look::look;

/// A screen, and what happens on it.
#[derive(Clone)]
pub struct Story {
    /// Its place in the gallery, `group/name`. Deep links and tests have it, so it stays.
    pub id: String,
    /// Selectors of what is pressed once it is drawn.
    pub presses: Vec<&'static str>,
    screen: Rc<dyn Fn(&Catalog) -> Screen>,
    busy: Busy,
    waits_for_code: bool,
}

impl Story {
    /// A story of a screen.
    pub fn new(id: &str, screen: impl Fn(&Catalog) -> Screen + 'static) -> Self {
        Self {
            id: id.to_owned(),
            presses: Vec::new(),
            screen: Rc::new(screen),
            busy: Busy::No,
            waits_for_code: false,
        }
    }

    /// The screen of a state, with what the state waits for.
    pub fn of_state(id: &str, state: State) -> Self {
        Self::with_look(id, state, look())
    }

    /// The screen of a state with an integrator's options.
    pub fn with_look(id: &str, state: State, look: Look) -> Self {
        let busy = Busy::from_state(&state);
        let screen = move |words: &Catalog| Screen::from_state(words, &look, &state);
        Self { busy, ..Self::new(id, screen) }
    }

    /// The same under another name.
    pub fn named(mut self, id: &str) -> Self {
        self.id = id.to_owned();
        self
    }

    /// Something is pressed once it is drawn.
    pub fn pressing(mut self, selector: &'static str) -> Self {
        self.presses.push(selector);
        self
    }

    /// Another code can't be requested yet.
    pub fn waiting_for_code(mut self) -> Self {
        self.waits_for_code = true;
        self
    }

    /// Its display in a language.
    pub fn display(&self, words: &Catalog) -> Display {
        let display = Display::new((self.screen)(words));
        display.set_busy(self.busy.clone());
        if self.waits_for_code {
            let now = web_sys::window().and_then(|window| window.performance());
            display.set_resend_at(now.map_or(0.0, |clock| clock.now()) + 30_000.0);
        }
        display
    }
}
