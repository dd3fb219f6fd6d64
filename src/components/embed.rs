//! The page that a screen is a part of.

#[cfg(feature = "element")]
use std::rc::Rc;

use crate::{diagnose::Finding, flow::state::State};

/// What whoever embeds a flow may want to know.
pub enum Happened<'a> {
    /// The machine has another state.
    Changed(&'a State),
    /// The flow went through: the session or the account is another than before.
    Passed,
    /// Something is wrong with the set-up.
    Found(&'a Finding),
}

#[cfg(feature = "element")]
type Hears = dyn Fn(Happened<'_>);

/// Whether a screen is a page, or a part of somebody's page, whose title and focus are not its own.
///
/// Without the feature `element` all screens are pages, and nothing of this is in the module.
#[derive(Clone, Default)]
pub struct Embed {
    #[cfg(feature = "element")]
    hears: Option<Rc<Hears>>,
}

impl Embed {
    /// A part of a page that hears what happens.
    #[cfg(feature = "element")]
    pub fn part(hears: impl Fn(Happened<'_>) + 'static) -> Self {
        Self { hears: Some(Rc::new(hears)) }
    }

    /// Whether it is a part of somebody's page.
    #[cfg(feature = "element")]
    pub(super) fn is_part(&self) -> bool {
        self.hears.is_some()
    }

    /// Whether it is a part of somebody's page.
    #[cfg(not(feature = "element"))]
    pub(super) fn is_part(&self) -> bool {
        false
    }

    /// Tells the page.
    #[cfg(feature = "element")]
    pub(super) fn tell(&self, happened: Happened<'_>) {
        if let Some(hears) = &self.hears {
            hears(happened);
        }
    }

    /// Tells the page.
    #[cfg(not(feature = "element"))]
    pub(super) fn tell(&self, _: Happened<'_>) {}
}
