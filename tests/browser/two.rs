//! Two flows on one page: each has its own ids, and their ceremonies take turns.

use std::rc::Rc;

use js_sys::{Function, Reflect};
use propylon::{
    driver::{Driver, EarlyRequest, Host, Observer},
    flow::{
        event::Event,
        opening::Opening,
        state::{Phase, Remark},
    },
    kratos::{flow::FlowKind, node::Trigger},
    webauthn::ability::Observation,
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::page::{Page, answered, frame};

const LOGIN: &str = include_str!("answers/login.json");

#[wasm_bindgen_test]
async fn ids_are_kept_apart() {
    let (one, two) = (Page::gate(LOGIN).await, Page::gate(LOGIN).await);
    let ids = one.ids();
    assert!(ids.len() > 3, "{ids:?}");
    for id in ids {
        assert_eq!(two.count(&["[id='", &id, "']"].concat()), 0, "{id}");
    }
    for page in [&one, &two] {
        let id = page.input("input[name=identifier]").id();
        assert_eq!(page.count(&["label[for='", &id, "']"].concat()), 1);
    }
}

/// A mock of `navigator.credentials`: `open()` lists the pending requests by their user
/// verification, which identifies the flow here; `cancel()` rejects the last one as if the person
/// had cancelled.
const BROWSER: &str = r#"
const waiting = [];
const proto = CredentialsContainer.prototype;
const real = [proto.get, PublicKeyCredential.isConditionalMediationAvailable];
proto.get = ({ mediation, publicKey, signal }) => new Promise((_, reject) => {
  const one = { name: (mediation ?? "modal") + " of " + publicKey.userVerification };
  one.end = (error) => { waiting.splice(waiting.indexOf(one), 1); reject(error); };
  signal.addEventListener("abort", () => waiting.includes(one) && one.end(signal.reason));
  if (waiting.length > 0) return reject(new DOMException("A request is already pending.", "OperationError"));
  waiting.push(one);
});
PublicKeyCredential.isConditionalMediationAvailable = async () => true;
return {
  open: () => waiting.map(({ name }) => name).join(", "),
  cancel: () => waiting.at(-1).end(new DOMException("no", "NotAllowedError")),
  restore: () => { [proto.get, PublicKeyCredential.isConditionalMediationAvailable] = real; },
};
"#;

struct Browser(JsValue);

impl Browser {
    fn new() -> Self {
        Self(Function::new_no_args(BROWSER).call0(&JsValue::NULL).unwrap())
    }

    fn call(&self, name: &str) -> JsValue {
        let method: Function = Reflect::get(&self.0, &name.into()).unwrap().into();
        method.call0(&self.0).unwrap()
    }

    /// Waits until exactly these requests are pending.
    async fn shows(&self, wanted: &str) {
        let mut last = String::new();
        for _ in 0..100 {
            last = self.call("open").as_string().unwrap();
            if last == wanted {
                return;
            }
            frame().await;
        }
        panic!("{last} in place of {wanted}");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.call("restore");
    }
}

/// A sign-in whose requests are identified by `name`.
fn flow(name: &str) -> Rc<Driver> {
    let answer = LOGIN.replace(
        r#"\"userVerification\":\"preferred\""#,
        &[r#"\"userVerification\":\""#, name, r#"\""#].concat(),
    );
    let opening = Opening::read(FlowKind::Login, "");
    let base = "http://kratos.invalid";
    let early_request =
        EarlyRequest { url: [base, &opening.request().url].concat(), answer: answered(&answer) };
    let host = Host {
        changed: Box::new(|_| {}),
        fields: Box::new(Vec::new),
        leave: Box::new(|_, _| true),
        found: Box::new(|_| {}),
        remember: Box::new(|_, _, _| {}),
        observer: Observer::default(),
    };
    let driver = Driver::new(base.to_owned(), opening, Some(early_request), host);
    // The test page itself is on an IP address, where WebAuthn doesn't work.
    let page = Observation {
        is_secure: true,
        has_interface: true,
        host: "localhost".to_owned(),
        ..Observation::default()
    };
    driver.dispatch(Event::Started { kept: None, page, hops: 0 });
    driver
}

fn press(flow: &Rc<Driver>) {
    flow.dispatch(Event::Triggered { trigger: Trigger::PasskeyLogin, fields: Vec::new() });
}

fn is_asking(flow: &Rc<Driver>) -> bool {
    flow.with_state(|state| matches!(state.phase, Phase::InCeremony(_)))
}

/// When a flow was renewed or left, it aborted any ceremony of the page, including another flow's
/// dialog. And a conditional request aborted by another flow's button was never restarted.
#[wasm_bindgen_test]
async fn ceremonies_take_turns_and_conditional_mediation_restarts() {
    let browser = Browser::new();
    let one = flow("required");
    browser.shows("conditional of required").await;
    // The last flow gets the conditional request.
    let two = flow("discouraged");
    browser.shows("conditional of discouraged").await;

    // A button aborts every conditional request, its own and the other flow's.
    press(&one);
    browser.shows("modal of required").await;
    assert!(is_asking(&one) && !is_asking(&two));

    // Events of the other flow don't abort the ceremony.
    two.dispatch(Event::StartedOver);
    frame().await;
    browser.shows("modal of required").await;
    let three = flow("preferred");
    three.with_state(|_| {});
    frame().await;
    browser.shows("modal of required").await;

    // Cancelled: reported by the flow that asked, and the conditional request is restarted.
    browser.call("cancel");
    browser.shows("conditional of required").await;
    one.with_state(|state| assert!(matches!(state.remark, Some(Remark::Ceremony(..)))));

    // A modal ceremony of a flow that is then left: the conditional request is restarted.
    press(&three);
    browser.shows("modal of preferred").await;
    three.retire();
    browser.shows("conditional of required").await;

    // A second modal ceremony aborts the first, which is reported.
    let four = flow("discouraged");
    press(&one);
    browser.shows("modal of required").await;
    four.with_state(|_| {});
    until(|| four.with_state(|state| state.phase == Phase::Ready)).await;
    press(&four);
    browser.shows("modal of discouraged").await;
    until(|| !is_asking(&one)).await;
    browser.call("cancel");
    browser.shows("conditional of discouraged").await;

    for flow in [one, two, four] {
        flow.retire();
    }
    browser.shows("").await;
}

async fn until(is: impl Fn() -> bool) {
    for _ in 0..100 {
        if is() {
            return;
        }
        frame().await;
    }
    panic!("not within 100 frames");
}
