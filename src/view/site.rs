//! The pages of the site that are not flows.

use super::{
    action::{Action, Does, Link},
    notice::{Notice, Tone},
    screen::{Body, Screen},
};
use crate::{
    i18n::Catalog,
    kratos::{
        error::{ErrorId, KratosError},
        response::{Answer, Unreached},
        session::Session,
    },
    session::{
        SessionState, UnreachableCause,
        logout::{End, Mode},
    },
    url::{Verdict, is_web, judge},
};

/// The front page: the session. `time` formats an RFC 3339 timestamp for the person.
pub fn front(words: &Catalog, session: &SessionState, time: impl Fn(&str) -> String) -> Screen {
    match session {
        SessionState::Unknown => Screen {
            body: Body::Loading,
            ..Screen::message(words.text("loading"), None, Vec::new())
        },
        SessionState::None => {
            let sign_in = Action::primary(words.text("sign_in"), Does::Open("/login".to_owned()));
            let mut screen = Screen::message(
                words.text("home.none.title"),
                Some(words.text("home.none.text")),
                vec![sign_in],
            );
            screen.links.push(Link {
                question: words.text("to_registration"),
                label: words.text("create_account"),
                does: Does::Open("/registration".to_owned()),
            });
            screen
        }
        SessionState::NeedsSecondFactor { redirect_browser_to } => {
            let onward = match redirect_browser_to {
                Some(url) if is_web(url) => Does::Visit(url.clone()),
                _ => Does::Open("/login?aal=aal2".to_owned()),
            };
            let actions = vec![
                Action::primary(words.text("continue"), onward),
                Action::secondary(words.text("sign_out"), Does::SignOut),
            ];
            let text = Some(words.text("home.aal2.text"));
            Screen::message(words.text("home.aal2.title"), text, actions)
        }
        SessionState::Active(session) => {
            let open = |label: &str, page: &str| {
                Action::secondary(words.text(label), Does::Open(page.to_owned()))
            };
            let actions = vec![
                open("home.settings", "/settings"),
                open("home.sessions", "/sessions"),
                Action::secondary(words.text("sign_out"), Does::SignOut),
            ];
            let mut screen = Screen::message(words.text("home.title"), None, Vec::new());
            screen.body = Body::Facts(facts(words, session, time), actions);
            screen
        }
        SessionState::Unreachable(cause) => unreachable(words, cause),
    }
}

fn facts(
    words: &Catalog,
    session: &Session,
    time: impl Fn(&str) -> String,
) -> Vec<(String, String)> {
    let mut facts = Vec::new();
    if let Some(identity) = &session.identity {
        facts.push((words.text("home.as"), identity.name().to_owned()));
    }
    let method = |name| words.find(&["method.", name].concat()).unwrap_or(name);
    let methods: Vec<_> = session.methods.iter().map(String::as_str).map(method).collect();
    if !methods.is_empty() {
        facts.push((words.text("home.with"), words.list(&methods)));
    }
    for (key, instant) in
        [("home.since", &session.authenticated_at), ("home.until", &session.expires_at)]
    {
        facts.extend(instant.as_deref().map(|instant| (words.text(key), time(instant))));
    }
    facts
}

/// A page whose request to Kratos failed.
pub fn unreachable(words: &Catalog, cause: &UnreachableCause) -> Screen {
    let (title, notice) = match cause {
        UnreachableCause::Unreached(why) => ("stop.failed", Notice::unreached(words, *why)),
        UnreachableCause::NotKratos(status) => {
            ("stop.not_kratos", Notice::not_kratos(words, *status))
        }
        UnreachableCause::Refused(error) => ("stop.refused", Notice::refused(words, error)),
    };
    let retry = Action::primary(words.text("try_again"), Does::Retry);
    let mut screen = Screen::message(words.text(title), None, vec![retry]);
    screen.notices.push(notice);
    screen
}

/// The error page; `error` is what Kratos stored, if it still has it.
pub fn stored_error(words: &Catalog, error: Option<&KratosError>) -> Screen {
    let actions = vec![
        Action::primary(words.text("sign_in"), Does::Open("/login".to_owned())),
        Action::secondary(words.text("front_page"), Does::Open("/".to_owned())),
    ];
    let text = words.text(if error.is_some() { "error.text" } else { "error.none" });
    let mut screen = Screen::message(words.text("error.title"), Some(text), actions);
    if let Some(error) = error {
        screen.notices.push(Notice::refused(words, error));
    }
    screen
}

