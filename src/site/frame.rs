//! A screen between what the settings put above and below it.

use leptos::prelude::IntoView;

use super::{brand, config::Config, footer};
use crate::{
    components::{Display, Handlers, el, leptos_view, screen_element},
    i18n::Catalog,
};

/// Renders a display with the brand above it and the links below it, as a Leptos view.
pub fn framed_view(
    config: Config,
    words: Catalog,
    display: &Display,
    handlers: &Handlers,
) -> impl IntoView + use<> {
    let (display, handlers) = (display.clone(), handlers.clone());
    leptos_view(move || {
        let screen = screen_element(words, &display, &handlers);
        let footer = footer::draw(&config.links, None);
        el("div").children(brand::draw(&config)).child(screen).children(footer)
    })
}
