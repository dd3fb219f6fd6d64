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

/// An element under construction. Boxed, so that a chain of calls hands on one pointer.
pub(super) struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Begins an element.
#[inline(never)]
pub(super) fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// Begins an element whose `data-part` is `name`.
#[inline(never)]
pub(super) fn part(tag: &'static str, name: &'static str) -> Element {
    el(tag).attr("data-part", name)
}

impl Element {
    /// Adds an attribute.
    #[inline(never)]
    pub(super) fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.0.attributes.push(custom_attribute(name, value.to_owned()).into_any_attr());
        self
    }

    /// Adds an attribute if it has a value.
    pub(super) fn maybe(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Adds an attribute without a value if `on`.
    pub(super) fn flag(self, name: &'static str, on: bool) -> Self {
        self.maybe(name, on.then_some(""))
    }

    /// Adds an attribute whose value follows the signals that `value` reads; `None` takes it away.
    pub(super) fn follow(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + 'static,
    ) -> Self {
        self.follow_boxed(name, Box::new(value))
    }

    #[inline(never)]
    fn follow_boxed(
        mut self,
        name: &'static str,
        value: Box<dyn FnMut() -> Option<String> + Send>,
    ) -> Self {
        self.0.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// Adds a listener.
    pub(super) fn on(
        self,
        event: &'static str,
        listener: impl FnMut(web_sys::Event) + 'static,
    ) -> Self {
        self.on_boxed(event, Box::new(listener))
    }

    #[inline(never)]
    fn on_boxed(mut self, event: &'static str, listener: Box<dyn FnMut(web_sys::Event)>) -> Self {
        self.0.attributes.push(on(Custom::new(event), listener).into_any_attr());
        self
    }

    /// Adds a child.
    #[inline(never)]
    pub(super) fn child(mut self, child: Self) -> Self {
        self.0.children.push(child.view());
        self
    }

    /// Adds children.
    pub(super) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// Adds words.
    #[inline(never)]
    pub(super) fn text(mut self, text: &str) -> Self {
        self.0.children.push(text.to_owned().into_any());
        self
    }

    /// Adds what follows the signals that `view` reads.
    pub(super) fn live(self, view: impl Fn() -> AnyView + Send + 'static) -> Self {
        self.live_boxed(Box::new(view))
    }

    #[inline(never)]
    fn live_boxed(mut self, view: Box<dyn FnMut() -> AnyView + Send>) -> Self {
        self.0.children.push(view.into_any());
        self
    }

    /// The finished element.
    #[inline(never)]
    pub(super) fn view(self) -> AnyView {
        let Parts { tag, attributes, children } = *self.0;
        custom(tag).add_any_attr(attributes).child(children).into_any()
    }
}
