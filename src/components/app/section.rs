//! The parts of one method, for an app that draws what is callbacks them.

use leptos::prelude::*;

use super::super::{element::Element, leptos_view::leptos_view};
use crate::view::form::Section;

/// The parts of one method, such as the code or the passkey, or what belongs to all of them.
pub struct SectionPart {
    /// What it is: its group, and the parts in it.
    pub section: Section,
    /// The parts as they are drawn, to be put somewhere into the app's view.
    pub parts: AnyView,
}

impl SectionPart {
    pub(super) fn new(section: &Section, drawn: Element) -> Self {
        Self { section: section.clone(), parts: leptos_view(move || drawn).into_any() }
    }
}
