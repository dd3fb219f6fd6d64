//! Event listeners on the page and the window, and messages between tabs.

use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, Event, EventTarget};

use super::page::{member, text_member};

/// An event listener. Dropping it removes it.
#[must_use]
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `then` on each event `name` of `target`.
    pub(crate) fn on(
        target: EventTarget,
        name: &'static str,
        then: impl FnMut(Event) + 'static,
    ) -> Self {
        let call = Closure::<dyn FnMut(Event)>::new(then);
        // Fails only for an invalid target.
        let _ = target.add_event_listener_with_callback(name, call.as_ref().unchecked_ref());
        Self { target, name, call }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self
            .target
            .remove_event_listener_with_callback(self.name, self.call.as_ref().unchecked_ref());
    }
}

/// Events of the page.
pub(crate) enum PageEvent {
    /// The page became visible or got the focus.
    Shown,
    /// The page was hidden or unloaded.
    Hidden,
    /// The network is available again.
    Online,
    /// Another tab reports that the session may have changed.
    SessionChanged,
    /// Another tab reports a sign-out in progress.
    SigningOut,
    /// The page was restored from the back/forward cache.
    Returned,
}

/// Messages to all other pages of this origin.
#[derive(Clone, Copy)]
pub(crate) enum TabMessage {
    /// Somebody signed in, or an account changed.
    SessionChanged,
    /// Somebody is signing out.
    SigningOut,
}

impl TabMessage {
    fn as_str(self) -> &'static str {
        match self {
            Self::SessionChanged => "session",
            Self::SigningOut => "signed-out",
        }
    }
}

impl TabMessage {
    /// Posts the message to all pages of this origin, to listeners on this page too.
    pub(crate) fn post(self) {
        if let Some(channel) = channel() {
            self.post_to(&channel);
            channel.close();
        }
    }

    fn post_to(self, channel: &BroadcastChannel) {
        // Fails only for values that can't be cloned.
        let _ = channel.post_message(&self.as_str().into());
    }
}

/// The `BroadcastChannel` shared by the tabs of an origin.
fn channel() -> Option<BroadcastChannel> {
    BroadcastChannel::new("propylon").ok()
}

/// The listeners of one part of the page. Dropping them removes them.
pub(crate) struct PageListeners {
    _listeners: Vec<Listener>,
    channel: Option<BroadcastChannel>,
}

impl PageListeners {
    /// Calls `then` with each event.
    pub(crate) fn new(then: impl Fn(PageEvent) + 'static) -> Self {
        Self::shared(Rc::new(then))
    }

    fn shared(then: Rc<dyn Fn(PageEvent)>) -> Self {
        let mut listeners = Vec::new();
        if let Some(window) = web_sys::window() {
            let (online, shown) = (then.clone(), then.clone());
            listeners.push(Listener::on(window.clone().into(), "online", move |_| {
                online(PageEvent::Online);
            }));
            // Of two windows side by side, neither becomes hidden.
            let focused = then.clone();
            listeners.push(Listener::on(window.clone().into(), "focus", move |_| {
                focused(PageEvent::Shown);
            }));
            listeners.push(Listener::on(window.clone().into(), "pageshow", move |event| {
                if member(&event, "persisted").is_truthy() {
                    shown(PageEvent::Returned);
                }
            }));
            if let Some(document) = window.document() {
                let (page, changed) = (document.clone(), then.clone());
                let listen = move |_| {
                    let is_hidden = page.hidden();
                    changed(if is_hidden { PageEvent::Hidden } else { PageEvent::Shown });
                };
                listeners.push(Listener::on(document.into(), "visibilitychange", listen));
            }
        }
        let channel = channel();
        if let Some(channel) = &channel {
            listeners.push(Listener::on(channel.clone().into(), "message", move |event| {
                let is_out = text_member(&event, "data") == TabMessage::SigningOut.as_str();
                then(if is_out { PageEvent::SigningOut } else { PageEvent::SessionChanged });
            }));
        }
        Self { _listeners: listeners, channel }
    }

    /// Posts a message to all other listeners, in this tab and others.
    pub(crate) fn post(&self, message: TabMessage) {
        if let Some(channel) = &self.channel {
            message.post_to(channel);
        }
    }
}

impl Drop for PageListeners {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}
