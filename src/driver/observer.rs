//! Events for headless callers that `State` doesn't show.

use crate::kratos::response::{Answer, Response};

type Hears = dyn Fn(News<'_>);

/// The callback for events that `State` doesn't show.
#[derive(Default)]
pub struct Observer {
    by: Option<Box<Hears>>,
}

/// An event that `State` doesn't show.
pub enum News<'a> {
    /// The flow succeeded: the session or the account has changed.
    Passed,
    /// Kratos answered: the response and its parsed form. Called before the machine handles it.
    Answered(&'a Response, &'a Answer),
}

impl Observer {
    /// An observer that calls `by`.
    pub fn by(by: impl Fn(News<'_>) + 'static) -> Self {
        Self { by: Some(Box::new(by)) }
    }

    /// Calls the callback.
    pub(super) fn tell(&self, news: News<'_>) {
        if let Some(by) = &self.by {
            by(news);
        }
    }
}