/// The error page for Kratos' answer about the stored error.
pub fn error_answered(words: &Catalog, answer: Result<Answer, Unreached>) -> Screen {
    let cause = match answer {
        Ok(Answer::Error(error)) if error.status == 404 => return stored_error(words, None),
        Ok(Answer::Error(error)) => return stored_error(words, Some(&error)),
        Ok(other) => UnreachableCause::NotKratos(other.status()),
        Err(why) => UnreachableCause::Unreached(why),
    };
    unreachable(words, &cause)
}

/// A sign-out in progress.
pub fn signing_out(words: &Catalog) -> Screen {
    Screen { body: Body::Loading, ..Screen::message(words.text("signing_out"), None, Vec::new()) }
}

/// The browser did not navigate to `url` after an action.
pub fn stranded(words: &Catalog, url: &str) -> Screen {
    let home = Action::secondary(words.text("front_page"), Does::Open("/".to_owned()));
    let mut actions = vec![home];
    if judge(url) != Verdict::Refused {
        actions.insert(0, Action::primary(words.text("open_it"), Does::Visit(url.to_owned())));
    }
    let mut screen = Screen::message(words.text("stop.stranded"), None, actions);
    screen.notices.push(Notice::stranded(words, url));
    screen
}

/// The result of a sign-out in `mode` that did not navigate away.
pub fn sign_out_ended(words: &Catalog, mode: Mode, end: &End) -> Screen {
    match end {
        End::SignedOut => signed_out(words),
        End::StillSignedIn => still_signed_in(words),
        End::Failed(cause) => not_signed_out(words, mode, cause),
    }
}

/// After a sign-out that stayed on the site.
fn signed_out(words: &Catalog) -> Screen {
    let sign_in = Action::primary(words.text("sign_in"), Does::Open("/login".to_owned()));
    let text = Some(words.text("signed_out.text"));
    Screen::message(words.text("signed_out.title"), text, vec![sign_in])
}

/// After a failed sign-out.
fn still_signed_in(words: &Catalog) -> Screen {
    let again = Action::primary(words.text("sign_out"), Does::SignOut);
    let home = Action::secondary(words.text("front_page"), Does::Open("/".to_owned()));
    let text = Some(words.text("logout.kept"));
    Screen::message(words.text("stop.refused"), text, vec![again, home])
}

/// After a sign-out that could not be requested.
fn not_signed_out(words: &Catalog, mode: Mode, cause: &UnreachableCause) -> Screen {
    match cause {
        UnreachableCause::Refused(error) if error.id == Some(ErrorId::ReturnToForbidden) => {
            let go_on = Action::primary(words.text("without_return_to"), Does::SignOut);
            let text = Some(words.text("logout.return_to"));
            let mut screen = Screen::message(words.text("stop.return_to"), text, vec![go_on]);
            screen.notices.push(Notice::refused(words, error));
            screen
        }
        _ => {
            // Only a page of our own can be loaded again to retry.
            let again = match mode {
                Mode::Everywhere => Does::SignOutEverywhere,
                Mode::Navigate | Mode::Fetch => Does::SignOut,
            };
            let retry = Action::primary(words.text("try_again"), again);
            Screen { body: Body::Facts(Vec::new(), vec![retry]), ..unreachable(words, cause) }
        }
    }
}

/// A path without a page.
pub fn missing(words: &Catalog) -> Screen {
    let home = Action::primary(words.text("front_page"), Does::Open("/".to_owned()));
    Screen::message(words.text("missing.title"), Some(words.text("missing.text")), vec![home])
}

/// A settings file that can't be used; `reason` names the key.
pub fn bad_config(words: &Catalog, reason: String) -> Screen {
    let text = Some(words.text("config.text"));
    let mut screen = Screen::message(words.text("config.title"), text, Vec::new());
    screen.notices.push(Notice::new(Tone::Error, reason));
    screen
}
