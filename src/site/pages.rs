//! The pages that are not flows.

use std::rc::Rc;

use super::{app::Site, route::Page};
use crate::{
    browser::{address, fetch},
    components::{Element, Embed, ScreenContext, front, sessions, stored_error},
    driver,
    kratos::request::{query_value, urlencode},
    session::logout::Mode,
    view::{oauth2, site},
};

/// Renders such a page.
pub(super) fn draw(app: &Rc<Site>, page: Page, query: &str) -> Element {
    let words = &app.options.words();
    match page {
        Page::Front => front(&context(app), |_| {}),
        Page::Sessions => sessions(context(app), || {
            // After the sign-in, return to this page.
            let back = [&address::home(), "/sessions"].concat();
            let query = urlencode(&[("return_to".to_owned(), back)]);
            address::leave_for(&["/login?", &query].concat(), true);
        }),
        Page::Logout => {
            sign_out(app, Mode::Navigate, query_value(query, "return_to"));
            app.fixed(site::signing_out(words))
        }
        Page::Error => stored_error(&context(app), query_value(query, "id")),
        Page::ClientError => {
            let code = query_value(query, "error").unwrap_or_default();
            app.fixed(oauth2::error(words, &code))
        }
        Page::Flow(_) | Page::Passkey | Page::Missing => app.fixed(site::missing(words)),
    }
}

fn context(app: &Rc<Site>) -> ScreenContext {
    let words = app.options.words();
    ScreenContext {
        words,
        look: app.options.look.clone(),
        base: app.base.clone(),
        handlers: app.handlers(),
        embed: Embed::default(),
    }
}

/// Signs out. The progress and the result replace the page, so that the button can't be pressed
/// twice.
pub(super) fn sign_out(app: &Rc<Site>, mode: Mode, return_to: Option<String>) {
    let site = app.clone();
    fetch::spawn(async move {
        let leaving = site.clone();
        let leave = move |url: &str| leaving.leave(url, false);
        let end = match driver::sign_out(&site.base, mode, return_to, &leave).await {
            // The browser may not have navigated, which it doesn't report.
            None => driver::stayed_signed_out(&site.base).await,
            Some(end) => end,
        };
        site.show(Some(site::sign_out_ended(&site.options.words(), mode, &end)));
    });
}
