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
    kratos::request::Request,
    session::SessionState,
    view::{action::Does, busy::Busy, notice::Notice, screen::Screen, sessions as list, site},
};

/// The list on the page.
struct List {
    context: ScreenContext,
    display: Display,
    /// Called if nobody is signed in.
    sign_in: Box<dyn Fn()>,
}

/// Lists the sessions and revokes them; `sign_in` is called if nobody is signed in.
pub(crate) fn sessions(context: ScreenContext, sign_in: impl Fn() + 'static) -> Element {
    let display = context.waiting();
    let Handlers { event, act } = context.handlers.clone();
    let list = Rc::new(List { context, display: display.clone(), sign_in: Box::new(sign_in) });
    list.load(None);
    let listening = list.clone();
    keep(PageListeners::new(move |event| {
        // The sessions may belong to another account now, so they are removed from the screen.
        match event {
            PageEvent::SessionChanged | PageEvent::Returned => {
                listening.hide();
                listening.load(None);
            }
            PageEvent::SigningOut => {
                listening.hide();
                let list = listening.clone();
                fetch::spawn(async move {
                    driver::signed_out(&list.context.base).await;
                    list.load(None);
                });
            }
            PageEvent::Shown | PageEvent::Hidden | PageEvent::Online => {}
        }
    }));
    let words = list.context.words;
    let act = Rc::new(move |does: &Does| {
        let request = match does {
            Does::Revoke(id) => Request::revoke(id),
            Does::RevokeOthers => Request::revoke_others(),
            other => return act(other),
        };
        if list.display.is_busy() {
            return;
        }
        list.display.set_busy(Busy::Waiting);
        let list = list.clone();
        fetch::spawn(async move {
            let answer = fetch::ask(&list.context.base, &request).await;
            list.load(Some(list::revoked(&list.context.words, answer)));
        });
    });
    screen_element(words, &display, &Handlers { event, act })
}

impl List {
    /// Removes the sessions from the screen.
    fn hide(&self) {
        let words = &self.context.words;
        self.display.show(site::front(words, &SessionState::Unknown, str::to_owned));
    }

    /// Asks Kratos for the sessions; `notice` is the result of the last action.
    fn load(self: &Rc<Self>, notice: Option<Notice>) {
        let list = self.clone();
        fetch::spawn(async move {
            let is_answer = notice.is_some();
            match list.screen(notice).await {
                Some(screen) => {
                    if is_answer {
                        list.display.note_answer();
                    }
                    list.display.show(screen);
                }
                None => (list.sign_in)(),
            }
            list.display.set_busy(Busy::No);
        });
    }

    /// The screen with the sessions; `None` if nobody is signed in.
    async fn screen(&self, notice: Option<Notice>) -> Option<Screen> {
        let ScreenContext { words, look, base, .. } = &self.context;
        let time = |instant: &str| time::said(words, instant);
        match driver::whoami(base).await {
            SessionState::Active(own) => {
                let others = fetch::ask(base, &Request::sessions()).await;
                list::answered(words, look, &own, others, notice, time)
            }
            SessionState::None => None,
            other => Some(list::with_notice(notice, site::front(words, &other, time))),
        }
    }
}
