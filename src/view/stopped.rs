//! The screens without a form.

use super::{
    action::{Action, Does, onward, page_of, siblings},
    notice::{Notice, Tone},
    screen::{Lead, Screen},
    site,
};
use crate::{
    decimal::digits,
    flow::state::{Remark, State, Stop},
    i18n::Catalog,
    kratos::{error::KratosError, flow::FlowKind, response::Unreached},
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
    let retry = || Action::primary(words.text("try_again"), Does::Retry);
    let start_over = || Action::secondary(words.text("start_over"), Does::StartOver);
    let sign_out = || Action::secondary(words.text("sign_out_restart"), Does::SignOut);
    let page = |kind| Does::Open(page_of(kind, &state.opening, state.return_to()));
    let plain = |title: &str, text: &str, actions| {
        Screen::message(words.text(title), Some(words.text(text)), actions)
    };
    let noticed = |title: &str, notice: Notice, actions| {
        let mut screen = Screen::message(words.text(title), None, actions);
        screen.notices.push(notice);
        screen
    };
    match stop {
        Stop::Unreached(why) => {
            let title = match why {
                Unreached::Failed | Unreached::TimedOut => "stop.failed",
                Unreached::Redirected => "stop.not_kratos",
                Unreached::TooMany(_) => "stop.too_many",
            };
            noticed(title, Notice::unreached(words, *why), vec![retry().after(why.wait())])
        }
        Stop::NotKratos(status) => {
            noticed("stop.not_kratos", Notice::not_kratos(words, *status), vec![retry()])
        }
        Stop::Refused(error) => {
            let actions = vec![retry(), start_over()];
            let mut screen = noticed("stop.refused", Notice::refused(words, error), actions);
            screen.links = siblings(words, state.kind(), &state.opening, state.return_to());
            screen
        }
        Stop::FlowLoop(error) => {
            let mut screen = plain("stop.loop", "stop.loop.text", vec![retry(), sign_out()]);
            let mut notice = Notice::refused(words, error);
            notice.detail = id_of(error);
            screen.notices.push(notice);
            screen
        }
        Stop::SignInLoop(_) => plain("stop.loop", "stop.endless.text", vec![retry(), sign_out()]),
        Stop::CookieLost => plain("stop.cookie", "stop.cookie.text", vec![retry()]),
        Stop::ReturnToForbidden(error) => {
            let go_on = Action::primary(words.text("without_return_to"), Does::DropReturnTo);
            let mut screen = plain("stop.return_to", "stop.return_to.text", vec![go_on]);
            let reason = error.words().map(str::to_owned);
            let reason = reason.unwrap_or_else(|| words.text("stop.return_to"));
            screen.notices.push(Notice::new(Tone::Error, reason));
            screen
        }
        Stop::SwitchedOff => {
            let sign_in = Action::primary(words.text("sign_in"), page(FlowKind::Login));
            plain("stop.disabled", "stop.disabled.text", vec![sign_in])
        }
        Stop::RequestLoop => plain("stop.loop", "stop.circle.text", vec![retry(), sign_out()]),
        Stop::SignedOut => {
            let sign_in = Action::primary(words.text("sign_in"), Does::StartOver);
            plain("signed_out.title", "signed_out.elsewhere", vec![sign_in])
        }
        Stop::NavigationFailed(departure) => site::stranded(words, &departure.url),
        Stop::SignedIn(name) => {
            let mut actions =
                vec![Action::primary(words.text("continue"), onward(state.return_to()))];
            if state.kind() == FlowKind::Recovery {
                let settings = page(FlowKind::Settings);
                actions.push(Action::secondary(words.text("change_password"), settings));
            }
            actions.push(Action::secondary(words.text("sign_out"), Does::SignOut));
            let mut screen = plain("stop.signed_in", "stop.signed_in.text", actions);
            if let Some(name) = name {
                let text = words.fill("stop.signed_in.as", &[("name", name)]);
                screen.lead = Some(Lead { text, message: None });
            }
            screen
        }
        Stop::AccountMade => {
            let sign_in = Action::primary(words.text("sign_in"), page(FlowKind::Login));
            plain("stop.account_made", "stop.account_made.text", vec![sign_in])
        }
    }
}

fn id_of(error: &KratosError) -> Option<String> {
    let id = error.id.as_ref()?.as_str();
    Some([&digits(error.status), " ", id].concat())
}
