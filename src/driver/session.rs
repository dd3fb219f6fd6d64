//! The session of the browser: watched, and ended.

use std::{cell::RefCell, rc::Rc};

use crate::{
    browser::{
        fetch,
        listen::{Ears, Noticed},
    },
    kratos::request::Request,
    session::{
        SessionState,
        logout::{End, Logout, Mode, Next},
        watch::{Doubt, Watch},
    },
};

/// Keeps a page informed of who is signed in: it asks when it begins, when the page is shown again, and
/// when another tab or a flow on this page signs in or out.
pub struct Session {
    base: String,
    watch: RefCell<Watch>,
    changed: Box<dyn Fn(&SessionState)>,
    ears: RefCell<Option<Ears>>,
}

impl Session {
    /// Begins to watch the Kratos at `base`; `changed` is called with each new answer.
    pub fn open(base: String, changed: impl Fn(&SessionState) + 'static) -> Rc<Self> {
        let session = Rc::new(Self {
            base,
            watch: RefCell::default(),
            changed: Box::new(changed),
            ears: RefCell::new(None),
        });
        let listening = Rc::downgrade(&session);
        session.ears.replace(Some(Ears::open(move |noticed| {
            let moved = !matches!(noticed, Noticed::Hidden);
            if let Some(session) = listening.upgrade().filter(|_| moved) {
                session.doubt(Doubt::Moved);
            }
        })));
        session.doubt(Doubt::Wanted);
        session
    }

    /// Asks if what is known may be wrong.
    pub fn doubt(self: &Rc<Self>, doubt: Doubt) {
        if self.watch.borrow_mut().doubt(doubt) {
            self.ask();
        }
    }

    /// Stops watching.
    pub fn close(&self) {
        self.ears.take();
    }

    fn ask(self: &Rc<Self>) {
        let session = self.clone();
        fetch::spawn(async move {
            let answer = fetch::send(&session.base, &Request::whoami()).await;
            let again = session.watch.borrow_mut().answered(answer.as_ref().map_err(|why| *why));
            if session.ears.borrow().is_none() {
                return;
            }
            (session.changed)(session.watch.borrow().state());
            if again {
                session.ask();
            }
        });
    }
}

/// Signs out and tells the other tabs; `leave` takes the browser to a URL of Kratos. `None` when the
/// page is being left.
pub async fn sign_out(
    base: &str,
    mode: Mode,
    return_to: Option<String>,
    leave: impl Fn(&str),
) -> Option<End> {
    let (mut logout, mut request) = Logout::begin(mode, return_to);
    loop {
        let answer = fetch::send(base, &request).await;
        match logout.answered(answer) {
            Next::Send(next) => request = next,
            Next::Leave(url) => {
                leave(&url);
                return None;
            }
            Next::End(end) => {
                Ears::open(|_| {}).tell();
                return Some(end);
            }
        }
    }
}
