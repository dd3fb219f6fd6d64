//! The host page that a screen may be embedded in.

use std::{
    cell::{Cell, RefCell},
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

/// Events for the host page.
pub enum EmbedEvent<'a> {
    /// The machine handled an event; its new state.
    Changed(&'a State),
    /// The flow succeeded: the session or the account has changed.
    Succeeded,
    /// The configuration is wrong.
    Finding(&'a Finding),
}

/// The parts of a screen that the host page renders itself.
pub(super) trait Replace {
    /// A part of a form; `None` to render our own.
    fn part(&self, part: &part::Part, display: &Display, handlers: &Handlers) -> Option<Element>;

    /// The element around the parts of a section, which are in `drawn`.
    fn section(&self, section: &Section, drawn: Element) -> Element;

    /// A notice above a form; `None` to render our own.
    fn notice(&self, notice: &Notice, handlers: &Handlers) -> Option<Element>;
}

/// Whether a host page of this program renders parts itself. In builds that never set it, the
/// compiler removes the code that reads it: half a kilobyte of Brotli. It is an atomic, because the
/// compiler does not optimise a thread-local this way.
static REPLACES: AtomicBool = AtomicBool::new(false);

/// Whether a screen is the whole page or embedded in a host page, which keeps its own title and
/// focus.
#[derive(Clone, Default)]
pub struct Embed {
    part: Option<Rc<Inner>>,
}

struct Inner {
    callback: Box<dyn Fn(EmbedEvent<'_>)>,
    replace: Option<Box<dyn Replace>>,
    display: RefCell<Option<WeakDisplay>>,
    driver: RefCell<Weak<Driver>>,
    /// How many levels its headings are below the first.
    headings_below: Cell<usize>,
}

impl Embed {
    /// Embedded in a host page; `callback` is called with each event.
    pub fn embedded(callback: impl Fn(EmbedEvent<'_>) + 'static) -> Self {
        Self::new(Box::new(callback), None)
    }

    /// Embedded in a host page that renders some parts itself.
    pub(super) fn with_replacements(
        callback: impl Fn(EmbedEvent<'_>) + 'static,
        replace: impl Replace + 'static,
    ) -> Self {
        REPLACES.store(true, Ordering::Relaxed);
        Self::new(Box::new(callback), Some(Box::new(replace)))
    }

    fn new(callback: Box<dyn Fn(EmbedEvent<'_>)>, replace: Option<Box<dyn Replace>>) -> Self {
        let (display, driver) = (RefCell::default(), RefCell::default());
        let headings_below = Cell::default();
        Self { part: Some(Rc::new(Inner { callback, replace, display, driver, headings_below })) }
    }

    /// What the host page renders itself.
    pub(super) fn replace(&self) -> Option<&dyn Replace> {
        if !REPLACES.load(Ordering::Relaxed) {
            return None;
        }
        self.part.as_ref()?.replace.as_deref()
    }

    /// Whether the screen is embedded in a host page.
    pub(super) fn is_embedded(&self) -> bool {
        self.part.is_some()
    }

    /// Puts its headings this many levels below the first, as the page around has headings of its own.
    pub fn lower_headings(&self, by: usize) {
        if let Some(part) = &self.part {
            part.headings_below.set(by);
        }
    }

    /// The element of a heading that is `below` the screen's first level.
    pub(super) fn heading(&self, below: usize) -> &'static str {
        let lowered = self.part.as_ref().map_or(0, |part| part.headings_below.get());
        ["h1", "h2", "h3", "h4", "h5"].get(below + lowered).copied().unwrap_or("h6")
    }

    /// Calls the host page's callback.
    pub(super) fn notify(&self, event: EmbedEvent<'_>) {
        if let Some(part) = &self.part {
            (part.callback)(event);
        }
    }

    /// Sets the display that is embedded.
    pub(super) fn set_display(&self, display: &Display) {
        if let Some(part) = &self.part {
            part.display.replace(Some(display.downgrade()));
        }
    }

    /// Sets the driver of the embedded flow.
    pub(super) fn set_driver(&self, driver: &Rc<Driver>) {
        if let Some(part) = &self.part {
            part.driver.replace(Rc::downgrade(driver));
        }
    }

    /// Shows a screen in the embedded display.
    pub fn show(&self, screen: Screen) {
        if let Some(display) = self.display() {
            display.show(screen);
        }
    }

    /// The embedded display.
    pub(super) fn display(&self) -> Option<Display> {
        self.part.as_ref()?.display.borrow().as_ref()?.upgrade()
    }

    /// The driver of the embedded flow.
    pub fn driver(&self) -> Option<Rc<Driver>> {
        self.part.as_ref()?.driver.borrow().upgrade()
    }
}
