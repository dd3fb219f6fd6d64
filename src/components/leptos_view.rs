//! Elements drawn here as a part of a Leptos view.

use std::cell::Cell;

use leptos::{html, prelude::*};

use super::element::Element;

/// A view that holds what `draw` draws once the view stands in a document.
pub(super) fn leptos_view(draw: impl FnOnce() -> Element + 'static) -> impl IntoView {
    // Whatever `draw` keeps up ends with the component that it belongs to.
    let owner = Owner::current();
    let draw = Cell::new(Some(draw));
    let fill = move |place: web_sys::Element| {
        let Some(draw) = draw.take() else { return };
        // A view that is drawn anew keeps its elements, with what another one has put there.
        place.set_text_content(None);
        let draw = || untrack(|| Element::from_existing(place).child(draw()));
        match &owner {
            Some(owner) => owner.with(draw),
            None => draw(),
        };
    };
    html::div().directive(fill, ())
}
