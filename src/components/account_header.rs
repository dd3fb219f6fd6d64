//! The header of the account's pages.

use super::{
    actions,
    element::{Element, el, part},
    field,
    handlers::Handlers,
};
use crate::{
    i18n::Catalog,
    view::account_header::{AccountHeader, Way},
};

/// The header, and the ways between the parts of the account.
pub(super) fn draw(words: Catalog, account: &AccountHeader, handlers: &Handlers) -> [Element; 2] {
    let person = &account.person;
    let address = person.address.as_ref().map(|address| part("small", "meta").text(address));
    let sign_out = &account.sign_out;
    let sign_out = actions::element_for(part("a", "button"), "button", &sign_out.does, handlers)
        .attr("data-kind", "plain")
        .attr("data-icon", "logout")
        .text(&sign_out.label);
    let app = account.app.as_ref().map(|(label, url)| {
        part("a", "link").attr("data-icon", "back").attr("href", url).text(label)
    });
    let who = part("div", "person")
        .child(part("span", "avatar").attr("aria-hidden", "true").text(&person.initials))
        .child(el("div").child(el("bdi").text(&person.name)).children(address))
        .child(sign_out);
    let way = |way: &Way| {
        part("a", "way")
            .attr("href", &way.href)
            .optional_attr("aria-current", way.is_current.then_some("page"))
            .text(&way.label)
    };
    let ways = part("nav", "ways")
        .attr("aria-label", &words.text("account"))
        .child(el("div").children(account.parts.iter().map(way)));
    let texts = || field::lines(words, &["scheme", "scheme.system", "scheme.light", "scheme.dark"]);
    let schemes = account
        .shows_schemes
        .then(|| part("div", "scheme").attr("data-control", "scheme").attr("data-words", &texts()));
    [part("div", "account-header").children(app).child(who).children(schemes), ways]
}
