//! Reactive values.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::{ArcTrigger, Notify, Track};

/// A value that effects track: they run again when it changes.
///
/// Change notification is a trigger of Leptos, which is the same code for all types. A Leptos
/// signal would add code for each type.
pub(crate) struct Signal<T>(Rc<(RefCell<T>, ArcTrigger)>);

impl<T> Clone for Signal<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Clone> Signal<T> {
    /// A signal with an initial value.
    pub(crate) fn new(value: T) -> Self {
        Self(Rc::new((RefCell::new(value), ArcTrigger::new())))
    }

    /// The value, tracked.
    pub(crate) fn get(&self) -> T {
        self.0.1.track();
        self.get_untracked()
    }

    /// The value, without tracking.
    pub(crate) fn get_untracked(&self) -> T {
        self.0.0.borrow().clone()
    }

    /// Sets the value.
    pub(crate) fn set(&self, value: T) {
        self.0.0.replace(value);
        self.0.1.notify();
    }
}
