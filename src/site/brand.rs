//! The name and logo of the service, above the card.

use crate::components::{Element, el, part};

/// Whose sign-in this is: its name and the URL of its logo.
pub(super) struct Brand {
    /// The name.
    pub(super) name: Option<String>,
    /// The URL of the logo.
    pub(super) logo: Option<String>,
}

impl Brand {
    /// Draws it; nothing without a name and a logo.
    pub(super) fn draw(&self) -> Option<Element> {
        // The name stands beside the logo and says the same.
        let logo = self.logo.as_ref().map(|logo| el("img").attr("src", logo).attr("alt", ""));
        let name = self.name.as_ref().map(|name| el("span").text(name));
        if logo.is_none() && name.is_none() {
            return None;
        }
        Some(part("div", "brand").children(logo).children(name))
    }
}
