//! The pages that are no flow.

use leptos::prelude::*;

use super::app::Site;
use crate::{
    browser::{clock, fetch},
    components::Shown,
    driver::Session,
    kratos::{request::Request, response::Answer},
    session::{SessionState, Silence},
    view::site,
};

/// Who is signed in, kept up to date.
pub(super) fn front(of: &Site) -> AnyView {
    let words = of.screening.words;
    let shown = Shown::new(site::front(&words, &SessionState::Unknown, clock::local));
    let session = Session::open(of.base.clone(), move |session| {
        shown.show(site::front(&words, session, clock::local));
    });
    let session = StoredValue::new_local(session);
    on_cleanup(move || session.with_value(|session| session.close()));
    of.shown(shown)
}

/// An error that Kratos stored under `id`.
pub(super) fn error(of: &Site, id: Option<String>) -> AnyView {
    let words = of.screening.words;
    let Some(id) = id else {
        return of.fixed(site::stored_error(&words, None));
    };
    let shown = Shown::new(site::front(&words, &SessionState::Unknown, clock::local));
    let base = of.base.clone();
    fetch::spawn(async move {
        shown.show(match fetch::send(&base, &Request::error(&id)).await {
            Ok(response) => match response.read() {
                Answer::Error(error) if error.status != 404 => {
                    site::stored_error(&words, Some(&error))
                }
                _ => site::stored_error(&words, None),
            },
            Err(why) => site::unreachable(&words, &Silence::Unreached(why)),
        });
    });
    of.shown(shown)
}
