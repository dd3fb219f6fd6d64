//! The page that a screen is a part of.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
    sync::atomic::{AtomicBool, Ordering},
};

use super::{
    display::{Display, WeakDisplay},
    element::Element,
    handlers::Handlers,
};
use crate::{
    diagnose::Finding,
    driver::Driver,
    flow::state::State,
    view::{form::Section, notice::Notice, part, screen::Screen},
};

/// What whoever embeds a flow may want to know.
pub enum EmbedEvent<'a> {
    /// The machine has another state.
    Changed(&'a State),
    /// The flow went through: the session or the account is another than before.
    Succeeded,
    /// Something is wrong with the set-up.
    Finding(&'a Finding),
}

/// A page that draws parts of a screen itself.
pub(super) trait Replace {
    /// A part of a form; `None` leaves it to us.
    fn part(&self, part: &part::Part, display: &Display, handlers: &Handlers) -> Option<Element>;

    /// What stands callbacks the parts of a section, which are in `drawn`.
    fn section(&self, section: &Section, drawn: Element) -> Element;

    /// A notice above a form; `None` leaves it to us.
    fn notice(&self, notice: &Notice, handlers: &Handlers) -> Option<Element>;
}

/// Whether any page of this program draws parts itself. Where nobody sets it, the compiler sees that it
/// stays as it is, and leaves out whatever asks: half a kilobyte of Brotli. An atomic, because it does not
/// see through a thread-local.
static REPLACES: AtomicBool = AtomicBool::new(false);

/// Whether a screen is a page, or a part of somebody's page, whose title and focus are not its own.
#[derive(Clone, Default)]
pub struct Embed {
    part: Option<Rc<Inner>>,
}

struct Inner {
    callback: Box<dyn Fn(EmbedEvent<'_>)>,
    replace: Option<Box<dyn Replace>>,
    display: RefCell<Option<WeakDisplay>>,
    driver: RefCell<Weak<Driver>>,
}

impl Embed {
    /// A part of a page; `callback` is called with each event.
    pub fn embedded(callback: impl Fn(EmbedEvent<'_>) + 'static) -> Self {
        Self::new(Box::new(callback), None)
    }

    /// A part of a page that draws some of it itself, too.
    pub(super) fn with_replacements(
        callback: impl Fn(EmbedEvent<'_>) + 'static,
        replace: impl Replace + 'static,
    ) -> Self {
        REPLACES.store(true, Ordering::Relaxed);
        Self::new(Box::new(callback), Some(Box::new(replace)))
    }

    fn new(callback: Box<dyn Fn(EmbedEvent<'_>)>, replace: Option<Box<dyn Replace>>) -> Self {
        let (display, driver) = (RefCell::default(), RefCell::default());
        Self { part: Some(Rc::new(Inner { callback, replace, display, driver })) }
    }

    /// What the page draws itself.
    pub(super) fn replace(&self) -> Option<&dyn Replace> {
        if !REPLACES.load(Ordering::Relaxed) {
            return None;
        }
        self.part.as_ref()?.replace.as_deref()
    }

    /// Whether it is a part of somebody's page.
    pub(super) fn is_embedded(&self) -> bool {
        self.part.is_some()
    }

    /// Tells the page.
    pub(super) fn notify(&self, event: EmbedEvent<'_>) {
        if let Some(part) = &self.part {
            (part.callback)(event);
        }
    }

    /// Notes what is drawn in it.
    pub(super) fn set_display(&self, display: &Display) {
        if let Some(part) = &self.part {
            part.display.replace(Some(display.downgrade()));
        }
    }

    /// Notes which machine runs it.
    pub(super) fn set_driver(&self, driver: &Rc<Driver>) {
        if let Some(part) = &self.part {
            part.driver.replace(Rc::downgrade(driver));
        }
    }

    /// Shows a screen in it.
    pub fn show(&self, screen: Screen) {
        if let Some(display) = self.display() {
            display.show(screen);
        }
    }

    /// What is drawn in it.
    pub(super) fn display(&self) -> Option<Display> {
        self.part.as_ref()?.display.borrow().as_ref()?.upgrade()
    }

    /// The machine that runs it.
    pub fn driver(&self) -> Option<Rc<Driver>> {
        self.part.as_ref()?.driver.borrow().upgrade()
    }
}
