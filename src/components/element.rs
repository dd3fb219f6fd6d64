//! Elements by name, drawn at once.
//!
//! Leptos' signals say when something changes; the elements themselves are made here. A view of Leptos
//! is a type of its own for every element with its attributes and children, with code to build, compare
//! and rebuild it. Here all elements share one type, which is a third of the code, and nothing is ever
//! written as HTML, which Trusted Types forbid.
//!
//! Written by hand: with `view!` the code of the screens would be three times as large. Apps may still put
//! what is drawn here into a `view!` of their own. Replace it when a view of Leptos costs about the same.

use std::{any::Any, cell::RefCell};

use leptos::prelude::{AnyView, Mountable, Render, RenderEffect, on_cleanup};
use wasm_bindgen::prelude::*;
use web_sys::{Event, Node, Text};

use crate::browser::page::document;

/// An element under construction.
pub struct Element(Option<web_sys::Element>);

/// Begins an element.
pub(crate) fn el(tag: &'static str) -> Element {
    // Fails for no name of an element.
    Element(document().and_then(|document| document.create_element(tag).ok()))
}

/// Begins an element whose `data-part` is `name`.
#[inline(never)]
pub(crate) fn part(tag: &'static str, name: &'static str) -> Element {
    el(tag).attr("data-part", name)
}

impl Element {
    /// Adds an attribute.
    #[inline(never)]
    pub(crate) fn attr(self, name: &'static str, value: &str) -> Self {
        set(self.0.as_ref(), name, Some(value));
        self
    }

    /// Adds an attribute if it has a value.
    pub(super) fn optional_attr(self, name: &'static str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Adds an attribute without a value if `on`.
    pub(super) fn flag(self, name: &'static str, on: bool) -> Self {
        self.optional_attr(name, on.then_some(""))
    }

    /// Adds an attribute whose value follows the signals that `value` reads; `None` takes it away.
    pub(super) fn reactive_attr(
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
        effect(Box::new(move || set(element.as_ref(), name, value().as_deref())));
        self
    }

    /// Adds a listener. The browser frees it with the element.
    pub(super) fn on(self, event: &'static str, listener: impl FnMut(Event) + 'static) -> Self {
        self.on_boxed(event, Box::new(listener))
    }

    #[inline(never)]
    fn on_boxed(self, event: &'static str, listener: Box<dyn FnMut(Event)>) -> Self {
        if let Some(element) = &self.0 {
            let listener = Closure::wrap(listener).into_js_value();
            // Fails for no name of an event.
            let _ = element.add_event_listener_with_callback(event, listener.unchecked_ref());
        }
        self
    }

    /// Adds a child.
    #[inline(never)]
    pub(crate) fn child(self, child: Self) -> Self {
        if let (Some(element), Some(child)) = (&self.0, &child.0) {
            append(element, child);
        }
        self
    }

    /// Adds children.
    pub(crate) fn children(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// Adds words.
    #[inline(never)]
    pub(crate) fn text(self, text: &str) -> Self {
        if let (Some(element), Some(document)) = (&self.0, document()) {
            append(element, &document.create_text_node(text));
        }
        self
    }

    /// Adds words that follow the signals that `text` reads.
    pub(super) fn reactive_text(self, text: impl Fn() -> String + 'static) -> Self {
        self.reactive_text_boxed(Box::new(text))
    }

    #[inline(never)]
    fn reactive_text_boxed(self, text: Box<dyn Fn() -> String>) -> Self {
        if let (Some(element), Some(document)) = (&self.0, document()) {
            let words: Text = document.create_text_node("");
            append(element, &words);
            effect(Box::new(move || words.set_data(&text())));
        }
        self
    }

    /// Adds an element that follows the signals that `view` reads; whatever it keeps up with signals of
    /// its own ends when it is replaced.
    pub(crate) fn reactive_child(self, view: impl Fn() -> Option<Self> + 'static) -> Self {
        self.reactive_child_boxed(Box::new(view))
    }

    #[inline(never)]
    fn reactive_child_boxed(self, view: Box<dyn Fn() -> Option<Self>>) -> Self {
        if let (Some(element), Some(document)) = (&self.0, document()) {
            let place = document.create_comment("");
            append(element, &place);
            let shown: RefCell<Option<web_sys::Element>> = RefCell::new(None);
            effect(Box::new(move || {
                let next = view().and_then(|element| element.0);
                let parent = place.parent_node();
                if let (Some(parent), Some(next)) = (parent, &next) {
                    // Fails only where the parent is not the place's any more.
                    let _ = parent.insert_before(next, Some(&place));
                }
                if let Some(before) = shown.replace(next) {
                    before.remove();
                }
            }));
        }
        self
    }

    /// Whether it has an attribute.
    pub(super) fn has_attr(&self, name: &str) -> bool {
        self.0.as_ref().is_some_and(|element| element.has_attribute(name))
    }

    /// Adds a view of an app.
    pub(super) fn app_view(self, view: AnyView) -> Self {
        if let Some(element) = &self.0 {
            let mut drawn = view.build();
            drawn.mount(element, None);
            keep(drawn);
        }
        self
    }

    /// Goes on with an element of the page.
    pub(crate) fn from_existing(element: web_sys::Element) -> Self {
        Self(Some(element))
    }
}

fn append(parent: &web_sys::Element, child: &Node) {
    // Fails only for a child that holds its parent.
    let _ = parent.append_child(child);
}

fn set(element: Option<&web_sys::Element>, name: &str, value: Option<&str>) {
    let Some(element) = element else { return };
    // Fails for no name of an attribute.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Does `work` now and whenever a signal that it reads changes, as long as what surrounds it is shown.
#[inline(never)]
pub(super) fn effect(mut work: Box<dyn FnMut()>) {
    keep(RenderEffect::new(move |_: Option<()>| work()));
}

thread_local! {
    /// What is kept, by number. Leptos would keep it in a place that all threads share, with an
    /// allocator of its own behind that; a page has one thread.
    static KEPT: RefCell<KeptValues> = RefCell::default();
}

#[derive(Default)]
struct KeptValues {
    things: Vec<(u32, Box<dyn Any>)>,
    next: u32,
}

/// Keeps `thing` until what surrounds it is drawn anew or taken away, and drops it then.
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
        // It may drop others in its turn, so nothing is borrowed by then.
        drop(KEPT.with_borrow_mut(|kept| place(kept).map(|place| kept.things.swap_remove(place))));
    });
}
