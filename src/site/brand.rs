//! The name and logo of the service, above the card.

use crate::components::{Element, el, part};

/// The name and logo of the service.
pub(super) struct Brand {
    /// The name.
    pub(super) name: Option<String>,
    /// The URL of the logo.
    pub(super) logo: Option<String>,
}

impl Brand {
    /// Renders it; `None` without a name and a logo.
    pub(super) fn draw(&self) -> Option<Element> {
        // The name beside the logo says the same, so `alt` is empty.
        let logo = self.logo.as_ref().map(|logo| el("img").attr("src", logo).attr("alt", ""));
        let name = self.name.as_ref().map(|name| el("span").text(name));
        if logo.is_none() && name.is_none() {
            return None;
        }
        Some(part("div", "brand").children(logo).children(name))
    }
}
