//! The sessions of an account.

use std::rc::Rc;

use super::{
    acts::Acts,
    element::{Element, keep},
    pages::Frame,
    shown::Shown,
};
use crate::{
    browser::{
        clock, fetch,
        listen::{PageEvent, PageListeners},
    },
    driver,
    i18n::Catalog,
    kratos::request::Request,
    session::SessionState,
    view::{action::Does, busy::Busy, notice::Notice, screen::Screen, sessions as list, site},
};

/// Asks Kratos, shows the answers, and ends sessions; `sign_in` is called where nobody is signed in.
pub(crate) fn sessions(frame: &Frame, sign_in: impl Fn() + 'static) -> Element {
    let (words, shown, base) = (frame.words, frame.waiting(), frame.base.clone());
    let sign_in: Rc<dyn Fn()> = Rc::new(sign_in);
    load(words, base.clone(), shown.clone(), None, sign_in.clone());
    let (listening, of_base, of_sign_in) = (shown.clone(), base.clone(), sign_in.clone());
    keep(PageListeners::new(move |event| {
        // Whose sessions these are may have changed: nothing of them stays on screen meanwhile.
        let (base, shown, sign_in) = (of_base.clone(), listening.clone(), of_sign_in.clone());
        match event {
            PageEvent::SessionChanged | PageEvent::Returned => {
                shown.show(site::front(&words, &SessionState::Unknown, clock::local));
                load(words, base, shown, None, sign_in);
            }
            PageEvent::SigningOut => {
                shown.show(site::front(&words, &SessionState::Unknown, clock::local));
                fetch::spawn(async move {
                    driver::signed_out(&base).await;
                    load(words, base, shown, None, sign_in);
                });
            }
            PageEvent::Shown | PageEvent::Hidden | PageEvent::Online => {}
        }
    }));
    let acting = shown.clone();
    let Acts { event, act, open } = frame.acts.clone();
    let act = Rc::new(move |does: &Does| {
        let request = match does {
            Does::Revoke(id) => Request::revoke(id),
            Does::RevokeOthers => Request::revoke_others(),
            other => return act(other),
        };
        if acting.is_waiting() {
            return;
        }
        acting.set_busy(Busy::Waiting);
        let (base, shown, sign_in) = (base.clone(), acting.clone(), sign_in.clone());
        fetch::spawn(async move {
            let notice = list::revoked(&words, fetch::ask(&base, &request).await);
            load(words, base, shown, Some(notice), sign_in);
        });
    });
    Frame { acts: Acts { event, act, open }, ..frame.clone() }.draw(&shown)
}

fn load(words: Catalog, base: String, shown: Shown, notice: Option<Notice>, sign_in: Rc<dyn Fn()>) {
    fetch::spawn(async move {
        match screen(&words, &base, notice).await {
            Some(screen) => shown.show(screen),
            None => sign_in(),
        }
        shown.set_busy(Busy::No);
    });
}

/// The screen of the sessions that Kratos tells of; `None` where nobody is signed in. `notice` says what
/// was done before.
async fn screen(words: &Catalog, base: &str, notice: Option<Notice>) -> Option<Screen> {
    match driver::whoami(base).await {
        SessionState::Active(own) => {
            let others = fetch::ask(base, &Request::sessions()).await;
            list::answered(words, &own, others, notice, clock::local)
        }
        SessionState::None => None,
        other => Some(list::told(notice, site::front(words, &other, clock::local))),
    }
}
