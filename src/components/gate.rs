//! A flow, from its first request until the page navigates away.

use std::{
    cell::{Cell, RefCell},
    rc::{Rc, Weak},
};

use super::{
    display::Display,
    element::{Element, el, keep},
    embed::{Embed, EmbedEvent},
    handlers::Handlers,
    screen::screen_element,
    screen_options::ScreenOptions,
    secrets,
};
use crate::{
    browser::{clock, dom, fetch, form},
    driver::{self, Driver, EarlyRequest, Host, Leave, Observer, ObserverEvent, Remember},
    flow::{
        draft::Fields,
        event::Event,
        opening::Opening,
        state::{Press, Remark, State},
    },
    i18n::Catalog,
    session::logout::{End, Mode},
    view::{
        action::Does,
        busy::Busy,
        screen::{Body, Screen},
        site,
    },
};

/// How long to wait before another code may be requested, in milliseconds.
const RESEND_AFTER: f64 = 30_000.0;

/// The callbacks of the page around a flow.
#[derive(Clone)]
pub struct GateCallbacks {
    /// Performs an action that the flow doesn't perform itself.
    pub act: Rc<dyn Fn(&Does)>,
    /// Navigates to a URL that Kratos gave, or to a page of the site. Returns whether the
    /// navigation was started.
    pub leave: Rc<Leave>,
    /// Writes a flow to the address bar.
    pub remember: Rc<Remember>,
    /// Whether the flow is embedded in a host page.
    pub embed: Embed,
    /// Set to the flow's driver.
    pub driver: Rc<RefCell<Weak<Driver>>>,
}

/// A self-service flow: loads it, renders it and performs its effects. `base` is Kratos' public URL
/// without a trailing slash. `early_request` is the first request, if the page has already started
/// it.
pub(crate) fn gate(
    opening: Opening,
    base: String,
    early_request: Option<EarlyRequest>,
    options: ScreenOptions,
    callbacks: GateCallbacks,
) -> Element {
    let (spoken, redrawn, switching) = (options.words.clone(), options.clone(), options.clone());
    let first = options.screen(&State::new(opening.clone()));
    let display = Display::within(first, callbacks.embed.clone());
    let (changing, finding) = (callbacks.embed.clone(), callbacks.embed.clone());
    let last_press: Rc<RefCell<Option<Press>>> = Rc::default();
    let steps = Cell::new(0);
    let (presses, seen, held) = (last_press.clone(), display.clone(), display.clone());
    let (typing, pressing) = (display.clone(), display.clone());
    let (held_until, waits) = (Rc::new(Cell::new(0.0)), Cell::new(false));
    let holding = held_until.clone();
    let changed = move |state: &State| {
        let wait = state.wait();
        if let Some(seconds) = wait.filter(|_| !waits.get()) {
            holding.set(clock::now() + f64::from(seconds) * 1000.0);
        }
        waits.set(wait.is_some());
        if let Some(press) = state.pressed() {
            presses.replace(Some(press.clone()));
        }
        // Kratos has received the passwords and codes in the form; they are not needed any more.
        if steps.replace(state.steps) != state.steps {
            with_root(&seen, |root| form::clear_secrets(&root));
        }
        show(&options, &seen, state);
        changing.notify(EmbedEvent::Changed(state));
    };
    let host = Host {
        changed: Box::new(changed),
        fields: Box::new(move || typed(&typing)),
        leave: Box::new(move |url, replaces| (callbacks.leave)(url, replaces)),
        found: Box::new(move |found| finding.notify(EmbedEvent::Finding(found))),
        remember: Box::new(move |kind, flow, is_step| (callbacks.remember)(kind, flow, is_step)),
        observer: observer(callbacks.embed.clone()),
    };
    let driver = Driver::new(base.clone(), opening, early_request, host);
    callbacks.embed.set_driver(&driver);
    callbacks.driver.replace(Rc::downgrade(&driver));
    let (of_form, of_actions, act) = (driver.clone(), driver.clone(), callbacks.act);
    let handlers = Handlers {
        event: Rc::new(move |event| {
            if clock::now() < held_until.get() {
                // The notice says how long.
                return dom::focus_first(&held.root(), &["[data-part=notices]"]);
            }
            of_form.dispatch(event)
        }),
        act: Rc::new(move |does| match does {
            Does::Retry if is_form(&pressing.screen_untracked()) => {
                // A repeated press replaces this value, so it must not be borrowed here.
                let last = last_press.borrow().clone();
                press_again(&of_actions, &pressing, last.as_ref());
            }
            Does::Retry => of_actions.dispatch(Event::Retried),
            Does::SwitchAccount => switch_account(&of_actions, &pressing, &base, switching.words()),
            does => match does.event() {
                Some(event) => of_actions.dispatch(event),
                None => act(does),
            },
        }),
    };
    driver.start();
    keep(ShutDownOnDrop(driver.clone()));
    // Drawn again in another language, with everything that was typed.
    el("div").reactive_child(move || {
        let words = spoken.get();
        let values = with_root(&display, |root| form::values(&root));
        if values.is_some() {
            driver.with_state(|state| display.show(redrawn.screen(state)));
        }
        let drawn = screen_element(words, &display, &handlers);
        drawn.set_values(values.unwrap_or_default());
        Some(drawn)
    })
}

