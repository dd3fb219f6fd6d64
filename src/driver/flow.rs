//! The state machine of a flow, with its effects.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::AbortController;

use super::observer::{Observer, ObserverEvent};
use crate::{
    browser::{
        ability,
        clock::{self, Timer},
        credentials::Ceremonies,
        fetch,
        listen::{PageEvent, PageListeners, TabMessage},
        page, storage,
    },
    diagnose::Finding,
    flow::{
        draft::Fields, effect::Effect, event::Event, opening::Opening, state::State, update::update,
    },
    kratos::{
        flow::FlowKind,
        request::{Method, Request},
        response::{Response, Unreached},
    },
    webauthn::ability::User,
};

/// Writes a flow to the address bar: its kind, its id, and whether this is the next step of the flow that
/// was written before.
pub type Remember = dyn Fn(FlowKind, &str, bool);

/// Navigates to a URL that Kratos gave, or to a page of the site, and replaces the history entry if the
/// second argument says so. Returns whether the navigation was started.
pub type Leave = dyn Fn(&str, bool) -> bool;

/// The callbacks of the host that embeds the flow.
pub struct Host {
    /// Called after every event with the new state.
    pub changed: Box<dyn Fn(&State)>,
    /// Returns the current values of the form.
    pub fields: Box<dyn Fn() -> Fields>,
    /// Navigates to a URL that Kratos gave, or to a page of the site. Returns whether navigation
    /// was started; if so, the driver checks later whether the page is still here. A host that
    /// decides later calls [`Driver::stayed`].
    pub leave: Box<Leave>,
    /// Called with each configuration problem.
    pub found: Box<dyn Fn(&Finding)>,
    /// Called with events that the state doesn't show.
    pub observer: Observer,
    /// Writes a flow to the address bar, if the host owns the address.
    pub remember: Box<Remember>,
}

/// A request that was started before the driver existed.
pub struct EarlyRequest {
    /// Its absolute URL.
    pub url: String,
    /// A promise of its answer, `{status, text}`.
    pub answer: Promise,
}

impl EarlyRequest {
    /// The request of a script of the page: `{url, answer}`. `None` if there is none.
    pub fn from_js(request: &JsValue) -> Option<Self> {
        let member = |name: &str| Reflect::get(request, &name.into()).ok();
        Some(Self { url: member("url")?.as_string()?, answer: member("answer")?.dyn_into().ok()? })
    }
}

/// A state machine with its effects.
pub struct Driver {
    state: RefCell<State>,
    base: String,
    host: Host,
    early_request: RefCell<Option<EarlyRequest>>,
    /// Aborts the last `GET` request.
    pending_get: RefCell<Option<AbortController>>,
    alarm: RefCell<Option<Alarm>>,
    navigation_timer: RefCell<Option<Timer>>,
    listeners: RefCell<Option<PageListeners>>,
    ceremonies: Ceremonies,
    retired: Cell<bool>,
}

/// How long to wait before a navigation counts as failed, in milliseconds.
pub(super) const NAVIGATION_TIMEOUT: i32 = 5_000;

/// The account whose passkey signed in in this tab.
fn passkey_user() -> Option<User> {
    let kept = storage::load(storage::USER)?;
    let (rp_id, handle) = kept.split_once(' ')?;
    Some(User { rp_id: rp_id.to_owned(), handle: handle.to_owned() })
}

/// When to renew the flow. Timers stop while the computer sleeps, so the clock is also checked when
/// the page is shown again.
struct Alarm {
    at: f64,
    _timer: Timer,
}

impl Driver {
    /// A driver for the Kratos at `base`, an absolute URL without a trailing slash. Does nothing
    /// before [`Driver::start`].
    pub fn new(
        base: String,
        opening: Opening,
        early_request: Option<EarlyRequest>,
        host: Host,
    ) -> Rc<Self> {
        Rc::new(Self {
            state: RefCell::new(State::new(opening)),
            base,
            host,
            early_request: RefCell::new(early_request),
            pending_get: RefCell::new(None),
            alarm: RefCell::new(None),
            navigation_timer: RefCell::new(None),
            listeners: RefCell::new(None),
            ceremonies: Ceremonies::new(),
            retired: Cell::new(false),
        })
    }

    /// Starts listening and loads the flow.
    pub fn start(self: &Rc<Self>) {
        let driver = Rc::downgrade(self);
        self.listeners.replace(Some(PageListeners::new(move |event| {
            if let Some(driver) = driver.upgrade() {
                driver.page_event(&event);
            }
        })));
        let driver = Rc::downgrade(self);
        ability::ask(move |names| {
            if let Some(driver) = driver.upgrade() {
                driver.dispatch(Event::Capable(names));
            }
        });
        let kept = storage::load(self.with_state(|state| state.opening.kind.as_str()));
        let hops = storage::hops();
        self.dispatch(Event::Started { kept, page: ability::observe(), hops });
    }

    /// Handles an event. All effects are started before it returns, so a ceremony runs with the
    /// click's user activation.
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

    /// Reads the current state.
    pub fn with_state<T>(&self, read: impl FnOnce(&State) -> T) -> T {
        read(&self.state.borrow())
    }

    /// Aborts a running ceremony; the machine gets the usual event.
    #[cfg(feature = "js")]
    pub fn end_ceremony(&self) {
        self.ceremonies.end();
    }

    /// Stores what was typed, as before a reload. Returns the id of the flow whose form is on screen: another
    /// driver can go on with it.
    #[cfg(feature = "element")]
    pub fn set_aside(self: &Rc<Self>, typed: Fields) -> Option<String> {
        self.dispatch(Event::Hidden { typed });
        self.with_state(|state| {
            let flow = state.flow.as_ref().filter(|_| state.is_ready());
            flow.map(|flow| flow.id.clone())
        })
    }

