//! What presses and answers do where the page is somebody else's.

use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[cfg(feature = "account")]
use crate::components::{Acts, Frame};
use crate::{
    browser::fetch,
    components::{Around, Embed, Happened},
    driver::sign_out,
    flow::state::Phase,
    i18n::Catalog,
    session::logout::{End, Mode},
    values::{Failure, Standing, to_js},
    view::action::Does,
};

/// The page around an element, by the one function of its JavaScript class.
#[derive(Clone)]
pub(super) struct Page {
    pub(super) base: String,
    pub(super) words: Catalog,
    tell: Rc<Function>,
}

impl Page {
    /// `tell` hears `(what, value)`; while it runs it must not call back.
    pub(super) fn new(base: String, words: Catalog, tell: Function) -> Self {
        Self { base, words, tell: Rc::new(tell) }
    }

    /// Tells the element's class.
    pub(super) fn tell(&self, what: &str, value: &JsValue) {
        // The package's own function; it does not throw.
        let _ = self.tell.call2(&JsValue::NULL, &what.into(), value);
    }

    #[cfg(feature = "account")]
    /// What is drawn without a flow is drawn with this; a sign-out ends at `return_to`.
    pub(super) fn frame(&self, return_to: Option<String>) -> Frame {
        Frame {
            words: self.words,
            base: self.base.clone(),
            acts: Acts { event: Rc::new(|_| {}), act: self.act(return_to), open: self.open() },
            embed: Embed::part(|_| {}),
        }
    }

    /// A flow is drawn with this.
    pub(super) fn around(&self) -> Around {
        let (leaving, hearing) = (self.clone(), self.clone());
        Around {
            act: self.act(None),
            open: self.open(),
            leave: Rc::new(move |url| leaving.tell("leave", &url.into())),
            // The address bar is the page's own.
            remember: Rc::new(|_, _| {}),
            embed: Embed::part(move |happened| match happened {
                Happened::Changed(state) => {
                    // What is left for is told by itself.
                    if state.phase != Phase::Leaving {
                        hearing.tell("screen", &to_js(&Standing::of(state)));
                    }
                }
                Happened::Passed => hearing.tell("passed", &JsValue::NULL),
                Happened::Found(finding) => hearing.tell("found", &to_js(finding)),
            }),
        }
    }

    #[cfg(feature = "account")]
    /// A session state.
    pub(super) fn session(&self, state: &crate::session::SessionState) {
        self.tell("session", &crate::values::state_to_js(state));
    }

    fn open(&self) -> Rc<dyn Fn(String)> {
        let page = self.clone();
        Rc::new(move |href| page.tell("open", &href.into()))
    }

    fn act(&self, return_to: Option<String>) -> Rc<dyn Fn(&Does)> {
        let page = self.clone();
        Rc::new(move |does| match does {
            Does::Open(href) | Does::Visit(href) => page.tell("open", &href.into()),
            Does::SignOut => page.sign_out(Mode::Navigate, return_to.clone()),
            Does::SignOutEverywhere => page.sign_out(Mode::Everywhere, return_to.clone()),
            // Drawn anew, which asks again.
            Does::Retry => page.tell("again", &JsValue::NULL),
            Does::StartOver
            | Does::GiveUp
            | Does::DeclineOffer
            | Does::DropReturnTo
            | Does::Revoke(_)
            | Does::RevokeOthers => {}
        })
    }

    /// Signs out.
    pub(super) fn sign_out(&self, mode: Mode, return_to: Option<String>) {
        let page = self.clone();
        fetch::spawn(async move {
            let leaving = page.clone();
            let leave = move |url: &str| leaving.tell("leave", &url.into());
            match sign_out(&page.base, mode, return_to, leave).await {
                None => page.tell("passed", &JsValue::NULL),
                Some(End::SignedOut) => {
                    page.tell("passed", &JsValue::NULL);
                    page.tell("signed-out", &JsValue::NULL);
                }
                Some(End::StillSignedIn) => {
                    page.tell("failed", &Failure::plain("still-signed-in").throw());
                }
                Some(End::Trouble(silence)) => {
                    page.tell("failed", &Failure::from(silence).throw());
                }
            }
        });
    }
}
