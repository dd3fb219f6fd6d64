//! The name and logo of the service, above the card.

use super::config::Config;
use crate::{
    components::{Element, el, part},
    text_search::replace,
};

/// Renders them; `None` without a name and a logo. The boot script removes a logo that does not load.
pub(super) fn draw(config: &Config) -> Option<Element> {
    let logo = config.brand_logo.as_ref().map(|logo| {
        let dark = logo.dark.as_ref().map(|dark| {
            // A space ends a URL there.
            let dark = replace(dark, " ", "%20");
            el("source").attr("media", "(prefers-color-scheme: dark)").attr("srcset", &dark)
        });
        // The name beside the logo says the same, so `alt` is empty.
        let light = el("img").attr("src", &logo.light).attr("alt", "");
        el("picture").children(dark).child(light)
    });
    let name = config.brand_name.as_ref().map(|name| el("span").text(name));
    if logo.is_none() && name.is_none() {
        return None;
    }
    Some(part("div", "brand").children(logo).children(name))
}
