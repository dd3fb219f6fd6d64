//! What is on screen, shared by everything that draws it.

use std::{
    cell::Cell,
    rc::{Rc, Weak},
};

use super::{
    embed::{Embed, Replace},
    signal::Signal,
};
use crate::{
    decimal::digits,
    view::{busy::Busy, screen::Screen},
};

/// What is on screen.
#[derive(Clone)]
pub struct Shown(Rc<Parts>);

struct Parts {
    /// The screen.
    screen: Signal<Rc<Screen>>,
    /// The screen whose body is drawn. It changes only with the body, so that a notice above a form
    /// leaves what was typed below it alone.
    drawn: Signal<Rc<Screen>>,
    /// What it waits for.
    busy: Signal<Busy>,
    /// When another code may be asked for, in milliseconds of the page's clock.
    resend_at: Cell<f64>,
    /// Its number on the page, which keeps ids apart.
    number: u32,
    embed: Embed,
}

/// A [`Shown`] that does not keep it.
pub(super) struct WeakShown(Weak<Parts>);

impl WeakShown {
    /// What is on screen, as long as it is.
    pub(super) fn upgrade(&self) -> Option<Shown> {
        self.0.upgrade().map(Shown)
    }
}

thread_local! {
    /// How many screens this page has had.
    static SCREENS: Cell<u32> = const { Cell::new(0) };
}

impl Shown {
    /// Begins with `screen`, which is a page.
    pub fn new(screen: Screen) -> Self {
        Self::within(screen, Embed::default())
    }

    /// Begins with `screen`, which may be a part of a page.
    pub fn within(screen: Screen, embed: Embed) -> Self {
        let screen = Rc::new(screen);
        let shown = Self(Rc::new(Parts {
            screen: Signal::new(screen.clone()),
            drawn: Signal::new(screen),
            busy: Signal::new(Busy::No),
            resend_at: Cell::new(0.0),
            number: SCREENS.replace(SCREENS.get().wrapping_add(1)),
            embed: embed.clone(),
        }));
        embed.set_display(&shown);
        shown
    }

    /// The same without keeping it.
    pub(super) fn downgrade(&self) -> WeakShown {
        WeakShown(Rc::downgrade(&self.0))
    }

    /// Whether it is a part of somebody's page.
    pub(super) fn is_part(&self) -> bool {
        self.0.embed.is_part()
    }

    /// What the page around it draws itself.
    pub(super) fn replace(&self) -> Option<&dyn Replace> {
        self.0.embed.replace()
    }

    /// The screen as it stands.
    pub fn now(&self) -> Rc<Screen> {
        self.0.screen.now()
    }

    /// The screen, followed.
    pub(super) fn screen(&self) -> Rc<Screen> {
        self.0.screen.get()
    }

    /// The screen whose body is drawn, followed.
    pub(super) fn drawn(&self) -> Rc<Screen> {
        self.0.drawn.get()
    }

    /// What it waits for, followed.
    pub(super) fn busy(&self) -> Busy {
        self.0.busy.get()
    }

    /// Whether it waits for something.
    pub(super) fn is_waiting(&self) -> bool {
        self.0.busy.now() != Busy::No
    }

    /// Sets what it waits for.
    pub(super) fn set_busy(&self, busy: Busy) {
        if self.0.busy.now() != busy {
            self.0.busy.set(busy);
        }
    }

    /// When another code may be asked for.
    pub(super) fn resend_at(&self) -> f64 {
        self.0.resend_at.get()
    }

    /// Sets when another code may be asked for.
    pub(super) fn set_resend_at(&self, instant: f64) {
        self.0.resend_at.set(instant);
    }

    /// Whether `screen` has the same form as the one that is drawn.
    pub(super) fn looks_like(&self, screen: &Screen) -> bool {
        self.0.drawn.now().looks_like(screen)
    }

    /// Shows another screen.
    pub fn show(&self, screen: Screen) {
        let before = self.now();
        let screen = Rc::new(screen);
        if before.body != screen.body {
            self.0.drawn.set(screen.clone());
        }
        if before != screen {
            self.0.screen.set(screen);
        }
    }

    /// Shows what is around the body, which stays as it is.
    pub(super) fn show_around(&self, screen: Screen) {
        self.0.screen.set(Rc::new(screen));
    }

    /// The id of the element that holds the screen.
    pub(super) fn root(&self) -> String {
        ["kratos-", &digits(self.0.number)].concat()
    }
}