    /// Shuts down: aborts running ceremonies and `GET` requests. The late answer to a submit is
    /// ignored.
    pub fn retire(&self) {
        self.retired.set(true);
        if let Some(pending_get) = self.pending_get.take() {
            pending_get.abort();
        }
        self.alarm.take();
        self.navigation_timer.take();
        self.listeners.take();
        self.ceremonies.end();
    }

    /// Reports that the browser did not navigate.
    pub fn stayed(self: &Rc<Self>) {
        self.dispatch(Event::Stayed);
    }

    fn page_event(self: &Rc<Self>, event: &PageEvent) {
        match event {
            PageEvent::Hidden => self.dispatch(Event::Hidden { typed: (self.host.fields)() }),
            PageEvent::Online => self.dispatch(Event::Online),
            PageEvent::SessionChanged => self.dispatch(Event::SessionChanged),
            PageEvent::SigningOut => {
                self.dispatch(Event::SigningOut { typed: (self.host.fields)() })
            }
            PageEvent::Returned => self.dispatch(Event::Returned),
            PageEvent::Shown => {
                let due =
                    self.alarm.borrow().as_ref().is_some_and(|alarm| clock::epoch() >= alarm.at);
                if due {
                    self.flow_aging();
                }
                self.dispatch(Event::Shown);
            }
        }
    }

    fn flow_aging(self: &Rc<Self>) {
        self.alarm.take();
        self.dispatch(Event::FlowAging { typed: (self.host.fields)() });
    }

    fn perform(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Send { ticket, request } => {
                let driver = self.clone();
                fetch::spawn(async move {
                    let answer = driver.send(&request).await.map(|response| {
                        let answer = response.read();
                        driver.host.observer.notify(ObserverEvent::Answered(&response, &answer));
                        answer
                    });
                    if driver.retired.get() && request.method != Method::Get {
                        // The submit may have signed in, although its form is gone.
                        TabMessage::SessionChanged.post();
                    }
                    let typed = (driver.host.fields)();
                    let now = clock::to_integer(clock::epoch());
                    driver.dispatch(Event::Answered { ticket, answer, typed, now });
                });
            }
            Effect::Run { ticket, ceremony } => {
                let driver = self.clone();
                self.ceremonies.run(&ceremony, move |credential| {
                    let fields = (driver.host.fields)();
                    driver.dispatch(Event::CeremonyEnded { ticket, credential, fields });
                });
            }
            Effect::EndCeremony => self.ceremonies.end(),
            Effect::Remember { kind, flow, is_step } => {
                (self.host.remember)(kind, &flow, is_step);
            }
            Effect::Alarm(milliseconds) => self.set_alarm(milliseconds),
            Effect::Keep(kind, text) => storage::store(kind.as_str(), text.as_deref()),
            Effect::ForgetDrafts(person) => storage::forget_drafts(person.as_ref()),
            Effect::SessionChanged => {
                if let Some(listeners) = &*self.listeners.borrow() {
                    listeners.post(TabMessage::SessionChanged);
                }
                self.host.observer.notify(ObserverEvent::Succeeded);
            }
            Effect::Signal(signal) => ability::signal(&signal, passkey_user()),
            Effect::RememberUser(user) => {
                let kept = user.map(|user| [&user.rp_id, " ", &user.handle].concat());
                storage::store(storage::USER, kept.as_deref());
            }
            Effect::NoteMethod(method) => storage::note_method(&method),
            Effect::SnoozeOffer => storage::snooze_offer(),
            Effect::Report(finding) => {
                page::warn(&[finding.code, ": ", &finding.cause, " ", &finding.remedy].concat());
                (self.host.found)(&finding);
            }
            Effect::Navigate { url, hops, replaces } => {
                storage::count_hops(hops);
                if (self.host.leave)(&url, replaces) {
                    self.watch_navigation();
                }
            }
        }
    }

    /// Waits for the page to unload. Browsers don't report a navigation that leads nowhere: no app
    /// handles the scheme, or the response is empty or a download.
    fn watch_navigation(self: &Rc<Self>) {
        let driver = Rc::downgrade(self);
        let timer = Timer::after(NAVIGATION_TIMEOUT, move || {
            if let Some(driver) = driver.upgrade() {
                driver.stayed();
            }
        });
        self.navigation_timer.replace(Some(timer));
    }

    fn set_alarm(self: &Rc<Self>, milliseconds: i64) {
        // A timer can't run longer than 24 days; the flow's lifespan is checked again then.
        let wait = i32::try_from(milliseconds).unwrap_or(i32::MAX);
        let driver: Weak<Self> = Rc::downgrade(self);
        let timer = Timer::after(wait, move || {
            if let Some(driver) = driver.upgrade() {
                driver.flow_aging();
            }
        });
        let at = clock::epoch() + f64::from(wait);
        self.alarm.replace(Some(Alarm { at, _timer: timer }));
    }

    /// Sends a request, or waits for one that was already started. Other requests wait for it too:
    /// with two first requests at once, one of the two CSRF cookies is lost (see
    /// docs/kratos.md#the-first-request).
    async fn send(&self, request: &Request) -> Result<Response, Unreached> {
        let early_request = self.early_request.take();
        if let Some(early_request) = early_request {
            let same = request.method == Method::Get
                && early_request.url == fetch::url(&self.base, request);
            let answer = fetch::receive(early_request.answer).await;
            if same {
                return answer;
            }
        }
        let controller = AbortController::new().map_err(|_| Unreached::Failed)?;
        if request.method == Method::Get {
            self.pending_get.replace(Some(controller.clone()));
        }
        fetch::send_by(controller, &self.base, request).await
    }
}
