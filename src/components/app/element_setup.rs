//! Makes elements of an app inputs and buttons of the form.

use leptos::{
    attr::any_attribute::{AnyAttribute, IntoAnyAttribute},
    prelude::*,
    tachys::html::directive::directive,
};

use super::super::element::Element;

/// The element that was set up last.
#[derive(Clone, Copy)]
pub(super) struct ElementSetup(StoredValue<Option<web_sys::Element>, LocalStorage>);

impl ElementSetup {
    /// No element has been set up.
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// An attribute that calls `set_up` with the element it is put on. Leptos reuses elements when
    /// it renders again; each is set up once.
    pub(super) fn attribute(self, set_up: impl Fn(Element) + 'static) -> AnyAttribute {
        let on_element = move |element: web_sys::Element| {
            let is_set_up = self.0.with_value(|last| last.as_ref() == Some(&element));
            if !is_set_up {
                self.0.set_value(Some(element.clone()));
                set_up(Element::from_existing(element));
            }
        };
        directive(on_element, ()).into_any_attr()
    }
}