fn observer(embed: Embed) -> Observer {
    Observer::new(move |event| {
        if let ObserverEvent::Succeeded = event {
            embed.notify(EmbedEvent::Succeeded);
        }
    })
}

/// Shuts down a driver when dropped.
struct ShutDownOnDrop(Rc<Driver>);

impl Drop for ShutDownOnDrop {
    fn drop(&mut self) {
        self.0.retire();
    }
}

fn show(options: &ScreenOptions, display: &Display, state: &State) {
    let screen = options.screen(state);
    let asks = |screen: &Screen| matches!(&screen.body, Body::Form(form) if form.asks_for_code());
    let began = asks(&screen) && !asks(&display.screen_untracked());
    if began || matches!(state.remark, Some(Remark::CodeSentAgain)) && state.is_ready() {
        display.set_resend_at(clock::now() + RESEND_AFTER);
    }
    display.set_busy(Busy::from_state(state));
    if state.is_renewed && display.looks_like(&screen) {
        let hidden = screen.hidden();
        with_root(display, |root| {
            form::set_hidden(&root, &hidden);
            screen.forms().iter().for_each(|form| secrets::renew(&root, form));
        });
        display.show_except_body(screen);
    } else {
        display.show(screen);
    }
}

fn is_form(screen: &Screen) -> bool {
    matches!(screen.body, Body::Form(_) | Body::Cards(_))
}

fn with_root<T>(display: &Display, look: impl FnOnce(web_sys::Element) -> T) -> Option<T> {
    dom::by_id(&display.root()).map(look)
}

fn typed(display: &Display) -> Fields {
    with_root(display, |root| form::all_fields(&root)).unwrap_or_default()
}

/// Signs out without leaving the page, and starts the flow over. Shows why if that fails.
fn switch_account(driver: &Rc<Driver>, display: &Display, base: &str, words: Catalog) {
    display.show(site::signing_out(&words));
    let (driver, display, base) = (driver.clone(), display.clone(), base.to_owned());
    fetch::spawn(async move {
        match driver::sign_out(&base, Mode::Fetch, None, &|_| {}).await {
            Some(End::SignedOut) => driver.dispatch(Event::StartedOver),
            Some(end) => display.show(site::sign_out_ended(&words, Mode::Fetch, &end)),
            None => {}
        }
    });
}

/// Repeats the last press, whose submit got no answer. The form still has the typed values.
fn press_again(driver: &Rc<Driver>, display: &Display, last: Option<&Press>) {
    match last {
        Some(Press::Ceremony(trigger, _)) => {
            driver.dispatch(Event::Triggered { trigger: *trigger, fields: typed(display) });
        }
        Some(Press::Button(pair)) => {
            with_root(display, |root| form::press_named(&root, pair.as_ref()));
        }
        None => {}
    }
}
