//! The machine of a flow, with its effects.

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

/// Puts a flow into the address bar.
pub type Remember = dyn Fn(FlowKind, &str);

/// Who watches and serves a machine.
pub struct Host {
    /// Called after every event with the new state.
    pub changed: Box<dyn Fn(&State)>,
    /// Reads what stands in the form now.
    pub fields: Box<dyn Fn() -> Fields>,
    /// Leaves for a URL that Kratos gave or a page of the site. Whether the browser was told to, so that
    /// the machine hears when it is still here; a host that decides later tells by [`Driver::stayed`].
    pub leave: Box<dyn Fn(&str) -> bool>,
    /// Hears what is wrong with the set-up.
    pub found: Box<dyn Fn(&Finding)>,
    /// Hears what a state does not tell.
    pub observer: Observer,
    /// Puts a flow into the address bar, where the page is the host's to say so.
    pub remember: Box<Remember>,
}

/// A request that was begun before the machine was there.
pub struct Begun {
    /// Its absolute URL.
    pub url: String,
    /// A promise of its answer, `{status, text}`.
    pub answer: Promise,
}

/// A machine with its effects.
pub struct Driver {
    state: RefCell<State>,
    base: String,
    host: Host,
    begun: RefCell<Option<Begun>>,
    /// Ends the last request that changes nothing at Kratos.
    asking: RefCell<Option<AbortController>>,
    alarm: RefCell<Option<Alarm>>,
    patience: RefCell<Option<Timer>>,
    ears: RefCell<Option<Ears>>,
    ceremonies: Ceremonies,
    retired: Cell<bool>,
}

/// How long the browser may take to leave, in milliseconds.
pub(super) const PATIENCE: i32 = 5_000;

/// Whose passkey signed in in this tab.
fn passkey_user() -> Option<User> {
    let kept = storage::kept(storage::USER)?;
    let (rp_id, handle) = kept.split_once(' ')?;
    Some(User { rp_id: rp_id.to_owned(), handle: handle.to_owned() })
}

/// When a flow should be renewed. A timer sleeps along with the computer, so the clock is looked at
/// as well when the page is shown again.
struct Alarm {
    at: f64,
    _timer: Timer,
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
            asking: RefCell::new(None),
            alarm: RefCell::new(None),
            patience: RefCell::new(None),
            ears: RefCell::new(None),
            ceremonies: Ceremonies::new(),
            retired: Cell::new(false),
        })
    }

    /// Begins.
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

    /// Looks at the state as it stands.
    pub fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.borrow())
    }

    /// Ends a running ceremony; the machine hears of it as of any other end.
    #[cfg(feature = "js")]
    pub fn end_ceremony(&self) {
        self.ceremonies.end();
    }

    /// Ends the machine: running ceremonies are ended, and so is a question to Kratos; the late answer to
    /// a submit falls on deaf ears.
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

    /// Tells the machine that the browser did not leave.
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
                        // Its page is gone, and yet it may have signed somebody in.
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

    /// Waits for the end of the page. Browsers don't say when a URL leads nowhere: no program has its
    /// scheme, its answer has no content or is saved as a file.
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
        // A timer takes no more than 24 days; a flow that lives longer is looked at then.
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

    /// Sends a request, or takes over one that was begun already. Another one waits for that first:
    /// two first requests at once make Kratos forget one of the two CSRF cookies (see
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
