//! Moves the focus when the screen changes, so that screen readers announce it and the person can
//! go on typing.

use std::{cell::RefCell, rc::Rc};

use leptos::prelude::request_animation_frame;

use super::{
    display::Display,
    element::{Element, effect},
};
use crate::{
    browser::dom,
    view::{
        notice::Tone,
        part::Part,
        screen::{Body, Screen},
    },
};

/// Sets the focus and the document's title when the screen changes. An embedded display keeps the
/// page's title, and keeps the focus until the first action of the person.
pub(super) fn follow(display: Display) {
    let last: RefCell<Option<Rc<Screen>>> = RefCell::new(None);
    effect(Box::new(move || {
        let now = display.screen();
        let before = last.replace(Some(now.clone()));
        if !display.is_embedded() {
            dom::set_title(&now.title);
        }
        // A renewed flow looks the same to the person.
        let is_news = before.as_ref().is_none_or(|before| {
            before.title != now.title || before.notices != now.notices || !before.looks_like(&now)
        });
        if now.body != Body::Loading && is_news {
            let has_new_codes =
                has_codes(&now) && !before.as_ref().is_some_and(|before| has_codes(before));
            let first = before.is_none_or(|before| before.body == Body::Loading);
            let target = match has_new_codes && !first {
                true => &["[data-part=codes]"],
                false => target(&now, first),
            };
            // Other effects create the elements before the next frame.
            let root = display.root();
            // Whoever changes the language of the page goes on choosing.
            let stays = first && (display.is_embedded() || dom::is_focused_elsewhere(&root));
            if !stays {
                let input = dom::focused_input(&root);
                request_animation_frame(move || {
                    // Frames may be late, and people may be typing into another input by then.
                    let typed_into = dom::focused_input(&root);
                    if typed_into.is_none() || typed_into == input {
                        dom::focus_first(&root, target);
                    }
                });
            }
        }
    }));
}

/// Whether backup codes are on the screen.
fn has_codes(screen: &Screen) -> bool {
    let forms = screen.forms();
    forms.iter().any(|form| form.parts().any(|part| matches!(part, Part::Codes(..))))
}

/// Focuses an element once it is in the document.
pub(super) fn next_frame(element: &Element) {
    let element = element.node().clone();
    request_animation_frame(move || dom::focus(&element));
}

/// The selectors of what to focus, in order of preference.
fn target(screen: &Screen, first: bool) -> &'static [&'static str] {
    let is_wrong = screen.notices.iter().any(|notice| notice.tone == Tone::Error);
    match screen.body {
        _ if is_wrong => &["[data-part=notices]"],
        Body::Form(_) if first => &[
            "[aria-invalid=true]",
            "[data-part=code]",
            "[data-part=field] input:not([type=checkbox])",
        ],
        // The code of an authenticator app is only one of several cards.
        Body::Cards(_) => &["[aria-invalid=true]", "[data-part=title]"],
        _ => &["[aria-invalid=true]", "[data-part=code]", "[data-part=title]"],
    }
}
