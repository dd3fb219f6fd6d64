//! The screens without a form.

use super::{
    action::{Action, Does, onward, page_of, siblings},
    button::Emphasis,
    notice::Notice,
    oauth2,
    screen::{Lead, Screen},
    site,
};
use crate::{
    flow::state::{Remark, State, Stop},
    i18n::Catalog,
    kratos::{flow::FlowKind, response::Unreached},
};

/// Shows why there is no form, and the ways to continue.
pub(super) fn screen(words: &Catalog, state: &State, stop: &Stop) -> Screen {
    let mut screen = reason(words, state, stop);
    // A successful save is shown even if a later request failed.
    if let Some(remark @ Remark::Saved(..)) = &state.remark {
        screen.notices.insert(0, Notice::from_remark(words, remark));
    }
    screen
}

fn reason(words: &Catalog, state: &State, stop: &Stop) -> Screen {
    let page = |kind| Does::Open(page_of(kind, &state.opening, state.return_to()));
    let retry = || ("try_again", Does::Retry);
    // The pages of an account end with it.
    let is_of_account = state.suspended().is_some() || state.kind().needs_session();
    let does = if is_of_account { Does::SignOut } else { Does::SwitchAccount };
    let sign_out = || ("sign_out_restart", does.clone());
    let sign_in = || ("sign_in", page(FlowKind::Login));
    // The title, the text, and the actions, of which the first is the primary one.
    let (title, text, actions) = match stop {
        Stop::Unreached(why) => {
            let title = match why {
                Unreached::Failed | Unreached::TimedOut => "stop.failed",
                Unreached::Redirected => "stop.not_kratos",
                Unreached::TooMany(_) => "stop.too_many",
            };
            (title, None, vec![retry()])
        }
        Stop::NotKratos(_) => ("stop.not_kratos", None, vec![retry()]),
        Stop::Refused(error) if state.kind().is_oauth2() => {
            return oauth2::refused(words, error);
        }
        Stop::Refused(_) => ("stop.refused", None, vec![retry(), ("start_over", Does::StartOver)]),
        Stop::FlowLoop(_) => ("stop.loop", Some("stop.loop.text"), vec![retry(), sign_out()]),
        Stop::SignInLoop(_) => ("stop.loop", Some("stop.endless.text"), vec![retry(), sign_out()]),
        Stop::RequestLoop => ("stop.loop", Some("stop.circle.text"), vec![retry(), sign_out()]),
        Stop::CookieLost => ("stop.cookie", Some("stop.cookie.text"), vec![retry()]),
        Stop::ReturnToForbidden(_) => {
            let go_on = ("without_return_to", Does::DropReturnTo);
            ("stop.return_to", Some("stop.return_to.text"), vec![go_on])
        }
        Stop::SwitchedOff => ("stop.disabled", Some("stop.disabled.text"), vec![sign_in()]),
        Stop::SignedOut => {
            let sign_in = ("sign_in", Does::StartOver);
            ("signed_out.title", Some("signed_out.elsewhere"), vec![sign_in])
        }
        Stop::NavigationFailed(departure) => return site::stranded(words, &departure.url),
        Stop::SignedIn(_) => {
            let mut actions = vec![("continue", onward(state.return_to()))];
            if state.kind() == FlowKind::Recovery {
                actions.push(("change_password", page(FlowKind::Settings)));
            }
            actions.push(("sign_out", Does::SignOut));
            ("stop.signed_in", Some("stop.signed_in.text"), actions)
        }
        Stop::AccountMade => ("stop.account_made", Some("stop.account_made.text"), vec![sign_in()]),
    };
    let secondary = |(label, does): (&str, Does)| Action::secondary(words.text(label), does);
    let mut actions: Vec<_> = actions.into_iter().map(secondary).collect();
    if let Some(first) = actions.first_mut() {
        first.emphasis = Emphasis::Primary;
        if let Stop::Unreached(why) = stop {
            first.wait = why.wait();
        }
    }
    let text = text.map(|text| words.text(text));
    let mut screen = Screen::message(words.text(title), text, actions);
    screen.notices.extend(notice(words, stop));
    match stop {
        Stop::Refused(_) => {
            screen.links = siblings(words, state.kind(), &state.opening, state.return_to());
        }
        Stop::SignedIn(Some(name)) => {
            let text = words.fill("stop.signed_in.as", &[("name", name)]);
            screen.lead = Some(Lead { text, message: None });
        }
        _ => {}
    }
    screen
}

/// The notice about what stopped the flow.
fn notice(words: &Catalog, stop: &Stop) -> Option<Notice> {
    Some(match stop {
        Stop::Unreached(why) => Notice::unreached(words, *why),
        Stop::NotKratos(status) => Notice::not_kratos(words, *status),
        Stop::Refused(error) => Notice::refused(words, error),
        Stop::FlowLoop(error) => Notice::refused(words, error),
        _ => return None,
    })
}
