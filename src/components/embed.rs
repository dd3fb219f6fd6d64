//! The page that a screen is a part of.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use super::shown::{Shown, WeakShown};
use crate::{diagnose::Finding, driver::Driver, flow::state::State, view::screen::Screen};

/// What whoever embeds a flow may want to know.
pub enum Happened<'a> {
    /// The machine has another state.
    Changed(&'a State),
    /// The flow went through: the session or the account is another than before.
    Passed,
    /// Something is wrong with the set-up.
    Found(&'a Finding),
}

/// Whether a screen is a page, or a part of somebody's page, whose title and focus are not its own.
#[derive(Clone, Default)]
pub struct Embed {
    part: Option<Rc<Part>>,
}

struct Part {
    hears: Box<dyn Fn(Happened<'_>)>,
    shown: RefCell<Option<WeakShown>>,
    driver: RefCell<Weak<Driver>>,
}

impl Embed {
    /// A part of a page that hears what happens.
    pub fn part(hears: impl Fn(Happened<'_>) + 'static) -> Self {
        let hears = Box::new(hears);
        Self {
            part: Some(Rc::new(Part {
                hears,
                shown: RefCell::default(),
                driver: RefCell::default(),
            })),
        }
    }

    /// Whether it is a part of somebody's page.
    pub(super) fn is_part(&self) -> bool {
        self.part.is_some()
    }

    /// Tells the page.
    pub(super) fn tell(&self, happened: Happened<'_>) {
        if let Some(part) = &self.part {
            (part.hears)(happened);
        }
    }

    /// Notes what is drawn in it.
    pub(super) fn holds(&self, shown: &Shown) {
        if let Some(part) = &self.part {
            part.shown.replace(Some(shown.downgrade()));
        }
    }

    /// Notes which machine runs it.
    pub(super) fn driven_by(&self, driver: &Rc<Driver>) {
        if let Some(part) = &self.part {
            part.driver.replace(Rc::downgrade(driver));
        }
    }

    /// Shows a screen in it.
    pub fn show(&self, screen: Screen) {
        let shown = self.part.as_ref().and_then(|part| part.shown.borrow().as_ref()?.upgrade());
        if let Some(shown) = shown {
            shown.show(screen);
        }
    }

    /// The machine that runs it.
    pub fn driver(&self) -> Option<Rc<Driver>> {
        self.part.as_ref()?.driver.borrow().upgrade()
    }
}
