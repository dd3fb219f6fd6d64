//! A flow without a form: the machine, driven by calls.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::{
    driver::{Driver, Host, News, Observer},
    flow::{
        draft::Fields,
        event::Event,
        headless::{self, Refusal},
        opening::Opening,
    },
    i18n::Catalog,
    kratos::{flow::FlowKind, node::Group, request::urldecode, response::Answer},
    to_js::{Failure, Leaving, Snapshot, parsed, to_js, words_of},
    view::{action::Does, code::code_in, look::Look},
};

/// A self-service flow. The package's `Flow` wraps it.
#[wasm_bindgen]
pub struct RawFlow {
    driver: Rc<Driver>,
    seen: Rc<Seen>,
    words: Catalog,
}

/// What a state does not tell.
#[derive(Default)]
struct Seen {
    /// The last answer that was a flow, as it came.
    flow: RefCell<String>,
    left_for: RefCell<Option<String>>,
    passed: Cell<bool>,
}

#[wasm_bindgen]
impl RawFlow {
    /// A flow of `kind` at the Kratos at `base`; nothing happens before [`RawFlow::start`].
    ///
    /// `query` is what its page would be opened with, `groups` the names of those to show, parted by
    /// blanks, `words` a table of a language other than English. `tell` hears `("changed", whether Kratos has looked at the last press)`, `("leave", url)`,
    /// `("passed")`, `("found", finding)` and `("flow", id)`; while it runs it must not call back.
    ///
    /// # Errors
    /// A failure when `kind` is none of Kratos' flows.
    #[wasm_bindgen(constructor)]
    pub fn new(
        base: String,
        kind: &str,
        query: &str,
        groups: &str,
        words: String,
        tell: Function,
    ) -> Result<RawFlow, JsValue> {
        let kind = FlowKind::named(kind).ok_or_else(|| Failure::plain("no-such-flow").throw())?;
        let opening = Opening::read(kind, query).narrowed(groups);
        let seen = Rc::<Seen>::default();
        let host = host(&seen, tell);
        let driver = Driver::new(base, opening, None, host);
        Ok(Self { driver, seen, words: words_of(words) })
    }

    /// Begins.
    pub fn start(&self) {
        self.driver.start();
    }

    /// What there is to see now.
    pub fn snapshot(&self) -> JsValue {
        let left_for = self.seen.left_for.borrow().clone();
        let leaving = left_for.map(|url| Leaving { url, done: self.seen.passed.get() });
        let look = Look::default();
        self.driver.look(|state| to_js(&Snapshot::from_state(&self.words, &look, state, leaving)))
    }

    /// The flow as Kratos answered it last; `null` before the first answer.
    pub fn flow(&self) -> JsValue {
        parsed(&self.seen.flow.borrow())
    }

    /// Submits values, form-encoded.
    ///
    /// # Errors
    /// A failure when they do not fit the flow.
    pub fn submit(&self, values: &str) -> Result<(), JsValue> {
        self.press(self.driver.look(|state| headless::submitted(state, fields(values))))
    }

    /// Starts a ceremony of `group`: `passkey` or `webauthn`. Inside a click it reaches the browser
    /// before it returns.
    ///
    /// # Errors
    /// A failure when the flow has none.
    pub fn ceremony(&self, group: &str, values: &str) -> Result<(), JsValue> {
        let group = if group == "passkey" { Group::Passkey } else { Group::Webauthn };
        self.press(self.driver.look(|state| headless::triggered(state, &group, fields(values))))
    }

    /// Ends a running ceremony.
    pub fn cancel(&self) {
        self.driver.end_ceremony();
    }

    /// Asks for another code.
    ///
    /// # Errors
    /// A failure when the flow sends none.
    pub fn resend(&self) -> Result<(), JsValue> {
        self.press(self.driver.look(headless::resent))
    }

    /// Goes back.
    ///
    /// # Errors
    /// A failure while something is under way.
    pub fn back(&self) -> Result<(), JsValue> {
        self.press(self.driver.look(headless::back))
    }

    /// Tries again what failed; says whether that is the last press, which is to be repeated.
    ///
    /// # Errors
    /// A failure when nothing did.
    pub fn retry(&self) -> Result<bool, JsValue> {
        match self.driver.look(headless::retried) {
            Ok(None) => Ok(true),
            Ok(Some(event)) => self.press(Ok(event)).map(|()| false),
            Err(why) => self.press(Err(why)).map(|()| false),
        }
    }

    /// Does what an action of the screen does inside the flow: `start-over`, `give-up`,
    /// `decline-offer` or `drop-return-to`; anything else is none of the flow's business.
    pub fn act(&self, does: &str) {
        if let Some(event) = Does::of_flow(does).and_then(|does| does.event()) {
            self.driver.dispatch(event);
        }
    }

    /// Says that the browser is still here although it was to leave.
    pub fn stayed(&self) {
        self.driver.stayed();
    }

    /// Ends everything it runs.
    pub fn retire(&self) {
        self.driver.retire();
    }

    // One for all presses, in bytes too.
    #[inline(never)]
    fn press(&self, event: Result<Event, Refusal>) -> Result<(), JsValue> {
        self.driver.dispatch(event.map_err(|why| Failure::from(why).throw())?);
        Ok(())
    }
}

fn host(seen: &Rc<Seen>, tell: Function) -> Host {
    let tell = Rc::new(move |what: &str, value: JsValue| {
        // The package's own function; it does not throw.
        let _ = tell.call2(&JsValue::NULL, &what.into(), &value);
    });
    let steps = Cell::new(0);
    let (changed, leave, passed, found, remember) =
        (tell.clone(), tell.clone(), tell.clone(), tell.clone(), tell);
    let (leaving, hearing) = (seen.clone(), seen.clone());
    Host {
        changed: Box::new(move |state| {
            let is_over = !state.is_ready() && !state.is_busy();
            let is_seen = steps.replace(state.steps) != state.steps || is_over;
            changed("changed", is_seen.into());
        }),
        fields: Box::new(Fields::new),
        leave: Box::new(move |url| {
            leaving.left_for.replace(Some(url.to_owned()));
            leave("leave", url.into());
            // The package decides, and says when the browser is still here.
            false
        }),
        found: Box::new(move |finding| found("found", to_js(finding))),
        observer: Observer::by(move |news| match news {
            News::Passed => {
                hearing.passed.set(true);
                passed("passed", JsValue::UNDEFINED);
            }
            News::Answered(response, answer) => {
                if matches!(answer, Answer::Flow(_)) {
                    hearing.flow.replace(response.body.clone());
                }
            }
        }),
        remember: Box::new(move |_, flow| remember("flow", flow.into())),
    }
}

/// Form-encoded values; codes as people paste them are taken.
fn fields(values: &str) -> Fields {
    let mut fields = urldecode(values);
    for (name, value) in &mut fields {
        if matches!(name.as_str(), "code" | "totp_code") {
            *value = code_in(value);
        }
    }
    fields
}
