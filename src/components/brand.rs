//! The name and logo of the service, above the card.

use leptos::prelude::*;

use super::element::{el, part};

/// Whose sign-in this is.
pub struct Brand {
    /// Its name.
    pub name: Option<String>,
    /// The URL of its logo.
    pub logo: Option<String>,
}

impl Brand {
    /// Draws it; nothing without a name and a logo.
    pub fn draw(self) -> AnyView {
        if self.name.is_none() && self.logo.is_none() {
            return ().into_any();
        }
        let words = self.name.clone().unwrap_or_default();
        let logo = self.logo.map(|logo| {
            // The name stands beside it and says the same.
            part("img", "logo").attr("src", logo).attr("alt", "").view()
        });
        let name = self.name.map(|_| el("span").text(words).view());
        part("div", "brand").children(logo).children(name).view()
    }
}
