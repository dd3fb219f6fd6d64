//! The state machine of a flow, with its effects.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use js_sys::Promise;
use web_sys::AbortController;

use super::observer::{News, Observer};
use crate::{
    browser::{
        ability,
        clock::{self, Timer},
        credentials::Ceremonies,
        fetch,
        listen::{Ears, Noticed, Told},
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

/// Writes a flow to the address bar.
pub type Remember = dyn Fn(FlowKind, &str);

/// The callbacks of the host that embeds the flow.
pub struct Host {
    /// Called after every event with the new state.
    pub changed: Box<dyn Fn(&State)>,
    /// Returns the current values of the form.
    pub fields: Box<dyn Fn() -> Fields>,
    /// Navigates to a URL that Kratos gave, or to a page of the site. Returns whether navigation
    /// was started; if so, the driver checks later whether the page is still here. A host that
    /// decides later calls [`Driver::stayed`].
    pub leave: Box<dyn Fn(&str) -> bool>,
    /// Called with each configuration problem.
    pub found: Box<dyn Fn(&Finding)>,
    /// Called with events that the state doesn't show.
    pub observer: Observer,
    /// Writes a flow to the address bar, if the host owns the address.
    pub remember: Box<Remember>,
}

/// A request that was started before the driver existed.
pub struct Begun {
    /// Its absolute URL.
    pub url: String,
    /// A promise of its answer, `{status, text}`.
    pub answer: Promise,
}

/// A state machine with its effects.
pub struct Driver {
    state: RefCell<State>,
    base: String,
    host: Host,
    begun: RefCell<Option<Begun>>,
    /// Aborts the last `GET` request.
    asking: RefCell<Option<AbortController>>,
    alarm: RefCell<Option<Alarm>>,
    patience: RefCell<Option<Timer>>,
    ears: RefCell<Option<Ears>>,
    ceremonies: Ceremonies,
    retired: Cell<bool>,
}

/// How long to wait before a navigation counts as failed, in milliseconds.
pub(super) const PATIENCE: i32 = 5_000;

/// The account whose passkey signed in in this tab.
fn passkey_user() -> Option<User> {
    let kept = storage::kept(storage::USER)?;
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
    pub fn new(base: String, opening: Opening, begun: Option<Begun>, host: Host) -> Rc<Self> {
        Rc::new(Self {
            state: RefCell::new(State::new(opening)),
            base,
            host,
            begun: RefCell::new(begun),
            asking: RefCell::new(None),
            alarm: RefCell::new(None),
            patience: RefCell::new(None),
            ears: RefCell::new(None),
            ceremonies: Ceremonies::new(),
            retired: Cell::new(false),
        })
    }

    /// Starts listening and loads the flow.
    pub fn start(self: &Rc<Self>) {
        let driver = Rc::downgrade(self);
        self.ears.replace(Some(Ears::open(move |noticed| {
            if let Some(driver) = driver.upgrade() {
                driver.notice(&noticed);
            }
        })));
        let driver = Rc::downgrade(self);
        ability::ask(move |names| {
            if let Some(driver) = driver.upgrade() {
                driver.dispatch(Event::Capable(names));
            }
        });
        let kept = storage::kept(self.look(|state| state.opening.kind.as_str()));
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
    pub fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.borrow())
    }

    /// Aborts a running ceremony; the machine gets the usual event.
    #[cfg(feature = "js")]
    pub fn end_ceremony(&self) {
        self.ceremonies.end();
    }

    /// Shuts down: aborts running ceremonies and `GET` requests. The late answer to a submit is
    /// ignored.
    pub fn retire(&self) {
        self.retired.set(true);
        if let Some(asking) = self.asking.take() {
            asking.abort();
        }
        self.alarm.take();
        self.patience.take();
        self.ears.take();
        self.ceremonies.end();
    }

    /// Reports that the browser did not navigate.
    pub fn stayed(self: &Rc<Self>) {
        self.dispatch(Event::Stayed);
    }

    fn notice(self: &Rc<Self>, noticed: &Noticed) {
        match noticed {
            Noticed::Hidden => self.dispatch(Event::Hidden { typed: (self.host.fields)() }),
            Noticed::Online => self.dispatch(Event::Online),
            Noticed::SessionMoved => self.dispatch(Event::SessionMoved),
            Noticed::SignedOut => self.dispatch(Event::SignedOut { typed: (self.host.fields)() }),
            Noticed::Returned => self.dispatch(Event::Returned),
            Noticed::Shown => {
                let due =
                    self.alarm.borrow().as_ref().is_some_and(|alarm| clock::epoch() >= alarm.at);
                if due {
                    self.age();
                }
                self.dispatch(Event::Shown);
            }
        }
    }

    fn age(self: &Rc<Self>) {
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
                        driver.host.observer.tell(News::Answered(&response, &answer));
                        answer
                    });
                    if driver.retired.get() && request.method != Method::Get {
                        // The submit may have signed in, although its form is gone.
                        Ears::open(|_| {}).tell(Told::Moved);
                    }
                    let typed = (driver.host.fields)();
                    let now = clock::whole(clock::epoch());
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
            Effect::Remember { kind, flow } => (self.host.remember)(kind, &flow),
            Effect::Alarm(milliseconds) => self.set_alarm(milliseconds),
            Effect::Keep(kind, text) => storage::keep(kind.as_str(), text.as_deref()),
            Effect::ForgetDrafts(person) => storage::forget_drafts(person.as_ref()),
            Effect::SessionChanged => {
                if let Some(ears) = &*self.ears.borrow() {
                    ears.tell(Told::Moved);
                }
                self.host.observer.tell(News::Passed);
            }
            Effect::Signal(signal) => ability::tell(&signal, passkey_user()),
            Effect::RememberUser(user) => {
                let kept = user.map(|user| [&user.rp_id, " ", &user.handle].concat());
                storage::keep(storage::USER, kept.as_deref());
            }
            Effect::SnoozeOffer => storage::snooze_offer(),
            Effect::Report(finding) => {
                page::warn(&[finding.code, ": ", &finding.cause, " ", &finding.remedy].concat());
                (self.host.found)(&finding);
            }
            Effect::Navigate { url, hops } => {
                storage::count_hops(hops);
                if (self.host.leave)(&url) {
                    self.wait_for_end();
                }
            }
        }
    }

    /// Waits for the page to unload. Browsers don't report a navigation that leads nowhere: no app
    /// handles the scheme, or the response is empty or a download.
    fn wait_for_end(self: &Rc<Self>) {
        let driver = Rc::downgrade(self);
        let timer = Timer::after(PATIENCE, move || {
            if let Some(driver) = driver.upgrade() {
                driver.stayed();
            }
        });
        self.patience.replace(Some(timer));
    }

    fn set_alarm(self: &Rc<Self>, milliseconds: i64) {
        // A timer can't run longer than 24 days; the flow's lifespan is checked again then.
        let wait = i32::try_from(milliseconds).unwrap_or(i32::MAX);
        let driver: Weak<Self> = Rc::downgrade(self);
        let timer = Timer::after(wait, move || {
            if let Some(driver) = driver.upgrade() {
                driver.age();
            }
        });
        let at = clock::epoch() + f64::from(wait);
        self.alarm.replace(Some(Alarm { at, _timer: timer }));
    }

    /// Sends a request, or waits for one that was already started. Other requests wait for it too:
    /// with two first requests at once, one of the two CSRF cookies is lost (see
    /// docs/kratos.md#the-first-request).
    async fn send(&self, request: &Request) -> Result<Response, Unreached> {
        let begun = self.begun.take();
        if let Some(begun) = begun {
            let same =
                request.method == Method::Get && begun.url == fetch::url(&self.base, request);
            let answer = fetch::receive(begun.answer).await;
            if same {
                return answer;
            }
        }
        let controller = AbortController::new().map_err(|_| Unreached::Failed)?;
        if request.method == Method::Get {
            self.asking.replace(Some(controller.clone()));
        }
        fetch::send_by(controller, &self.base, request).await
    }
}
