//! The list of sessions.

use super::{
    account_header::{AccountHeader, Area},
    action::{Action, Does},
    look::Look,
    notice::{Notice, Tone},
    row::Row,
    screen::{Body, Screen},
    site,
};
use crate::{
    i18n::Catalog,
    kratos::{
        response::{Answer, Unreached},
        session::Session,
    },
    session::UnreachableCause,
    text_search::holds,
};

/// The screen with this browser's session and the others. `time` formats an RFC 3339 timestamp for
/// the person.
pub fn screen(
    words: &Catalog,
    look: &Look,
    own: &Session,
    others: &[Session],
    notice: Option<Notice>,
    time: impl Fn(&str) -> String,
) -> Screen {
    let mut rows = vec![row(words, own, true, &time)];
    rows.extend(others.iter().map(|session| row(words, session, false, &time)));
    let account = own
        .identity
        .as_ref()
        .and_then(|identity| AccountHeader::new(words, look, identity, None, Some(Area::Devices)));
    let mut actions = Vec::new();
    if !others.is_empty() {
        actions.push(Action::secondary(words.text("sessions.revoke_others"), Does::RevokeOthers));
        let everywhere = words.text("sessions.everywhere");
        actions.push(Action::secondary(everywhere, Does::SignOutEverywhere));
    }
    // The header has a button for it.
    if account.is_none() {
        actions.push(Action::secondary(words.text("sign_out"), Does::SignOut));
    }
    let mut screen = Screen::message(
        words.text("sessions.title"),
        Some(words.text(if others.is_empty() { "sessions.only" } else { "sessions.text" })),
        Vec::new(),
    );
    screen.account = account.map(Box::new);
    screen.notices.extend(notice);
    screen.body = Body::Rows(rows, actions);
    screen
}

/// The screen after Kratos was asked for the other sessions; `own` is the current session. `None`
/// if it has ended.
pub fn answered(
    words: &Catalog,
    look: &Look,
    own: &Session,
    answer: Result<Answer, Unreached>,
    notice: Option<Notice>,
    time: impl Fn(&str) -> String,
) -> Option<Screen> {
    let cause = match answer {
        Ok(Answer::Sessions(others)) => {
            return Some(screen(words, look, own, &others, notice, time));
        }
        Ok(Answer::Error(error)) if error.status == 401 => return None,
        Ok(Answer::Error(error)) => UnreachableCause::Refused(*error),
        Ok(other) => UnreachableCause::NotKratos(other.status()),
        Err(why) => UnreachableCause::Unreached(why),
    };
    Some(with_notice(notice, site::unreachable(words, &cause)))
}

/// Adds the notice about what was done before, whether the list could be loaded or not.
pub fn with_notice(notice: Option<Notice>, mut screen: Screen) -> Screen {
    if let Some(notice) = notice {
        screen.notices.insert(0, notice);
    }
    screen
}

/// The notice after revoking one session or several.
pub fn revoked(words: &Catalog, answer: Result<Answer, Unreached>) -> Notice {
    match answer {
        Ok(Answer::Empty) => Notice::new(Tone::Success, words.text("sessions.revoked")),
        Ok(Answer::Error(error)) => Notice::refused(words, &error),
        Ok(other) => Notice::not_kratos(words, other.status()),
        Err(why) => Notice::unreached(words, why),
    }
}

fn row(words: &Catalog, session: &Session, is_own: bool, time: &impl Fn(&str) -> String) -> Row {
    let device = session.devices.last();
    let agent = device.and_then(|device| device.user_agent.as_deref());
    let mut facts: Vec<String> = Vec::new();
    facts.extend(device.and_then(|device| device.location.clone()));
    facts.extend(device.and_then(|device| device.ip_address.clone()));
    if let Some(instant) = &session.authenticated_at {
        facts.push(words.fill("sessions.since", &[("time", &time(instant))]));
    }
    Row {
        icon: agent.map_or("devices", device_icon),
        name: agent.map_or_else(|| words.text("sessions.unknown"), device_name),
        badge: is_own.then(|| words.text("sessions.this")),
        facts,
        action: (!is_own).then(|| {
            Action::danger(words.text("sessions.revoke"), Does::Revoke(session.id.clone()))
        }),
    }
}

/// The icon of the device that a `User-Agent` names.
fn device_icon(agent: &str) -> &'static str {
    let names = |parts: &[&str]| parts.iter().any(|part| holds(agent, part));
    if names(&["iPad", "Tablet"]) {
        "tablet"
    } else if names(&["Mobi", "iPhone"]) {
        "phone"
    } else if names(&["Android"]) {
        "tablet"
    } else {
        "desktop"
    }
}

/// The common names of browser and system in a `User-Agent`; the `User-Agent` itself if it has
/// neither.
fn device_name(agent: &str) -> String {
    // The order matters: each of these also names some of those below it.
    const BROWSERS: [(&str, &str); 8] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox", "Firefox"),
        ("FxiOS", "Firefox"),
        ("Chrome", "Chrome"),
        ("CriOS", "Chrome"),
        ("Safari", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("CrOS", "ChromeOS"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| holds(agent, mark)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => [browser, ", ", system].concat(),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => agent.chars().take(60).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kratos::response::Response;

    #[test]
    fn browsers_are_called_what_people_call_them() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome, Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1",
                "Safari, iPhone",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
                "Edge, Windows",
            ),
            ("curl/8.5.0", "curl/8.5.0"),
        ] {
            assert_eq!(device_name(agent), name);
        }
    }
    fn own() -> Session {
        let session = serde_json::json!({"id": "s", "identity": {"id": "i"}});
        Session::read(&session.into()).unwrap()
    }

    fn read(status: u16, body: &str) -> Result<Answer, Unreached> {
        Ok(Response { status, body: body.to_owned() }.read())
    }

    #[test]
    fn a_notice_is_shown_even_if_the_list_fails_to_load() {
        let words = Catalog::english();
        for answer in
            [Err(Unreached::Failed), read(502, "<html>"), read(500, r#"{"error":{"code":500}}"#)]
        {
            let done = revoked(&words, Ok(Answer::Empty));
            let screen = answered(
                &words,
                &Look::default(),
                &own(),
                answer,
                Some(done.clone()),
                str::to_owned,
            )
            .unwrap();
            assert_eq!(screen.notices.first(), Some(&done));
            assert_eq!(screen.notices.len(), 2);
        }
    }

    #[test]
    fn a_401_means_signed_out() {
        let answer = read(401, r#"{"error":{"code":401}}"#);
        assert_eq!(
            answered(&Catalog::english(), &Look::default(), &own(), answer, None, str::to_owned),
            None
        );
    }
}
