//! Events for headless callers that `State` doesn't show.

use crate::kratos::response::{Answer, Response};

type Callback = dyn Fn(ObserverEvent<'_>);

/// The callback for events that `State` doesn't show.
#[derive(Default)]
pub struct Observer {
    callback: Option<Box<Callback>>,
}

/// An event that `State` doesn't show.
pub enum ObserverEvent<'a> {
    /// The flow succeeded: the session or the account has changed.
    Succeeded,
    /// Kratos answered: the response and its parsed form. Called before the machine handles it.
    Answered(&'a Response, &'a Answer),
}

impl Observer {
    /// An observer that calls `callback`.
    pub fn new(callback: impl Fn(ObserverEvent<'_>) + 'static) -> Self {
        Self { callback: Some(Box::new(callback)) }
    }

    /// Calls the callback.
    pub(super) fn notify(&self, event: ObserverEvent<'_>) {
        if let Some(callback) = &self.callback {
            callback(event);
        }
    }
}
