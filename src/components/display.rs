//! The state of a displayed screen, shared by everything that renders it.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use super::{
    embed::{Embed, Replace},
    signal::Signal,
    turn,
};
use crate::{
    decimal::digits,
    view::{busy::Busy, screen::Screen},
};

/// A displayed screen.
#[derive(Clone)]
pub struct Display(Rc<Inner>);

struct Inner {
    /// The screen.
    screen: Signal<Rc<Screen>>,
    /// The screen whose body is rendered. It changes only with the body, so that a new notice above
    /// a form keeps the typed values.
    body_screen: Signal<Rc<Screen>>,
    /// The screen whose notices are rendered. It changes only with them, or when an answer says the
    /// same again, so that a notice is announced once for each time that it is news.
    notice_screen: Signal<Rc<Screen>>,
    /// Whether a press was answered since the last screen.
    is_answered: Cell<bool>,
    /// What the form waits for.
    busy: Signal<Busy>,
    /// The screen to come, while a turn to it begins.
    next: RefCell<Option<Rc<Screen>>>,
    /// Whether the body is that of another step than the one before.
    is_new: Cell<bool>,
    /// When another code may be requested, in milliseconds of the page's clock.
    resend_at: Cell<f64>,
    /// The number of the display on the page; part of the ids of its elements.
    number: u32,
    embed: Embed,
}

/// A weak reference to a [`Display`].
pub(super) struct WeakDisplay(Weak<Inner>);

impl WeakDisplay {
    /// The display, if it still exists.
    pub(super) fn upgrade(&self) -> Option<Display> {
        self.0.upgrade().map(Display)
    }
}

thread_local! {
    /// How many displays this page has had.
    static SCREENS: Cell<u32> = const { Cell::new(0) };
}

impl Display {
    /// A display of `screen` that is the whole page.
    pub fn new(screen: Screen) -> Self {
        Self::within(screen, Embed::default())
    }

    /// A display of `screen` that may be embedded in a host page.
    pub fn within(screen: Screen, embed: Embed) -> Self {
        let screen = Rc::new(screen);
        let display = Self(Rc::new(Inner {
            screen: Signal::new(screen.clone()),
            body_screen: Signal::new(screen.clone()),
            notice_screen: Signal::new(screen),
            is_answered: Cell::new(false),
            busy: Signal::new(Busy::No),
            next: RefCell::new(None),
            is_new: Cell::new(false),
            resend_at: Cell::new(0.0),
            number: SCREENS.replace(SCREENS.get().wrapping_add(1)),
            embed: embed.clone(),
        }));
        embed.set_display(&display);
        display
    }

    /// A weak reference to it.
    pub(super) fn downgrade(&self) -> WeakDisplay {
        WeakDisplay(Rc::downgrade(&self.0))
    }

    /// Whether it is embedded in a host page.
    pub(super) fn is_embedded(&self) -> bool {
        self.0.embed.is_embedded()
    }

    /// The element of a heading that is `below` the screen's first level.
    pub(super) fn heading(&self, below: usize) -> &'static str {
        self.0.embed.heading(below)
    }

    /// What the host page renders itself.
    pub(super) fn replace(&self) -> Option<&dyn Replace> {
        self.0.embed.replace()
    }

    /// The screen, without tracking.
    pub fn screen_untracked(&self) -> Rc<Screen> {
        self.0.screen.get_untracked()
    }

    /// The screen, tracked.
    pub(super) fn screen(&self) -> Rc<Screen> {
        self.0.screen.get()
    }

    /// The screen whose body is rendered, tracked.
    pub(super) fn body_screen(&self) -> Rc<Screen> {
        self.0.body_screen.get()
    }

    /// The screen whose notices are rendered, tracked.
    pub(super) fn notice_screen(&self) -> Rc<Screen> {
        self.0.notice_screen.get()
    }

    /// What the form waits for, tracked.
    pub(super) fn busy(&self) -> Busy {
        self.0.busy.get()
    }

    /// Whether the form waits for something, without tracking. Its step may be over.
    pub(super) fn is_busy(&self) -> bool {
        self.0.busy.get_untracked() != Busy::No || self.0.next.borrow().is_some()
    }

    /// Sets what the form waits for.
    pub fn set_busy(&self, busy: Busy) {
        let before = self.0.busy.get_untracked();
        if before != busy {
            if busy == Busy::No && before != Busy::Waiting {
                self.note_answer();
            }
            self.0.busy.set(busy);
        }
    }

    /// Notes that a press was answered: the next screen is news, even if it says the same again.
    pub(super) fn note_answer(&self) {
        self.0.is_answered.set(true);
    }

    /// When another code may be requested.
    pub(super) fn resend_at(&self) -> f64 {
        self.0.resend_at.get()
    }

    /// Sets when another code may be requested, in milliseconds of the page's clock.
    pub fn set_resend_at(&self, instant: f64) {
        self.0.resend_at.set(instant);
    }

    /// Whether the body is that of another step than the one before.
    pub(super) fn is_new(&self) -> bool {
        self.0.is_new.get()
    }

    /// Whether `screen` has the same form as the rendered one.
    pub(super) fn looks_like(&self, screen: &Screen) -> bool {
        self.0.body_screen.get_untracked().looks_like(screen)
    }

    /// Shows another screen. One of another step may come a frame later; what is shown meanwhile comes in
    /// its place.
    pub fn show(&self, screen: Screen) {
        let Some(screen) = self.unless_turning(Rc::new(screen)) else { return };
        if !screen.is_step_after(&self.screen_untracked()) {
            return self.put(screen, false);
        }
        self.0.next.replace(Some(screen));
        let display = self.clone();
        if !turn::begin(move || display.arrive()) {
            self.arrive();
        }
    }

    /// Shows the screen to come, if there is one.
    pub(super) fn arrive(&self) {
        if let Some(screen) = self.0.next.take() {
            self.put(screen, true);
        }
    }

    fn put(&self, screen: Rc<Screen>, is_new: bool) {
        self.0.is_new.set(is_new);
        if self.screen_untracked().body != screen.body {
            self.0.body_screen.set(screen.clone());
        }
        self.set_screen(screen);
    }

    /// The screen, unless it takes the place of the one to come.
    fn unless_turning(&self, screen: Rc<Screen>) -> Option<Rc<Screen>> {
        match &mut *self.0.next.borrow_mut() {
            Some(next) => {
                *next = screen;
                None
            }
            None => Some(screen),
        }
    }

    /// Shows another screen, but keeps the rendered body.
    pub(super) fn show_except_body(&self, screen: Screen) {
        if let Some(screen) = self.unless_turning(Rc::new(screen)) {
            self.set_screen(screen);
        }
    }

    fn set_screen(&self, screen: Rc<Screen>) {
        let (before, is_answer) = (self.screen_untracked(), self.0.is_answered.take());
        if is_answer || before.notices != screen.notices {
            self.0.notice_screen.set(screen.clone());
        }
        if before != screen {
            self.0.screen.set(screen);
        }
    }

    /// The id of the element that contains the screen.
    pub(super) fn root(&self) -> String {
        ["kratos-", &digits(self.0.number)].concat()
    }
}
