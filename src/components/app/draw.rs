//! How an app draws a part.

use std::rc::Rc;

use leptos::prelude::*;

use super::super::element::Element;

/// A function of an app from a part `P` to a view, which replaces Propylon's own rendering.
///
/// A [`Gate`](super::Gate) converts a function or closure into it. A closure must name the type of
/// its parameter, as in `field=|part: FieldPart| view! { … }`.
pub struct Draw<P>(Rc<dyn Fn(P, Element) -> Element>);

impl<P> Clone for Draw<P> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<P, F, V> From<F> for Draw<P>
where
    F: Fn(P) -> V + 'static,
    V: IntoView + 'static,
{
    fn from(draw: F) -> Self {
        Self(Rc::new(move |part, place| place.app_view(draw(part).into_any())))
    }
}

impl<P> Draw<P> {
    /// Draws `part` into `place`.
    pub(super) fn within(&self, part: P, place: Element) -> Element {
        (self.0)(part, place)
    }
}
