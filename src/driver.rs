//! Runs a machine on a page: performs its effects and feeds what comes of them back as events.
//!
//! It knows no rule of Kratos.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Promise;

use crate::{
    browser::{credentials, fetch, page},
    flow::{
        draft::Fields, effect::Effect, event::Event, opening::Opening, state::State, update::update,
    },
    kratos::request::Request,
};

/// Who watches and serves a machine.
pub struct Host {
    /// Called after every event with the new state.
    pub changed: Box<dyn Fn(&State)>,
    /// Reads what stands in the form now.
    pub fields: Box<dyn Fn() -> Fields>,
}

/// A request that was begun before the machine was there.
pub struct Begun {
    /// Its absolute URL.
    pub url: String,
    /// A promise of its `Response`.
    pub response: Promise,
}

/// A machine with its effects.
pub struct Driver {
    state: RefCell<State>,
    base: String,
    host: Host,
    begun: RefCell<Option<Begun>>,
    retired: Cell<bool>,
}

impl Driver {
    /// A machine for the Kratos at `base`, an absolute URL without a slash at the end. Nothing happens
    /// before [`Driver::start`].
    pub fn new(base: String, opening: Opening, begun: Option<Begun>, host: Host) -> Rc<Self> {
        Rc::new(Self {
            state: RefCell::new(State::new(opening)),
            base,
            host,
            begun: RefCell::new(begun),
            retired: Cell::new(false),
        })
    }

    /// Begins.
    pub fn start(self: &Rc<Self>) {
        self.dispatch(Event::Started);
    }

    /// Takes what happened. Returns after every effect was begun, so a ceremony runs inside the click
    /// that asked for it.
    pub fn dispatch(self: &Rc<Self>, event: Event) {
        if self.retired.get() {
            return;
        }
        let effects = update(&mut self.state.borrow_mut(), event);
        for effect in effects {
            self.perform(effect);
        }
        (self.host.changed)(&self.state.borrow());
    }

    /// Ends the machine: running ceremonies are ended, late answers fall on deaf ears.
    pub fn retire(&self) {
        self.retired.set(true);
        credentials::end();
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Send { ticket, request } => {
                let driver = self.clone();
                fetch::spawn(async move {
                    let answer = driver.send(&request).await;
                    let typed = (driver.host.fields)();
                    driver.dispatch(Event::Answered { ticket, answer, typed });
                });
            }
            Effect::Run { ticket, ceremony } => {
                let driver = self.clone();
                credentials::run(&ceremony, move |credential| {
                    let fields = (driver.host.fields)();
                    driver.dispatch(Event::CeremonyEnded { ticket, credential, fields });
                });
            }
            Effect::EndCeremony => credentials::end(),
            Effect::Remember { kind, flow } => page::remember(kind, &flow),
            Effect::Navigate(url) => page::leave_for(&url),
        }
    }

    /// Sends a request, or takes over one that was begun already. Another one waits for that first:
    /// two first requests at once make Kratos forget one of the two CSRF cookies (contract §8.2).
    async fn send(
        &self,
        request: &Request,
    ) -> Result<crate::kratos::response::Response, crate::flow::event::Unreached> {
        let begun = self.begun.take();
        if let Some(begun) = begun {
            let same =
                request.form.is_none() && begun.url == [&self.base, request.url.as_str()].concat();
            let answer = fetch::receive(begun.response).await;
            if same {
                return answer;
            }
        }
        fetch::send(&self.base, request).await
    }
}
