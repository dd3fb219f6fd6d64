//! The sessions of an account.

use std::rc::Rc;

use super::{
    display::Display,
    element::{Element, keep},
    handlers::Handlers,
    pages::ScreenContext,
    screen::screen_element,
};
use crate::{
    browser::{
        fetch,
        listen::{PageEvent, PageListeners},
        time,
    },
    driver,
    i18n::Catalog,
    kratos::request::Request,
    session::SessionState,
    view::{action::Does, busy::Busy, notice::Notice, screen::Screen, sessions as list, site},
};

/// Lists the sessions and revokes them; `sign_in` is called if nobody is signed in.
pub(crate) fn sessions(context: ScreenContext, sign_in: impl Fn() + 'static) -> Element {
    let display = context.waiting();
    let ScreenContext { words, base, handlers, .. } = context;
    let sign_in: Rc<dyn Fn()> = Rc::new(sign_in);
    load(words, base.clone(), display.clone(), None, sign_in.clone());
    let (listening, of_base, of_sign_in) = (display.clone(), base.clone(), sign_in.clone());
    keep(PageListeners::new(move |event| {
        // The sessions may belong to another account now, so they are removed from the screen.
        let (base, display, sign_in) = (of_base.clone(), listening.clone(), of_sign_in.clone());
        match event {
            PageEvent::SessionChanged | PageEvent::Returned => {
                display.show(site::front(&words, &SessionState::Unknown, str::to_owned));
                load(words, base, display, None, sign_in);
            }
            PageEvent::SigningOut => {
                display.show(site::front(&words, &SessionState::Unknown, str::to_owned));
                fetch::spawn(async move {
                    driver::signed_out(&base).await;
                    load(words, base, display, None, sign_in);
                });
            }
            PageEvent::Shown | PageEvent::Hidden | PageEvent::Online => {}
        }
    }));
    let acting = display.clone();
    let Handlers { event, act } = handlers;
    let act = Rc::new(move |does: &Does| {
        let request = match does {
            Does::Revoke(id) => Request::revoke(id),
            Does::RevokeOthers => Request::revoke_others(),
            other => return act(other),
        };
        if acting.is_busy() {
            return;
        }
        acting.set_busy(Busy::Waiting);
        let (base, display, sign_in) = (base.clone(), acting.clone(), sign_in.clone());
        fetch::spawn(async move {
            let notice = list::revoked(&words, fetch::ask(&base, &request).await);
            load(words, base, display, Some(notice), sign_in);
        });
    });
    let handlers = Handlers { event, act };
    screen_element(words, &display, &handlers)
}

fn load(
    words: Catalog,
    base: String,
    display: Display,
    notice: Option<Notice>,
    sign_in: Rc<dyn Fn()>,
) {
    fetch::spawn(async move {
        match screen(&words, &base, notice).await {
            Some(screen) => display.show(screen),
            None => sign_in(),
        }
        display.set_busy(Busy::No);
    });
}

/// The screen with the list of sessions; `None` if nobody is signed in. `notice` is the result of
/// the last action.
async fn screen(words: &Catalog, base: &str, notice: Option<Notice>) -> Option<Screen> {
    match driver::whoami(base).await {
        SessionState::Active(own) => {
            let others = fetch::ask(base, &Request::sessions()).await;
            list::answered(words, &own, others, notice, |instant| time::said(words, instant))
        }
        SessionState::None => None,
        other => Some(list::with_notice(
            notice,
            site::front(words, &other, |instant| time::said(words, instant)),
        )),
    }
}
