//! One screen of the gallery.

use std::rc::Rc;

use leptos::{html, prelude::*};
use propylon::{
    components::{Display, Handlers, screen_view, user_menu_view},
    flow::state::State,
    i18n::Catalog,
    session::SessionState,
    site::{config::Config, framed_view},
    view::{
        busy::Busy,
        look::Look,
        screen::Screen,
        user_menu::{self, UserMenu},
    },
};
use serde_json::{Value, json};

use crate::{look::look, sessions::session};

/// A screen, and what happens on it.
#[derive(Clone)]
pub struct Story {
    /// Its place in the gallery, `group/name`. Deep links and tests have it, so it stays.
    pub id: String,
    /// Selectors of what is pressed once it is drawn.
    pub presses: Vec<&'static str>,
    /// `brand` of the settings of the site around it, if it is shown within one.
    pub brand: Option<Value>,
    is_menu: bool,
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
            brand: None,
            is_menu: false,
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

    /// The same in a site with this `brand` in its settings.
    pub fn within(mut self, brand: Value) -> Self {
        self.brand = Some(brand);
        self
    }

    /// The menu of somebody who is signed in, in the place of a screen.
    pub fn menu(id: &str) -> Self {
        Self { is_menu: true, ..Self::new(id, propylon::view::site::missing) }
    }

    /// Another code can't be requested yet.
    pub fn waiting_for_code(mut self) -> Self {
        self.waits_for_code = true;
        self
    }

    /// It in a language.
    pub fn view(&self, words: Catalog) -> AnyView {
        // Presses lead nowhere.
        let handlers = Handlers { event: Rc::new(|_| {}), act: Rc::new(|_| {}) };
        if self.is_menu {
            let model = UserMenu::new(&words, "/settings".to_owned(), "/sessions".to_owned());
            let person = user_menu::person(&words, &SessionState::Active(Box::new(session(0))));
            let menu = user_menu_view(words, person.unwrap(), model, handlers);
            return (html::h1().attr("data-part", "title").child("Inbox"), menu).into_any();
        }
        let display = self.display(&words);
        match &self.brand {
            Some(brand) => {
                let config = Config::read(200, &json!({ "brand": brand }).to_string()).unwrap();
                framed_view(config, words, &display, &handlers).into_any()
            }
            None => screen_view(words, &display, &handlers).into_any(),
        }
    }

    fn display(&self, words: &Catalog) -> Display {
        let display = Display::new((self.screen)(words));
        display.set_busy(self.busy.clone());
        if self.waits_for_code {
            let now = web_sys::window().and_then(|window| window.performance());
            display.set_resend_at(now.map_or(0.0, |clock| clock.now()) + 30_000.0);
        }
        display
    }
}
