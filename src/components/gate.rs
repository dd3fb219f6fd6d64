//! A flow, from the first request to the moment it is left.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use super::{
    acts::Acts,
    element::{Element, keep},
    embed::{Embed, EmbedEvent},
    screen::drawn,
    screening::Screening,
    secrets,
    shown::Shown,
};
use crate::{
    browser::{clock, dom, form},
    driver::{Driver, EarlyRequest, Host, Observer, ObserverEvent, Remember},
    flow::{
        draft::Fields,
        event::Event,
        opening::Opening,
        state::{Press, Remark, State},
    },
    view::{
        action::Does,
        busy::Busy,
        screen::{Body, Screen},
    },
};

/// How long to wait before another code may be asked for, in milliseconds.
const RESEND_AFTER: f64 = 30_000.0;

/// What the page around a flow does for it.
#[derive(Clone)]
pub struct Around {
    /// What an action outside the form does, as far as the flow itself does not know.
    pub act: Rc<dyn Fn(&Does)>,
    /// Opens a page of the site.
    pub open: Rc<dyn Fn(String)>,
    /// Leaves for a URL that Kratos gave or a page of the site. Whether the browser was told to.
    pub leave: Rc<dyn Fn(&str) -> bool>,
    /// Puts a flow into the address bar.
    pub remember: Rc<Remember>,
    /// Whether the flow is a part of it.
    pub embed: Embed,
}

/// A self-service flow: fetches it, draws it, and takes the person through. `base` is Kratos' public URL
/// without a slash at the end, `early_request` the first request, if the page began it already.
pub(crate) fn gate(
    opening: Opening,
    base: String,
    early_request: Option<EarlyRequest>,
    screening: Screening,
    around: Around,
) -> Element {
    let words = screening.words;
    let first = screening.screen(&State::new(opening.clone()));
    let shown = Shown::within(first, around.embed.clone());
    let (changing, finding) = (around.embed.clone(), around.embed.clone());
    let last_press: Rc<RefCell<Option<Press>>> = Rc::default();
    let steps = Cell::new(0);
    let (presses, seen, typing, pressing) =
        (last_press.clone(), shown.clone(), shown.clone(), shown.clone());
    let changed = move |state: &State| {
        if let Some(press) = state.pressed() {
            presses.replace(Some(press.clone()));
        }
        // A password or code that Kratos has looked at is not wanted any more.
        if steps.replace(state.steps) != state.steps {
            with_root(&seen, |root| form::clear_secrets(&root));
        }
        show(&screening, &seen, state);
        changing.notify(EmbedEvent::Changed(state));
    };
    let host = Host {
        changed: Box::new(changed),
        fields: Box::new(move || typed(&typing)),
        leave: Box::new(move |url| (around.leave)(url)),
        found: Box::new(move |found| finding.notify(EmbedEvent::Finding(found))),
        remember: Box::new(move |kind, flow| (around.remember)(kind, flow)),
        observer: observer(around.embed.clone()),
    };
    let driver = Driver::new(base, opening, early_request, host);
    around.embed.set_driver(&driver);
    let (of_form, of_actions, act) = (driver.clone(), driver.clone(), around.act);
    let acts = Acts {
        event: Rc::new(move |event| of_form.dispatch(event)),
        act: Rc::new(move |does| match does {
            Does::Retry if is_form(&pressing.now()) => {
                // The press is recorded anew while it happens.
                let last = last_press.borrow().clone();
                press_again(&of_actions, &pressing, last.as_ref());
            }
            Does::Retry => of_actions.dispatch(Event::Retried),
            does => match does.event() {
                Some(event) => of_actions.dispatch(event),
                None => act(does),
            },
        }),
        open: around.open,
    };
    driver.start();
    keep(Retiring(driver));
    drawn(words, &shown, &acts)
}

fn observer(embed: Embed) -> Observer {
    Observer::new(move |event| {
        if let ObserverEvent::Succeeded = event {
            embed.notify(EmbedEvent::Succeeded);
        }
    })
}

/// Ends a machine when it is dropped.
struct Retiring(Rc<Driver>);

impl Drop for Retiring {
    fn drop(&mut self) {
        self.0.retire();
    }
}

fn show(screening: &Screening, shown: &Shown, state: &State) {
    let screen = screening.screen(state);
    let asks = |screen: &Screen| matches!(&screen.body, Body::Form(form) if form.asks_for_code());
    let began = asks(&screen) && !asks(&shown.now());
    if began || matches!(state.remark, Some(Remark::CodeSentAgain)) && state.is_ready() {
        shown.set_resend_at(clock::now() + RESEND_AFTER);
    }
    shown.set_busy(Busy::from_state(state));
    if state.is_renewed && shown.looks_like(&screen) {
        let hidden = screen.hidden();
        with_root(shown, |root| {
            form::set_hidden(&root, &hidden);
            screen.forms().iter().for_each(|form| secrets::renew(&root, form));
        });
        shown.show_around(screen);
    } else {
        shown.show(screen);
    }
}

fn is_form(screen: &Screen) -> bool {
    matches!(screen.body, Body::Form(_) | Body::Cards(_))
}

fn with_root<T>(shown: &Shown, look: impl FnOnce(web_sys::Element) -> T) -> Option<T> {
    dom::by_id(&shown.root()).map(look)
}

fn typed(shown: &Shown) -> Fields {
    with_root(shown, |root| form::all_fields(&root)).unwrap_or_default()
}

/// Presses the button again whose submit got no answer. What was typed still stands in the form.
fn press_again(driver: &Rc<Driver>, shown: &Shown, last: Option<&Press>) {
    match last {
        Some(Press::Ceremony(trigger, _)) => {
            driver.dispatch(Event::Triggered { trigger: *trigger, fields: typed(shown) });
        }
        Some(Press::Button(pair)) => {
            with_root(shown, |root| form::press_named(&root, pair.as_ref()));
        }
        None => {}
    }
}
