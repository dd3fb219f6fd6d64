//! Watches and ends the browser's session.

use std::{cell::RefCell, rc::Rc};

use web_sys::AbortController;

use crate::{
    browser::{
        clock::{self, Timer},
        fetch,
        listen::{PageEvent, PageListeners, TabMessage},
        storage,
    },
    kratos::{
        request::Request,
        response::{Answer, Unreached},
    },
    session::{
        SessionState,
        logout::{End, Instruction, Logout, Mode},
        watch::{CheckReason, Watch},
    },
};

/// Keeps the session state up to date: checks it at first, when the page is shown again, and after
/// a sign-in or sign-out in another tab or a flow on this page.
pub struct SessionWatcher {
    base: String,
    watch: RefCell<Watch>,
    changed: Box<dyn Fn(&SessionState)>,
    listeners: RefCell<Option<PageListeners>>,
    /// Aborts the check in flight, which would keep it in memory.
    pending: RefCell<Option<AbortController>>,
    /// The next check during a sign-out.
    again: RefCell<Option<Timer>>,
}

impl SessionWatcher {
    /// Watches the session at `base`; `changed` is called with each new state.
    pub fn open(base: String, changed: impl Fn(&SessionState) + 'static) -> Rc<Self> {
        let session = Rc::new(Self {
            base,
            watch: RefCell::default(),
            changed: Box::new(changed),
            listeners: RefCell::new(None),
            pending: RefCell::new(None),
            again: RefCell::new(None),
        });
        let listening = Rc::downgrade(&session);
        session.listeners.replace(Some(PageListeners::new(move |event| {
            let Some(session) = listening.upgrade() else { return };
            match event {
                PageEvent::Hidden => {}
                PageEvent::SigningOut => session.follow_sign_out(FIRST_PAUSE),
                _ => session.check(CheckReason::MayHaveChanged),
            }
        })));
        session.check(CheckReason::Needed);
        session
    }

    /// Checks the session if the known state may be out of date.
    pub fn check(self: &Rc<Self>, reason: CheckReason) {
        if self.watch.borrow_mut().should_request(reason) {
            self.ask();
        }
    }

    /// Stops watching.
    pub fn close(&self) {
        self.listeners.take();
        self.again.take();
        if let Some(pending) = self.pending.take() {
            pending.abort();
        }
    }

    /// Checks repeatedly until an announced sign-out is done, or did not happen.
    fn follow_sign_out(self: &Rc<Self>, pause: i32) {
        self.check(CheckReason::MayHaveChanged);
        if pause > LAST_PAUSE {
            return;
        }
        let session = Rc::downgrade(self);
        self.again.replace(Some(Timer::after(pause, move || {
            let Some(session) = session.upgrade() else { return };
            let is_there = matches!(session.watch.borrow().state(), SessionState::Active(_));
            if is_there {
                session.follow_sign_out(pause * 2);
            }
        })));
    }

    fn ask(self: &Rc<Self>) {
        let session = self.clone();
        fetch::spawn(async move {
            let answer = session.whoami().await;
            let again = session.watch.borrow_mut().answered(answer);
            if session.listeners.borrow().is_none() {
                return;
            }
            (session.changed)(session.watch.borrow().state());
            if again {
                session.ask();
            }
        });
    }

    async fn whoami(&self) -> Result<Answer, Unreached> {
        let controller = AbortController::new().map_err(|_| Unreached::Failed)?;
        self.pending.replace(Some(controller.clone()));
        let answer = fetch::send_by(controller, &self.base, &Request::whoami()).await;
        self.pending.take();
        answer.map(|response| response.read())
    }
}

/// The delay before the second check during a sign-out, in milliseconds.
const FIRST_PAUSE: i32 = 300;
/// The longest delay.
const LAST_PAUSE: i32 = 5_000;

/// Signs out and notifies the other tabs; `leave` navigates to a URL of Kratos. `None` if the page
/// navigates away.
///
/// A page that navigates away can't tell when the sign-out is done. So it is announced before, and
/// listeners check with Kratos.
pub async fn sign_out(
    base: &str,
    mode: Mode,
    return_to: Option<String>,
    leave: &dyn Fn(&str),
) -> Option<End> {
    let (mut logout, mut request) = Logout::begin(mode, return_to);
    loop {
        let answer = fetch::ask(base, &request).await;
        match logout.answered(answer) {
            Instruction::Send(next) => request = next,
            Instruction::Leave(url) => {
                announce();
                leave(&url);
                return None;
            }
            Instruction::End(end) => {
                if end == End::SignedOut {
                    announce();
                }
                return Some(end);
            }
        }
    }
}

/// Requests the session.
pub async fn whoami(base: &str) -> SessionState {
    SessionState::read(fetch::ask(base, &Request::whoami()).await)
}

/// Waits until an announced sign-out is done, or did not happen.
pub async fn signed_out(base: &str) {
    let mut pause = FIRST_PAUSE;
    loop {
        if !matches!(whoami(base).await, SessionState::Active(_)) || pause > LAST_PAUSE {
            return;
        }
        clock::sleep(pause).await;
        pause *= 2;
    }
}

/// The result of a sign-out by navigation if the page is still here, for example because the
/// response was empty.
pub async fn stayed_signed_out(base: &str) -> End {
    clock::sleep(super::flow::NAVIGATION_TIMEOUT).await;
    match whoami(base).await {
        SessionState::None => End::SignedOut,
        SessionState::Unreachable(cause) => End::Failed(cause),
        _ => End::StillSignedIn,
    }
}

/// Announces the sign-out and removes the account's data from this tab.
fn announce() {
    storage::forget_drafts(None);
    storage::store(storage::USER, None);
    TabMessage::SigningOut.post();
}
