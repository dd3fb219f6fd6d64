//! The page of the sessions of an account.

use std::rc::Rc;

use super::app::Site;
use crate::{
    browser::{address, clock, fetch},
    components::{Acts, Element, Shown, drawn},
    i18n::Catalog,
    kratos::{
        request::Request,
        response::{Answer, Response},
    },
    session::{SessionState, Silence},
    view::{
        action::Does,
        notice::{Notice, Tone},
        screen::Screen,
        sessions, site,
    },
};

/// Asks Kratos, shows the answers, and ends sessions.
pub(super) fn page(of: &Site) -> Element {
    let words = of.screening.words;
    let shown = Shown::new(site::front(&words, &SessionState::Unknown, clock::local));
    let base = of.base.clone();
    load(words, base.clone(), shown.clone(), None);
    let acting = shown.clone();
    let Acts { event, act, open } = of.acts();
    let act = Rc::new(move |does: &Does| {
        let request = match does {
            Does::Revoke(id) => Request::revoke(id),
            Does::RevokeOthers => Request::revoke_others(),
            other => return act(other),
        };
        let (base, shown) = (base.clone(), acting.clone());
        fetch::spawn(async move {
            let notice = match fetch::send(&base, &request).await {
                Ok(response) => revoked(&words, &response),
                Err(why) => Notice::unreached(&words, why),
            };
            load(words, base, shown, Some(notice));
        });
    });
    drawn(words, &shown, &Acts { event, act, open })
}

fn revoked(words: &Catalog, response: &Response) -> Notice {
    match response.read() {
        Answer::Empty => Notice::new(Tone::Success, words.text("sessions.revoked")),
        Answer::Error(error) => Notice::refused(words, &error),
        _ => Notice::not_kratos(words, response.status),
    }
}

fn load(words: Catalog, base: String, shown: Shown, notice: Option<Notice>) {
    fetch::spawn(async move {
        let own = fetch::send(&base, &Request::whoami()).await;
        let own = match SessionState::read(own.as_ref().map_err(|why| *why)) {
            SessionState::Active(session) => session,
            // The page is for somebody who is signed in; they come back here.
            SessionState::None => {
                let back = [&address::origin(), "/sessions"].concat();
                let query = crate::kratos::request::urlencode(&[("return_to".to_owned(), back)]);
                return address::leave_for(&["/login?", &query].concat());
            }
            other => return shown.show(site::front(&words, &other, clock::local)),
        };
        let others = fetch::send(&base, &Request::sessions()).await;
        shown.show(match others.map(|response| (response.status, response.read())) {
            Ok((_, Answer::Sessions(others))) => {
                sessions::screen(&words, &own, &others, notice, clock::local)
            }
            Ok((_, Answer::Error(error))) => refused(&words, Silence::Refused(*error)),
            Ok((status, _)) => refused(&words, Silence::NotKratos(status)),
            Err(why) => refused(&words, Silence::Unreached(why)),
        });
    });
}

fn refused(words: &Catalog, silence: Silence) -> Screen {
    site::unreachable(words, &silence)
}
