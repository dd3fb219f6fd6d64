//! Listening to the page, the window and the other tabs.

use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, Event, EventTarget};

/// A listener. Dropping it takes it off.
#[must_use]
pub(crate) struct Listener {
    target: EventTarget,
    name: &'static str,
    call: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `then` whenever `name` happens to `target`.
    pub(crate) fn on(
        target: EventTarget,
        name: &'static str,
        then: impl FnMut(Event) + 'static,
    ) -> Self {
        let call = Closure::<dyn FnMut(Event)>::new(then);
        // Fails for no name there is.
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

/// What the page notices by itself.
pub(crate) enum Noticed {
    /// The page is shown again, or has the focus again.
    Shown,
    /// The page is hidden or left.
    Hidden,
    /// The network is back.
    Online,
    /// The session may have changed: another tab says so.
    SessionMoved,
    /// A sign-out is under way: another tab says so.
    SignedOut,
    /// The page is back from the history as it was left.
    Returned,
}

/// What is told to everybody else on this origin.
#[derive(Clone, Copy)]
pub(crate) enum Told {
    /// Somebody signed in, or an account changed.
    Moved,
    /// Somebody is signing out.
    SignedOut,
}

impl Told {
    fn as_str(self) -> &'static str {
        match self {
            Self::Moved => "session",
            Self::SignedOut => "signed-out",
        }
    }
}

/// Ears of one part of the page. Dropping them ends the listening.
pub(crate) struct Ears {
    _listeners: Vec<Listener>,
    channel: Option<BroadcastChannel>,
}

impl Ears {
    /// Calls `then` with what is noticed.
    pub(crate) fn open(then: impl Fn(Noticed) + Clone + 'static) -> Self {
        let mut listeners = Vec::new();
        if let Some(window) = web_sys::window() {
            let (online, shown) = (then.clone(), then.clone());
            listeners.push(Listener::on(window.clone().into(), "online", move |_| {
                online(Noticed::Online);
            }));
            // Of two windows side by side neither is ever hidden.
            let focused = then.clone();
            listeners.push(Listener::on(window.clone().into(), "focus", move |_| {
                focused(Noticed::Shown);
            }));
            listeners.push(Listener::on(window.clone().into(), "pageshow", move |event| {
                let persisted = js_sys::Reflect::get(&event, &"persisted".into());
                if persisted.is_ok_and(|persisted| persisted.is_truthy()) {
                    shown(Noticed::Returned);
                }
            }));
            if let Some(document) = window.document() {
                let (page, changed) = (document.clone(), then.clone());
                let listen = move |_| {
                    let is_hidden = page.hidden();
                    changed(if is_hidden { Noticed::Hidden } else { Noticed::Shown });
                };
                listeners.push(Listener::on(document.into(), "visibilitychange", listen));
            }
        }
        let channel = BroadcastChannel::new(CHANNEL).ok();
        if let Some(channel) = &channel {
            listeners.push(Listener::on(channel.clone().into(), "message", move |event| {
                let told = js_sys::Reflect::get(&event, &"data".into()).unwrap_or_default();
                let is_out = told.as_string().as_deref() == Some(Told::SignedOut.as_str());
                then(if is_out { Noticed::SignedOut } else { Noticed::SessionMoved });
            }));
        }
        Self { _listeners: listeners, channel }
    }

    /// Tells everybody else, in this tab and the others.
    pub(crate) fn tell(&self, told: Told) {
        if let Some(channel) = &self.channel {
            // Fails only for what can't be copied.
            let _ = channel.post_message(&told.as_str().into());
        }
    }
}

impl Drop for Ears {
    fn drop(&mut self) {
        if let Some(channel) = &self.channel {
            channel.close();
        }
    }
}

/// The name by which tabs of one origin hear each other.
const CHANNEL: &str = "propylon";
