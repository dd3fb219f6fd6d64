//! Values that what is drawn follows.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::{ArcTrigger, Notify, Track};

/// A value; whoever reads it while drawing is drawn anew when it changes.
///
/// Leptos' trigger says that it changed, whatever it is: a signal of Leptos for every type would be the
/// same code many times.
pub(crate) struct Signal<T>(Rc<(RefCell<T>, ArcTrigger)>);

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone> Signal<T> {
    /// Begins with `value`.
    pub(crate) fn new(value: T) -> Self {
        Self(Rc::new((RefCell::new(value), ArcTrigger::new())))
    }

    /// The value, followed.
    pub(crate) fn get(&self) -> T {
        self.0.1.track();
        self.get_untracked()
    }

    /// The value as it stands.
    pub(crate) fn get_untracked(&self) -> T {
        self.0.0.borrow().clone()
    }

    /// Changes it.
    pub(crate) fn set(&self, value: T) {
        self.0.0.replace(value);
        self.0.1.notify();
    }
}
