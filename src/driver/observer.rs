//! What a caller without a form hears beside the states of a machine.

use crate::kratos::response::{Answer, Response};

type Hears = dyn Fn(News<'_>);

/// Who hears what a state does not tell.
#[derive(Default)]
pub struct Observer {
    by: Option<Box<Hears>>,
}

/// What a state does not tell.
pub enum News<'a> {
    /// The flow went through: the session or the account is another than before.
    Passed,
    /// Kratos answered, in these bytes with this meaning; the machine has not heard of it yet.
    Answered(&'a Response, &'a Answer),
}

impl Observer {
    /// Heard by `by`.
    pub fn by(by: impl Fn(News<'_>) + 'static) -> Self {
        Self { by: Some(Box::new(by)) }
    }

    /// Tells it.
    pub(super) fn tell(&self, news: News<'_>) {
        if let Some(by) = &self.by {
            by(news);
        }
    }
}
