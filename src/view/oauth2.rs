//! What the service for OAuth2 clients refuses, and the errors that an authorization server sends people with.

use super::{
    action::{Action, Does},
    button::Emphasis,
    notice::Notice,
    screen::Screen,
};
use crate::{
    i18n::Catalog,
    kratos::error::{ErrorId, KratosError},
    url::{Verdict, judge},
};

/// The service refused: why, and the way back to the client.
pub(super) fn refused(words: &Catalog, error: &KratosError) -> Screen {
    let id = error.id.as_ref().map(ErrorId::as_str).unwrap_or_default();
    let key = match id {
        "challenge-missing" | "challenge-unknown" | "challenge-expired" => "oauth2.unknown",
        "challenge-used" => "oauth2.used",
        "other-person" => "oauth2.other",
        _ => "",
    };
    let text = Some(words.text(key)).filter(|_| !key.is_empty());
    let mut actions = Vec::new();
    let mut add = |label: &str, does| actions.push(Action::secondary(words.text(label), does));
    if key == "oauth2.other" {
        add("sign_out", Does::SwitchAccount);
    }
    let back = error.redirect_browser_to.as_ref();
    if let Some(url) = back.filter(|url| judge(url) != Verdict::Refused) {
        add("oauth2.back", Does::Visit(url.clone()));
    }
    if key.is_empty() {
        add("try_again", Does::Retry);
    }
    add("front_page", Does::Open("/".to_owned()));
    if let Some(first) = actions.first_mut() {
        first.emphasis = Emphasis::Primary;
    }
    let notice = text.is_none().then(|| Notice::refused(words, error));
    let mut screen = Screen::message(words.text("stop.refused"), text, actions);
    screen.notices.extend(notice);
    screen
}

/// The page to which an authorization server sends people with an error
/// ([RFC 6749 §4.1.2.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1)), if the client can't be
/// told. Anybody may have written the address, so only a code of it is shown.
pub fn error(words: &Catalog, code: &str) -> Screen {
    let is_code = |code: &&str| code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let code = Some(code).filter(is_code).and_then(|code| code.get(..code.len().min(40)));
    let text = words.fill("oauth2.error", &[("code", code.unwrap_or("error"))]);
    let home = Action::primary(words.text("front_page"), Does::Open("/".to_owned()));
    Screen::message(words.text("error.title"), Some(text), vec![home])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_refusal_has_a_sentence_and_a_way_back() {
        let error = |id: &str, status| {
            let body = serde_json::json!({"error": {"id": id, "code": status, "reason": "x"},
                "redirect_browser_to": "https://app.example"});
            KratosError::read(status, &body.into()).unwrap()
        };
        let words = Catalog::english();
        for (id, status, first) in [
            ("challenge-unknown", 404, "Back to the app"),
            ("challenge-expired", 410, "Back to the app"),
            ("challenge-used", 410, "Back to the app"),
            ("other-person", 403, "Sign out"),
        ] {
            let screen = refused(&words, &error(id, status));
            let crate::view::screen::Body::Facts(_, actions) = &screen.body else { panic!() };
            assert_eq!(actions.first().unwrap().label, first, "{id}");
            assert!(screen.lead.is_some() && screen.notices.is_empty(), "{id}");
        }
        assert_eq!(refused(&words, &error("hydra-unreachable", 502)).notices.len(), 1);
    }

    #[test]
    fn a_way_back_is_a_place_where_browsers_may_go() {
        let body = serde_json::json!({"error": {"id": "challenge-used", "code": 410},
            "redirect_browser_to": "javascript:alert(1)"});
        let screen = refused(&Catalog::english(), &KratosError::read(410, &body.into()).unwrap());
        let crate::view::screen::Body::Facts(_, actions) = &screen.body else { panic!() };
        assert_eq!(actions.len(), 1);
    }

    #[test]
    fn nothing_but_a_code_is_taken_from_the_address() {
        let said = |code: &str| error(&Catalog::english(), code).lead.unwrap().text;
        assert!(said("invalid_scope").ends_with("invalid_scope"));
        for made_up in ["Call us: 555", "<b>", "é"] {
            assert!(said(made_up).ends_with(": error"), "{made_up}");
        }
    }
}
