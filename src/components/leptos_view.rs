//! Puts our elements into a Leptos view.

use std::cell::Cell;

use leptos::{html, prelude::*};

use super::element::Element;

/// A Leptos view that contains the element of `draw`, which is called once the view is mounted.
pub(crate) fn leptos_view(draw: impl FnOnce() -> Element + 'static) -> impl IntoView {
    // The effects of `draw` belong to the component that uses this view.
    let owner = Owner::current();
    let draw = Cell::new(Some(draw));
    let fill = move |place: web_sys::Element| {
        let Some(draw) = draw.take() else { return };
        // Leptos may reuse an element that already has content.
        place.set_text_content(None);
        let draw = || untrack(|| Element::from_existing(place).child(draw()));
        match &owner {
            Some(owner) => owner.with(draw),
            None => draw(),
        };
    };
    html::div().directive(fill, ())
}
