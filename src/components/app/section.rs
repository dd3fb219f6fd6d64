//! The parts of one method, for an app that draws the element around them.

use leptos::prelude::*;

use super::super::{element::Element, leptos_view::leptos_view};
use crate::view::form::Section;

/// The parts of one method, such as the code or the passkey, or those that belong to all methods.
pub struct SectionPart {
    /// The view model: the group and its parts.
    pub section: Section,
    /// The rendered parts, to be placed in the app's view.
    pub parts: AnyView,
}

impl SectionPart {
    pub(super) fn new(section: &Section, drawn: Element) -> Self {
        Self { section: section.clone(), parts: leptos_view(move || drawn).into_any() }
    }
}
