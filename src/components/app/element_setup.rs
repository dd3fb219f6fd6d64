//! Elements of an app that become elements of a form.

use leptos::{
    attr::any_attribute::{AnyAttribute, IntoAnyAttribute},
    prelude::*,
    tachys::html::directive::directive,
};

use super::super::element::Element;

/// Which element of an app a part is dressed in.
#[derive(Clone, Copy)]
pub(super) struct ElementSetup(StoredValue<Option<web_sys::Element>, LocalStorage>);

impl ElementSetup {
    /// In none so far.
    pub(super) fn new() -> Self {
        Self(StoredValue::new_local(None))
    }

    /// An attribute that lets `put_on` make an element one of the form. A view that is drawn anew keeps
    /// its elements, and each is dressed once.
    pub(super) fn attribute(self, put_on: impl Fn(Element) + 'static) -> AnyAttribute {
        let dress = move |element: web_sys::Element| {
            let is_dressed = self.0.with_value(|last| last.as_ref() == Some(&element));
            if !is_dressed {
                self.0.set_value(Some(element.clone()));
                put_on(Element::from_existing(element));
            }
        };
        directive(dress, ()).into_any_attr()
    }
}
