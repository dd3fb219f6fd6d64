//! Where the focus goes when a screen changes, so that it is heard and the person can type on.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::request_animation_frame;

use super::{display::Display, element::effect};
use crate::{
    browser::dom,
    view::{
        notice::Tone,
        screen::{Body, Screen},
    },
};

/// Moves the focus and the document's title along with what is display. A part of somebody's page leaves
/// the title alone, and the focus until the person has done something.
pub(super) fn follow(display: Display) {
    let last: RefCell<Option<Rc<Screen>>> = RefCell::new(None);
    effect(Box::new(move || {
        let now = display.screen();
        let before = last.replace(Some(now.clone()));
        if !display.is_embedded() {
            dom::set_title(&now.title);
        }
        // A flow that was renewed behind the form is no news to the person who fills it in.
        let is_news = before.as_ref().is_none_or(|before| {
            before.title != now.title || before.notices != now.notices || !before.looks_like(&now)
        });
        if now.body != Body::Loading && is_news {
            let first = before.is_none_or(|before| before.body == Body::Loading);
            let target = target(&now, first);
            // The parts are drawn by effects of their own; by the next frame they are there.
            let root = display.root();
            if !(first && display.is_embedded()) {
                request_animation_frame(move || dom::focus_first(&root, target));
            }
        }
    }));
}

/// What to focus, the best first.
fn target(screen: &Screen, first: bool) -> &'static [&'static str] {
    let is_wrong = screen.notices.iter().any(|notice| notice.tone == Tone::Error);
    match screen.body {
        _ if is_wrong => &["[data-part=notices]"],
        Body::Form(_) if first => &[
            "[aria-invalid=true]",
            "[data-part=code]",
            "[data-part=field] input:not([type=checkbox])",
        ],
        // The code of an authenticator app is one card of many.
        Body::Cards(_) => &["[aria-invalid=true]", "[data-part=title]"],
        _ => &["[aria-invalid=true]", "[data-part=code]", "[data-part=title]"],
    }
}
