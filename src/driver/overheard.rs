//! What a caller without a form hears beside the states of a machine.

use crate::kratos::response::Response;

#[cfg(feature = "values")]
type Hears = dyn Fn(News<'_>);

/// Who hears what a state does not tell. Without the feature `values` nobody does, and nothing of this is in
/// the module.
#[derive(Default)]
pub struct Overheard {
    #[cfg(feature = "values")]
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
    #[cfg(feature = "values")]
    pub fn by(by: impl Fn(News<'_>) + 'static) -> Self {
        Self { by: Some(Box::new(by)) }
    }

    /// Tells it.
    #[cfg(feature = "values")]
    pub(super) fn tell(&self, news: News<'_>) {
        if let Some(by) = &self.by {
            by(news);
        }
    }

    /// Tells it to nobody.
    #[cfg(not(feature = "values"))]
    pub(super) fn tell(&self, _: News<'_>) {}
}
