//! A flow without a form: the machine, driven by calls.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::{
    driver::{Driver, Host, News, Overheard},
    flow::{
        draft::Fields,
        event::Event,
        given::{self, Refusal},
        opening::Opening,
        state::State,
    },
    i18n::Catalog,
    kratos::{flow::FlowKind, node::Group, response::Answer},
    values::{Failure, Leaving, Snapshot, parsed, to_js},
    view::{code::code_in, look::Look},
};

/// A self-service flow. The package's `Flow` wraps it.
#[wasm_bindgen]
pub struct RawFlow {
    driver: Rc<Driver>,
    seen: Rc<Seen>,
    /// The last press, for as long as it may have to be repeated.
    last: Rc<RefCell<Option<Event>>>,
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
    /// `query` is what its page would be opened with. `tell` hears `("changed")`, `("leave", url)`,
    /// `("passed")`, `("found", finding)` and `("flow", id)`; while it runs it must not call back.
    ///
    /// # Errors
    /// A failure when `kind` is none of Kratos' flows.
    #[wasm_bindgen(constructor)]
    pub fn new(
        base: String,
        kind: &str,
        query: &str,
        groups: Vec<String>,
        tell: Function,
    ) -> Result<RawFlow, JsValue> {
        let kind = FlowKind::named(kind).ok_or_else(|| Failure::plain("no-such-flow").throw())?;
        let mut opening = Opening::read(kind, query);
        opening.groups = groups;
        let (seen, last) = (Rc::<Seen>::default(), Rc::default());
        let host = host(&seen, &last, tell);
        Ok(Self { driver: Driver::new(base, opening, None, host), seen, last })
    }

    /// Begins.
    pub fn start(&self) {
        self.driver.start();
    }

    /// What there is to see now.
    pub fn snapshot(&self) -> JsValue {
        let left_for = self.seen.left_for.borrow().clone();
        let leaving = left_for.map(|url| Leaving { url, done: self.seen.passed.get() });
        let (words, look) = (Catalog::english(), Look::default());
        self.driver.look(|state| to_js(&Snapshot::of(&words, &look, state, leaving)))
    }

    /// The flow as Kratos answered it last; `null` before the first answer.
    pub fn flow(&self) -> JsValue {
        parsed(&self.seen.flow.borrow())
    }

    /// Submits values, name and value in turn.
    ///
    /// # Errors
    /// A failure when they do not fit the flow.
    pub fn submit(&self, values: Vec<String>) -> Result<(), JsValue> {
        self.press(|state| given::submitted(state, fields(values)))
    }

    /// Starts a ceremony of `group`: `passkey` or `webauthn`. Inside a click it reaches the browser
    /// before it returns.
    ///
    /// # Errors
    /// A failure when the flow has none.
    pub fn ceremony(&self, group: &str, values: Vec<String>) -> Result<(), JsValue> {
        let group = if group == "passkey" { Group::Passkey } else { Group::Webauthn };
        self.press(|state| given::triggered(state, &group, fields(values)))
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
        self.press(given::resent)
    }

    /// Goes back.
    ///
    /// # Errors
    /// A failure while something is under way.
    pub fn back(&self) -> Result<(), JsValue> {
        self.press(given::back)
    }

    /// Tries again what failed.
    ///
    /// # Errors
    /// A failure when nothing did.
    pub fn retry(&self) -> Result<(), JsValue> {
        let last = self.last.borrow().clone();
        self.press(|state| given::retried(state, last))
    }

    /// Does what an action of the screen does inside the flow: `start-over`, `give-up`,
    /// `decline-offer` or `drop-return-to`; anything else is none of the flow's business.
    pub fn act(&self, does: &str) {
        let event = match does {
            "start-over" => Event::StartedOver,
            "give-up" => Event::GaveUp,
            "decline-offer" => Event::DeclinedOffer,
            "drop-return-to" => Event::DroppedReturnTo,
            _ => return,
        };
        self.driver.dispatch(event);
    }

    /// Ends everything it runs.
    pub fn retire(&self) {
        self.last.take();
        self.driver.retire();
    }

    fn press(&self, make: impl FnOnce(&State) -> Result<Event, Refusal>) -> Result<(), JsValue> {
        let event = self.driver.look(make).map_err(|why| Failure::from(why).throw())?;
        self.last.replace(Some(event.clone()));
        self.driver.dispatch(event);
        Ok(())
    }
}

fn host(seen: &Rc<Seen>, last: &Rc<RefCell<Option<Event>>>, tell: Function) -> Host {
    let tell = Rc::new(move |what: &str, value: JsValue| {
        // The package's own function; it does not throw.
        let _ = tell.call2(&JsValue::NULL, &what.into(), &value);
    });
    let steps = Cell::new(0);
    let last = last.clone();
    let (changed, leave, passed, found, remember) =
        (tell.clone(), tell.clone(), tell.clone(), tell.clone(), tell);
    let (leaving, hearing) = (seen.clone(), seen.clone());
    Host {
        changed: Box::new(move |state| {
            // Kratos has looked at it, so its secrets are not wanted any more.
            if steps.replace(state.steps) != state.steps || !state.is_ready() && !state.is_busy() {
                last.take();
            }
            changed("changed", JsValue::UNDEFINED);
        }),
        fields: Box::new(Fields::new),
        leave: Box::new(move |url| {
            leaving.left_for.replace(Some(url.to_owned()));
            leave("leave", url.into());
        }),
        found: Box::new(move |finding| found("found", to_js(finding))),
        overheard: Overheard::by(move |news| match news {
            News::Passed => {
                hearing.passed.set(true);
                passed("passed", JsValue::UNDEFINED);
            }
            News::Answered(response) => {
                if matches!(response.read(), Answer::Flow(_)) {
                    hearing.flow.replace(response.body.clone());
                }
            }
        }),
        remember: Box::new(move |_, flow| remember("flow", flow.into())),
    }
}

/// Pairs out of names and values in turn; codes as people paste them are taken.
fn fields(values: Vec<String>) -> Fields {
    let mut fields = Fields::new();
    let mut values = values.into_iter();
    while let (Some(name), Some(value)) = (values.next(), values.next()) {
        let is_code = matches!(name.as_str(), "code" | "totp_code");
        let value = if is_code { code_in(&value) } else { value };
        fields.push((name, value));
    }
    fields
}
