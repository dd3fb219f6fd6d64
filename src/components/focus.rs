//! Where the focus goes when a screen changes, so that it is heard and the person can type on.

use leptos::prelude::*;

use crate::{
    browser::page,
    view::{
        notice::Tone,
        screen::{Body, Screen},
    },
};

/// The element that holds the screens of a page.
const ROOT: &str = "[data-part=gate]";

/// Moves the focus and the document's title along with `screen`.
pub(super) fn follow(screen: RwSignal<Screen>) {
    Effect::new(move |before: Option<Screen>| {
        let now = screen.get();
        page::set_title(&now.title);
        let first = before.as_ref().is_none_or(|before| before.body == Body::Loading);
        let selectors = targets(&now, first);
        if now.body != Body::Loading && !selectors.is_empty() {
            // The parts are drawn by effects of their own; by the next frame they are there.
            request_animation_frame(move || page::focus_first(ROOT, &selectors));
        }
        now
    });
}

/// What to focus, the best first.
fn targets(screen: &Screen, first: bool) -> Vec<&'static str> {
    let is_wrong = screen.notices.iter().any(|notice| notice.tone == Tone::Error);
    let mut targets = Vec::new();
    if is_wrong {
        targets.push("[data-part=notices]");
    }
    targets.extend(["[aria-invalid=true]", "[data-part=code]"]);
    match screen.body {
        Body::Form(_) if first => targets.push("[data-part=field] input:not([type=checkbox])"),
        _ => targets.push("[data-part=title]"),
    }
    targets
}
