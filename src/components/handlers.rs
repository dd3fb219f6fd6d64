//! What presses do, shared by everything that can be pressed.

use std::rc::Rc;

use crate::{flow::event::Event, view::action::Does};

/// What a press does.
#[derive(Clone)]
pub struct Handlers {
    /// An event of the form.
    pub event: Rc<dyn Fn(Event)>,
    /// An action outside the form.
    pub act: Rc<dyn Fn(&Does)>,
    /// A link of the site, opened without leaving the page.
    pub open: Rc<dyn Fn(String)>,
}
