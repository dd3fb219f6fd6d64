//! One watch of the session for all parts of a page that show it.

use std::{
    cell::RefCell,
    rc::{Rc, Weak},
};

use super::session::SessionWatcher;
use crate::session::{SessionState, watch::CheckReason};

thread_local! {
    /// The page's watches, one for each base URL.
    static WATCHES: RefCell<Vec<Weak<Watch>>> = RefCell::default();
}

type Listener = dyn Fn(&SessionState);

struct Watch {
    base: String,
    watcher: Rc<SessionWatcher>,
    known: RefCell<SessionState>,
    listeners: RefCell<Vec<Weak<Listener>>>,
}

/// A part's share in the watch of its base URL. It ends with the last one.
pub struct SharedSession {
    _watch: Rc<Watch>,
    _listener: Rc<Listener>,
}

impl SharedSession {
    /// Follows the session at `base`; `changed` is called with the known state, and with each other
    /// one. A failed check is reported only if nothing is known.
    pub fn follow(base: String, changed: impl Fn(&SessionState) + 'static) -> Self {
        let watch = WATCHES.with_borrow_mut(|watches| {
            watches.retain(|watch| watch.strong_count() > 0);
            let mut open = watches.iter().filter_map(Weak::upgrade);
            open.find(|watch| watch.base == base).unwrap_or_else(|| {
                let watch = Watch::open(base);
                watches.push(Rc::downgrade(&watch));
                watch
            })
        });
        let listener: Rc<Listener> = Rc::new(changed);
        let known = watch.known.borrow().clone();
        if known != SessionState::Unknown {
            listener(&known);
        }
        let mut listeners = watch.listeners.borrow_mut();
        listeners.retain(|listener| listener.strong_count() > 0);
        listeners.push(Rc::downgrade(&listener));
        drop(listeners);
        watch.watcher.check(CheckReason::Needed);
        Self { _watch: watch, _listener: listener }
    }
}

impl Watch {
    fn open(base: String) -> Rc<Self> {
        Rc::new_cyclic(|watch: &Weak<Self>| {
            let watch = watch.clone();
            let told = move |found: &SessionState| {
                if let Some(watch) = watch.upgrade() {
                    watch.tell(found);
                }
            };
            Self {
                watcher: SessionWatcher::open(base.clone(), told),
                base,
                known: RefCell::new(SessionState::Unknown),
                listeners: RefCell::default(),
            }
        })
    }

    fn tell(&self, found: &SessionState) {
        if !self.known.borrow_mut().learn(found) {
            return;
        }
        // A listener may begin or end another one.
        let listeners: Vec<_> = self.listeners.borrow().iter().filter_map(Weak::upgrade).collect();
        for listener in listeners {
            listener(found);
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.watcher.close();
    }
}
