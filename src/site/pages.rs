//! The pages that are no flow.

use std::rc::Rc;

use super::{app::Site, route::Page, sessions};
use crate::{
    browser::{clock, fetch},
    components::{Element, Shown, keep},
    driver::{self, Session},
    kratos::{
        request::{Request, urldecode},
        response::Answer,
    },
    session::{
        SessionState, Silence,
        logout::{End, Mode},
    },
    view::site,
};

/// Draws one of them.
pub(super) fn draw(of: &Site, page: Page, query: &str) -> Element {
    let words = &of.screening.words;
    match page {
        Page::Front => front(of),
        Page::Sessions => sessions::page(of),
        Page::Logout => {
            sign_out(of, Mode::Navigate, value(query, "return_to"));
            of.fixed(site::signing_out(words))
        }
        Page::Error => error(of, value(query, "id")),
        Page::Flow(_) | Page::Passkey | Page::Missing => of.fixed(site::missing(words)),
    }
}

fn value(query: &str, name: &str) -> Option<String> {
    urldecode(query).into_iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// Signs out; what came of it is shown in place of the page.
pub(super) fn sign_out(of: &Site, mode: Mode, return_to: Option<String>) {
    let site = of.clone();
    fetch::spawn(async move {
        let leaving = site.clone();
        let leave = move |url: &str| leaving.leave(url);
        let end = driver::sign_out(&site.base, mode, return_to, leave).await;
        let words = &site.screening.words;
        site.show(Some(match end {
            None => return,
            Some(End::SignedOut) => site::signed_out(words),
            Some(End::StillSignedIn) => site::still_signed_in(words),
            Some(End::Trouble(silence)) => site::not_signed_out(words, &silence),
        }));
    });
}

/// Who is signed in, kept up to date.
fn front(of: &Site) -> Element {
    let words = of.screening.words;
    let shown = Shown::new(site::front(&words, &SessionState::Unknown, clock::local));
    let of_session = shown.clone();
    let session = Session::open(of.base.clone(), move |session| {
        of_session.show(site::front(&words, session, clock::local));
    });
    keep(Watching(session));
    of.shown(&shown)
}

/// Stops watching when it is dropped.
struct Watching(Rc<Session>);

impl Drop for Watching {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// An error that Kratos stored under `id`.
fn error(of: &Site, id: Option<String>) -> Element {
    let words = of.screening.words;
    let Some(id) = id else {
        return of.fixed(site::stored_error(&words, None));
    };
    let shown = Shown::new(site::front(&words, &SessionState::Unknown, clock::local));
    let (base, answered) = (of.base.clone(), shown.clone());
    fetch::spawn(async move {
        answered.show(match fetch::send(&base, &Request::error(&id)).await {
            Ok(response) => match response.read() {
                Answer::Error(error) if error.status != 404 => {
                    site::stored_error(&words, Some(&error))
                }
                _ => site::stored_error(&words, None),
            },
            Err(why) => site::unreachable(&words, &Silence::Unreached(why)),
        });
    });
    of.shown(&shown)
}
