//! What happens on a press, shared by everything that can be pressed.

use std::rc::Rc;

use crate::{flow::event::Event, view::action::Does};

/// The handlers of presses.
#[derive(Clone)]
pub struct Handlers {
    /// Handles an event of the form.
    pub event: Rc<dyn Fn(Event)>,
    /// Performs an action outside the form.
    pub act: Rc<dyn Fn(&Does)>,
}
