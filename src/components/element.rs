//! Elements by name.
//!
//! Leptos builds code for every distinct type of view, and each element with its attributes and
//! children is a type of its own. Here all elements share one type, which keeps the code small; it
//! also never writes `innerHTML`, which Trusted Types forbid.

use leptos::{
    attr::{
        any_attribute::{AnyAttribute, IntoAnyAttribute},
        custom::custom_attribute,
    },
    prelude::*,
    tachys::html::{
        element::custom,
        event::{Custom, on},
    },
};

/// An element under construction.
pub(super) struct Element {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Begins an element.
pub(super) fn el(tag: &'static str) -> Element {
    Element { tag, attributes: Vec::new(), children: Vec::new() }
}

/// Begins an element whose `data-part` is `name`.
pub(super) fn part(tag: &'static str, name: &'static str) -> Element {
    el(tag).attr("data-part", name)
}

impl Element {
    /// Adds an attribute.
    pub(super) fn attr(self, name: &'static str, value: impl Into<String>) -> Self {
        self.maybe(name, Some(value.into()))
    }

    /// Adds an attribute if it has a value.
    pub(super) fn maybe(mut self, name: &'static str, value: Option<String>) -> Self {
        if let Some(value) = value {
            self.attributes.push(custom_attribute(name, value).into_any_attr());
        }
        self
    }

    /// Adds an attribute without a value if `on`.
    pub(super) fn flag(self, name: &'static str, on: bool) -> Self {
        self.maybe(name, on.then(String::new))
    }

    /// Adds an attribute whose value follows the signals that `value` reads; `None` takes it away.
    pub(super) fn follow(
        mut self,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + 'static,
    ) -> Self {
        let value: Box<dyn FnMut() -> Option<String> + Send> = Box::new(value);
        self.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// Adds a listener.
    pub(super) fn on(
        mut self,
        event: &'static str,
        listener: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        let listener: Box<dyn FnMut(web_sys::Event)> = Box::new(listener);
        self.attributes.push(on(Custom::new(event), listener).into_any_attr());
        self
    }

    /// Adds a child.
    pub(super) fn child(mut self, child: AnyView) -> Self {
        self.children.push(child);
        self
    }

    /// Adds children.
    pub(super) fn children(mut self, children: impl IntoIterator<Item = AnyView>) -> Self {
        self.children.extend(children);
        self
    }

    /// Adds words.
    pub(super) fn text(self, text: impl Into<String>) -> Self {
        let text: String = text.into();
        self.child(text.into_any())
    }

    /// Adds what follows the signals that `view` reads.
    pub(super) fn live(self, view: impl Fn() -> AnyView + Send + 'static) -> Self {
        let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(view);
        self.child(view.into_any())
    }

    /// The finished element.
    pub(super) fn view(self) -> AnyView {
        custom(self.tag).add_any_attr(self.attributes).child(self.children).into_any()
    }
}
