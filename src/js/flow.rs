//! A headless flow: the state machine, driven by method calls.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::{
    browser::language,
    driver::{Driver, Host, Observer, ObserverEvent},
    flow::{
        draft::Fields,
        event::Event,
        headless::{self, Refusal},
        opening::Opening,
    },
    i18n::Catalog,
    kratos::{flow::FlowKind, node::Group, request::urldecode, response::Answer},
    to_js::{Failure, Leaving, Snapshot, parsed, to_js},
    view::{
        action::Does,
        code::{LENGTH, cleaned, code_in},
        look::Look,
    },
};

/// A self-service flow. The package's `Flow` wraps it.
#[wasm_bindgen]
pub struct RawFlow {
    driver: Rc<Driver>,
    observed: Rc<Observed>,
    words: Catalog,
}

/// Events that the state doesn't show.
#[derive(Default)]
struct Observed {
    /// The last flow, as Kratos sent it.
    flow: RefCell<String>,
    left_for: RefCell<Option<String>>,
    passed: Cell<bool>,
}

#[wasm_bindgen]
impl RawFlow {
    /// A flow of `kind` of the Kratos at `base`. Does nothing before [`RawFlow::start`].
    ///
    /// `query` is the query string of its page, `groups` the groups to show, separated by spaces,
    /// `autofills` whether to ask for passkeys in the list of suggestions, `words` the translations for a language other than English. `callback` is called with
    /// `("changed", whether Kratos has answered the last press)`, `("leave", url)`, `("passed")`,
    /// `("found", finding)` and `("flow", id)`. It must not call back while it runs.
    ///
    /// # Errors
    /// An error if `kind` is unknown.
    #[wasm_bindgen(constructor)]
    pub fn new(
        base: String,
        kind: &str,
        query: &str,
        groups: &str,
        autofills: bool,
        words: String,
        callback: Function,
    ) -> Result<RawFlow, JsValue> {
        let kind = FlowKind::named(kind).ok_or_else(|| Failure::plain("no-such-flow").throw())?;
        let mut opening = Opening::read(kind, query).narrowed(groups);
        opening.autofills = autofills;
        let observed = Rc::<Observed>::default();
        let host = host(&observed, callback);
        let driver = Driver::new(base, opening, None, host);
        Ok(Self { driver, observed, words: language::catalog(words) })
    }

    /// Starts the flow.
    pub fn start(&self) {
        self.driver.start();
    }

    /// The current snapshot.
    pub fn snapshot(&self) -> JsValue {
        let left_for = self.observed.left_for.borrow().clone();
        let leaving = left_for.map(|url| Leaving { url, done: self.observed.passed.get() });
        let look = Look::default();
        self.driver
            .with_state(|state| to_js(&Snapshot::from_state(&self.words, &look, state, leaving)))
    }

    /// The last flow that Kratos sent; `null` before that.
    pub fn flow(&self) -> JsValue {
        parsed(&self.observed.flow.borrow())
    }

    /// Submits values, form-encoded.
    ///
    /// # Errors
    /// An error if the values don't fit the flow.
    pub fn submit(&self, values: &str) -> Result<(), JsValue> {
        self.press(self.driver.with_state(|state| headless::submitted(state, fields(values))))
    }

    /// Starts a ceremony of `group`: `passkey` or `webauthn`. Inside a click, the browser API is
    /// called before this returns.
    ///
    /// # Errors
    /// An error if the flow has none.
    pub fn ceremony(&self, group: &str, values: &str) -> Result<(), JsValue> {
        let group = if group == "passkey" { Group::Passkey } else { Group::Webauthn };
        self.press(
            self.driver.with_state(|state| headless::triggered(state, &group, fields(values))),
        )
    }

    /// Aborts a running ceremony.
    pub fn cancel(&self) {
        self.driver.end_ceremony();
    }

    /// Requests another code.
    ///
    /// # Errors
    /// An error if the flow can't send one.
    pub fn resend(&self) -> Result<(), JsValue> {
        self.press(self.driver.with_state(headless::resent))
    }

    /// Goes back.
    ///
    /// # Errors
    /// An error while a request or ceremony is in progress.
    pub fn back(&self) -> Result<(), JsValue> {
        self.press(self.driver.with_state(headless::back))
    }

    /// Retries the last failed step. Returns true if that is the last submit, which the caller has
    /// to repeat.
    ///
    /// # Errors
    /// An error if nothing failed.
    pub fn retry(&self) -> Result<bool, JsValue> {
        match self.driver.with_state(headless::retried) {
            Ok(None) => Ok(true),
            Ok(Some(event)) => self.press(Ok(event)).map(|()| false),
            Err(why) => self.press(Err(why)).map(|()| false),
        }
    }

    /// Performs an action of the flow: `start-over`, `give-up`, `decline-offer` or
    /// `drop-return-to`. Other actions are ignored.
    pub fn act(&self, does: &str) {
        if let Some(event) = Does::flow_action(does).and_then(|does| does.event()) {
            self.driver.dispatch(event);
        }
    }

    /// Reports that the browser did not navigate.
    pub fn stayed(&self) {
        self.driver.stayed();
    }

    /// Shuts down the flow.
    pub fn retire(&self) {
        self.driver.retire();
    }

    // Not inlined: one copy for all actions is smaller.
    #[inline(never)]
    fn press(&self, event: Result<Event, Refusal>) -> Result<(), JsValue> {
        self.driver.dispatch(event.map_err(|why| Failure::from(why).throw())?);
        Ok(())
    }
}

fn host(observed: &Rc<Observed>, callback: Function) -> Host {
    let callback = Rc::new(move |what: &str, value: JsValue| {
        // The package's own function, which doesn't throw.
        let _ = callback.call2(&JsValue::NULL, &what.into(), &value);
    });
    let steps = Cell::new(0);
    let (changed, leave, passed, found, remember) =
        (callback.clone(), callback.clone(), callback.clone(), callback.clone(), callback);
    let (leaving, for_observer) = (observed.clone(), observed.clone());
    Host {
        changed: Box::new(move |state| {
            let is_over = !state.is_ready() && !state.is_busy();
            let is_seen = steps.replace(state.steps) != state.steps || is_over;
            changed("changed", is_seen.into());
        }),
        fields: Box::new(Fields::new),
        leave: Box::new(move |url, _| {
            leaving.left_for.replace(Some(url.to_owned()));
            leave("leave", url.into());
            // The package navigates, and reports if the page is still here.
            false
        }),
        found: Box::new(move |finding| found("found", to_js(finding))),
        observer: Observer::new(move |event| match event {
            ObserverEvent::Succeeded => {
                for_observer.passed.set(true);
                passed("passed", JsValue::UNDEFINED);
            }
            ObserverEvent::Answered(response, answer) => {
                if matches!(answer, Answer::Flow(_)) {
                    for_observer.flow.replace(response.body.clone());
                }
            }
        }),
        remember: Box::new(move |_, flow, _| remember("flow", flow.into())),
    }
}

/// Parses form-encoded values. Pasted codes are normalised.
fn fields(values: &str) -> Fields {
    let mut fields = urldecode(values);
    for (name, value) in &mut fields {
        if matches!(name.as_str(), "code" | "totp_code") {
            *value = code_in(value, LENGTH).unwrap_or_else(|| cleaned(value));
        }
    }
    fields
}
