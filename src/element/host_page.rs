//! Handles actions and events in a host page.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::{
    browser::fetch,
    components::{Embed, EmbedEvent, GateCallbacks, Handlers, ScreenContext, ScreenOptions},
    driver::sign_out,
    i18n::Catalog,
    session::logout::{End, Mode},
    to_js::{Failure, FlowStatus, to_js},
    view::{action::Does, site},
};

/// The page around an element, reached by a callback of the element's JavaScript class.
pub(super) struct HostPage {
    pub(super) base: String,
    pub(super) options: ScreenOptions,
    callback: Rc<Function>,
    /// The rendered content.
    pub(super) embed: Embed,
    is_signing_out: Cell<bool>,
}

impl HostPage {
    /// `callback` is called with `(what, value)`. It must not call back while it runs.
    pub(super) fn new(base: String, words: Catalog, callback: Function) -> Rc<Self> {
        let callback = Rc::new(callback);
        let for_embed = callback.clone();
        let reported = RefCell::new(None);
        let embed = Embed::embedded(move |event| match event {
            EmbedEvent::Changed(state) => {
                // A navigation has an event of its own.
                if !state.is_leaving() {
                    call(&for_embed, "screen", &to_js(&FlowStatus::from_state(state)));
                }
                let failure = Failure::from_state(state);
                if failure != *reported.borrow() {
                    if let Some(failure) = &failure {
                        call(&for_embed, "failed", &failure.throw());
                    }
                    reported.replace(failure);
                }
            }
            EmbedEvent::Succeeded => call(&for_embed, "passed", &JsValue::NULL),
            EmbedEvent::Finding(finding) => call(&for_embed, "found", &to_js(finding)),
        });
        let options = ScreenOptions::new(words, Rc::default());
        Rc::new(Self { base, options, callback, embed, is_signing_out: Cell::default() })
    }

    /// The current translations.
    pub(super) fn words(&self) -> Catalog {
        self.options.words()
    }

    /// Calls back the element's class.
    pub(super) fn notify(&self, what: &str, value: &JsValue) {
        call(&self.callback, what, value);
    }

    /// The context for screens without a flow; a sign-out returns to `return_to`.
    pub(super) fn context(self: &Rc<Self>, return_to: Option<String>) -> ScreenContext {
        ScreenContext {
            words: self.words(),
            look: self.options.look.clone(),
            base: self.base.clone(),
            handlers: Handlers { event: Rc::new(|_| {}), act: self.act(return_to) },
            embed: self.embed.clone(),
        }
    }

    /// The callbacks for a flow.
    pub(super) fn callbacks(self: &Rc<Self>) -> GateCallbacks {
        let leaving = self.clone();
        GateCallbacks {
            act: self.act(None),
            leave: Rc::new(move |url, _| {
                leaving.notify("leave", &url.into());
                // The element's class navigates, and reports if the page is still here.
                false
            }),
            // The address bar belongs to the host page.
            remember: Rc::new(|_, _, _| {}),
            driver: Rc::default(),
            embed: self.embed.clone(),
        }
    }

    /// Reports a session state.
    pub(super) fn session(&self, state: &crate::session::SessionState) {
        self.notify("session", &crate::to_js::state_to_js(state));
    }

    fn act(self: &Rc<Self>, return_to: Option<String>) -> Rc<dyn Fn(&Does)> {
        let page = self.clone();
        Rc::new(move |does| match does {
            Does::Open(href) | Does::Visit(href) => page.notify("open", &href.into()),
            Does::SignOut => page.sign_out(Mode::Navigate, return_to.clone()),
            Does::SignOutEverywhere => page.sign_out(Mode::Everywhere, return_to.clone()),
            // Mounts the element again, which repeats the request.
            Does::Retry => page.notify("again", &JsValue::NULL),
            Does::SwitchAccount
            | Does::StartOver
            | Does::GiveUp
            | Does::OpenTab(_)
            | Does::DeclineOffer
            | Does::DropReturnTo
            | Does::Revoke(_)
            | Does::RevokeOthers => {}
        })
    }

    /// Signs out, showing the progress and any error.
    pub(super) fn sign_out(self: &Rc<Self>, mode: Mode, return_to: Option<String>) {
        if self.is_signing_out.replace(true) {
            return;
        }
        self.embed.show(site::signing_out(&self.words()));
        let page = self.clone();
        fetch::spawn(async move {
            let leaving = page.clone();
            let leave = move |url: &str| leaving.notify("leave", &url.into());
            let end = sign_out(&page.base, mode, return_to, &leave).await;
            page.is_signing_out.set(false);
            if let Some(end @ (End::StillSignedIn | End::Failed(_))) = &end {
                page.embed.show(site::sign_out_ended(&page.words(), mode, end));
            }
            match end {
                None => page.notify("passed", &JsValue::NULL),
                Some(End::SignedOut) => {
                    page.notify("passed", &JsValue::NULL);
                    page.notify("signed-out", &JsValue::NULL);
                }
                Some(End::StillSignedIn) => {
                    page.notify("failed", &Failure::plain("still-signed-in").throw());
                }
                Some(End::Failed(cause)) => {
                    page.notify("failed", &Failure::from(cause).throw());
                }
            }
        });
    }
}

fn call(callback: &Function, what: &str, value: &JsValue) {
    // The package's own function, which doesn't throw.
    let _ = callback.call2(&JsValue::NULL, &what.into(), value);
}
