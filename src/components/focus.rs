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

/// What was on screen: the screen, and those whose notices and body were rendered.
type Shown = [Rc<Screen>; 3];

/// Sets the focus and the document's title when the screen changes. An embedded display keeps the
/// page's title, and keeps the focus until the first action of the person.
///
/// Nothing is announced twice: an error above the form is read because it gets the focus, and is an
/// alert only where the focus stays.
pub(super) fn follow(display: Display) {
    let last: RefCell<Option<Shown>> = RefCell::new(None);
    effect(Box::new(move || {
        let shown = [display.screen(), display.notice_screen(), display.body_screen()];
        let before = last.replace(Some(shown.clone()));
        let [now, said, body] = shown;
        if !display.is_embedded() {
            dom::set_title(&now.title);
        }
        // A renewed flow looks the same to the person.
        let is_news = before.as_ref().is_none_or(|[before, before_said, _]| {
            before.title != now.title || !Rc::ptr_eq(before_said, &said) || !before.looks_like(&now)
        });
        if now.body == Body::Loading || !is_news {
            return;
        }
        let first = before.as_ref().is_none_or(|[before, ..]| before.body == Body::Loading);
        let has_new_codes =
            !first && has_codes(&now) && !before.as_ref().is_some_and(|[it, ..]| has_codes(it));
        let target = if has_new_codes { &["[data-part=codes]"] } else { target(&now, first) };
        let is_wrong = is_wrong(&now);
        // The pressed button is still there, and what is said is no error.
        let is_in_place =
            !is_wrong && before.is_some_and(|[_, _, before]| Rc::ptr_eq(&before, &body));
        // Other effects create the elements before the next frame.
        let root = display.root();
        // Whoever changes the language of the page goes on choosing.
        let stays = first && (display.is_embedded() || dom::is_focused_elsewhere(&root));
        let input = dom::focused_input(&root);
        request_animation_frame(move || {
            // Frames may be late, and people may be typing into another input by then.
            let typed_into = dom::focused_input(&root);
            let is_typing = typed_into.is_some() && typed_into != input;
            let is_left = stays || is_typing || is_in_place && dom::is_focused_inside(&root);
            if !is_left {
                dom::focus_first(&root, target);
            } else if is_wrong {
                dom::set_alert(&root, "[data-part=notices]");
            }
        });
    }));
}

/// Whether backup codes are on the screen.
fn has_codes(screen: &Screen) -> bool {
    let forms = screen.forms();
    forms.iter().any(|form| form.parts().any(|part| matches!(part, Part::Codes(..))))
}

/// Whether a notice above the form is an error.
fn is_wrong(screen: &Screen) -> bool {
    screen.notices.iter().any(|notice| notice.tone == Tone::Error)
}

/// Focuses an element once it is in the document.
pub(super) fn next_frame(element: &Element) {
    let element = element.node().clone();
    request_animation_frame(move || dom::focus(&element));
}

/// The selectors of what to focus, in order of preference.
fn target(screen: &Screen, first: bool) -> &'static [&'static str] {
    match screen.body {
        _ if is_wrong(screen) => &["[data-part=notices]"],
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
