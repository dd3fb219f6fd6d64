//! Elements drawn here as a part of a Leptos view.

use leptos::{html, prelude::*};

use super::element::Element;

/// A view that holds `element`.
pub(super) fn hosted(element: Element) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    place.on_load(move |place| {
        Element::from_page(place.into()).child(element);
    });
    html::div().node_ref(place)
}
