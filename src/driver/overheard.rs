//! What a caller without a form hears beside the states of a machine.

use crate::kratos::response::Response;

#[cfg(feature = "js")]
type Hears = dyn Fn(News<'_>);

/// Who hears what a state does not tell. Without the feature `js` nobody does, and nothing of this is in
/// the module.
#[derive(Default)]
pub struct Overheard {
    #[cfg(feature = "js")]
    by: Option<Box<Hears>>,
}

/// What a state does not tell.
pub enum News<'a> {
    /// The flow went through: the session or the account is another than before.
    Passed,
    /// Kratos answered; the machine has not heard of it yet.
    Answered(&'a Response),
}

impl Overheard {
    /// Heard by `by`.
    #[cfg(feature = "js")]
    pub fn by(by: impl Fn(News<'_>) + 'static) -> Self {
        Self { by: Some(Box::new(by)) }
    }

    /// Tells it.
    #[cfg(feature = "js")]
    pub(super) fn tell(&self, news: News<'_>) {
        if let Some(by) = &self.by {
            by(news);
        }
    }

    /// Tells it to nobody.
    #[cfg(not(feature = "js"))]
    pub(super) fn tell(&self, _: News<'_>) {}
}
