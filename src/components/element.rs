//! A builder for DOM elements.
//!
//! Signals and effects are Leptos'; the elements are created here. Leptos' `view!` generates a type
//! for each element with its attributes and children, and code to build, compare and rebuild it.
//! Here all elements have the same type, which is a third of the code, and no HTML is parsed, which
//! Trusted Types forbid.
//!
//! Written by hand: with `view!` the code of the screens would be three times as large. Apps may
//! put what is rendered here into their own `view!`. Replace it when a view of Leptos costs about
//! the same.

use std::{any::Any, cell::RefCell};

use leptos::prelude::{AnyView, Mountable, Render, RenderEffect, on_cleanup};
use wasm_bindgen::prelude::*;
use web_sys::{Event, Node, Text};

use crate::browser::{
    form::{self, Typed},
    page::document,
};

/// An element under construction.
///
/// A single number for the compiler, which shortens each call of its methods.
pub struct Element(web_sys::Element);

/// Creates an element.
#[inline(never)]
pub(crate) fn el(tag: &'static str) -> Element {
    let element = document().and_then(|document| document.create_element(tag).ok());
    // Fails only for an invalid element name. What is done with `undefined` fails as well.
    Element(element.unwrap_or_else(|| JsValue::UNDEFINED.unchecked_into()))
}

/// Creates an element whose `data-part` is `name`.
#[inline(never)]
pub(crate) fn part(tag: &'static str, name: &'static str) -> Element {
    el(tag).attr("data-part", name)
}

impl Element {
    /// Sets an attribute.
    #[inline(never)]
    pub(crate) fn attr(self, name: &'static str, value: &str) -> Self {
        set(&self.0, name, Some(value));
        self
    }

    /// Sets an attribute if there is a value.
    pub(super) fn optional_attr(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Sets an empty attribute if `on`.
    pub(crate) fn flag(self, name: &'static str, on: bool) -> Self {
        self.optional_attr(name, on.then_some(""))
    }

    /// Sets an attribute, and again whenever a signal that `value` reads changes. `None` removes
    /// it.
    pub(crate) fn reactive_attr(
        self,
        name: &'static str,
        value: impl Fn() -> Option<String> + 'static,
    ) -> Self {
        self.reactive_attr_boxed(name, Box::new(value))
    }

    #[inline(never)]
    fn reactive_attr_boxed(
        self,
        name: &'static str,
        value: Box<dyn Fn() -> Option<String>>,
    ) -> Self {
        let element = self.0.clone();
        effect(Box::new(move || set(&element, name, value().as_deref())));
        self
    }

    /// Adds an event listener. The browser frees it with the element.
    pub(crate) fn on(self, event: &'static str, listener: impl FnMut(Event) + 'static) -> Self {
        self.on_boxed(event, Box::new(listener))
    }

    #[inline(never)]
    fn on_boxed(self, event: &'static str, listener: Box<dyn FnMut(Event)>) -> Self {
        let listener = Closure::wrap(listener).into_js_value();
        // Fails only for an invalid event name.
        let _ = self.0.add_event_listener_with_callback(event, listener.unchecked_ref());
        self
    }

    /// Appends a child.
    #[inline(never)]
    pub(crate) fn child(self, child: Self) -> Self {
        append(&self.0, &child.0);
        self
    }

    /// Appends children.
    pub(crate) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// Appends a text.
    #[inline(never)]
    pub(crate) fn text(self, text: &str) -> Self {
        // Fails only for `undefined`.
        let _ = self.0.append_with_str_1(text);
        self
    }

    /// Appends a text, and sets it again whenever a signal that `text` reads changes.
    pub(super) fn reactive_text(self, text: impl Fn() -> String + 'static) -> Self {
        self.reactive_text_boxed(Box::new(text))
    }

    #[inline(never)]
    fn reactive_text_boxed(self, text: Box<dyn Fn() -> String>) -> Self {
        if let Some(document) = document() {
            let words: Text = document.create_text_node("");
            append(&self.0, &words);
            effect(Box::new(move || words.set_data(&text())));
        }
        self
    }

    /// Appends a child, and replaces it whenever a signal that `view` reads changes. The effects of
    /// a replaced child end.
    pub(crate) fn reactive_child(self, view: impl Fn() -> Option<Self> + 'static) -> Self {
        self.reactive_child_boxed(Box::new(view))
    }

    #[inline(never)]
    fn reactive_child_boxed(self, view: Box<dyn Fn() -> Option<Self>>) -> Self {
        if let Some(document) = document() {
            let place = document.create_comment("");
            append(&self.0, &place);
            let shown: RefCell<Option<web_sys::Element>> = RefCell::new(None);
            effect(Box::new(move || {
                let next = view().map(|element| element.0);
                let parent = place.parent_node();
                if let (Some(parent), Some(next)) = (parent, &next) {
                    // Fails only if the marker was moved to another parent.
                    let _ = parent.insert_before(next, Some(&place));
                }
                if let Some(before) = shown.replace(next) {
                    before.remove();
                }
            }));
        }
        self
    }

    /// Whether the element has an attribute.
    pub(super) fn has_attr(&self, name: &str) -> bool {
        self.0.has_attribute(name)
    }

    /// Sets the values of its inputs.
    pub(super) fn set_values(&self, values: Vec<Typed>) {
        form::set_values(&self.0, values);
    }

    /// Appends a view of an app.
    pub(super) fn app_view(self, view: AnyView) -> Self {
        let mut drawn = view.build();
        drawn.mount(&self.0, None);
        keep(drawn);
        self
    }

    /// The element of the document.
    pub(super) fn node(&self) -> &web_sys::Element {
        &self.0
    }

    /// Wraps an existing element of the page.
    pub(crate) fn from_existing(element: web_sys::Element) -> Self {
        Self(element)
    }
}

fn append(parent: &web_sys::Element, child: &Node) {
    // Fails only if `child` contains `parent`.
    let _ = parent.append_child(child);
}

fn set(element: &web_sys::Element, name: &str, value: Option<&str>) {
    // Fails only for an invalid attribute name.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Runs `work` now and whenever a signal that it reads changes, until the current reactive owner is
/// cleaned up.
#[inline(never)]
pub(super) fn effect(mut work: Box<dyn FnMut()>) {
    keep(RenderEffect::new(move |_: Option<()>| work()));
}

thread_local! {
    /// Kept values, by number. Leptos would keep them in its thread-safe arena, which has an
    /// allocator of its own; a page has one thread.
    static KEPT: RefCell<KeptValues> = RefCell::default();
}

#[derive(Default)]
struct KeptValues {
    things: Vec<(u32, Box<dyn Any>)>,
    next: u32,
}

/// Keeps `thing` until the current reactive owner is cleaned up, then drops it.
pub(crate) fn keep(thing: impl Any) {
    keep_boxed(Box::new(thing));
}

#[inline(never)]
fn keep_boxed(thing: Box<dyn Any>) {
    let number = KEPT.with_borrow_mut(|kept| {
        kept.next = kept.next.wrapping_add(1);
        kept.things.push((kept.next, thing));
        kept.next
    });
    on_cleanup(move || {
        let place = |kept: &KeptValues| kept.things.iter().position(|(other, _)| *other == number);
        // Dropping it may remove others, so the list must not be borrowed here.
        drop(KEPT.with_borrow_mut(|kept| place(kept).map(|place| kept.things.swap_remove(place))));
    });
}
