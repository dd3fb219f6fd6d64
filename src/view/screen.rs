//! A whole screen, out of the machine's state.

use super::{
    action::{Action, Does, Link, page_of, sibling},
    form::{Form, stray_notices},
    notice::{Notice, Tone},
};
use crate::{
    flow::{
        event::Unreached,
        state::{Phase, State, Stop},
    },
    i18n::Catalog,
    kratos::{
        flow::{Flow, FlowKind},
        node::{InputKind, UiNode},
        request::Request,
        text::UiText,
    },
};

/// What a person sees at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Screen {
    /// Its heading, also the title of the document.
    pub title: String,
    /// The sentence below the heading.
    pub lead: Option<Lead>,
    /// What is said above the body.
    pub notices: Vec<Notice>,
    /// The body.
    pub body: Body,
    /// Links below the body.
    pub links: Vec<Link>,
}

/// The sentence below the heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lead {
    /// The words.
    pub text: String,
    /// The Kratos message it says in our words.
    pub message: Option<i64>,
}

/// The middle of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing yet.
    Loading,
    /// A form.
    Form(Box<Form>),
    /// Facts, as term and value, and what to do about them.
    Facts(Vec<(String, String)>, Vec<Action>),
}

impl Screen {
    /// A screen without a form.
    pub(super) fn message(title: String, text: Option<String>, actions: Vec<Action>) -> Self {
        Self {
            title,
            lead: text.map(|text| Lead { text, message: None }),
            notices: Vec::new(),
            body: Body::Facts(Vec::new(), actions),
            links: Vec::new(),
        }
    }

    /// The screen of a flow's machine.
    pub fn of(words: &Catalog, state: &State) -> Self {
        match (&state.phase, &state.flow) {
            (Phase::Stopped(stop), _) => stopped(words, state, stop),
            (_, Some(flow)) => with_form(words, state, flow),
            (_, None) => Self {
                title: words.text(match state.kind() {
                    FlowKind::Login => "title.login",
                    FlowKind::Registration => "title.registration",
                }),
                lead: None,
                notices: Vec::new(),
                body: Body::Loading,
                links: Vec::new(),
            },
        }
    }
}

/// Messages that only say which step it is; the heading and the lead say it better.
const CODE_SENT: [i64; 3] = [1_010_014, 1_010_025, 1_040_005];
const CHOOSE_CREDENTIAL: i64 = 1_040_009;

fn with_form(words: &Catalog, state: &State, flow: &Flow) -> Screen {
    let form = Form::of(words, flow);
    let step = |ids: &[i64]| {
        let message: Option<&UiText> =
            flow.messages.iter().find(|message| ids.contains(&message.id));
        message.map(|message| message.id)
    };
    let address = address(flow);
    let asks_for_code = form.asks_for_code() && !flow.second_factor;
    let (title, lead) = if asks_for_code {
        let by_phone = address.as_deref().is_some_and(|address| !address.contains('@'));
        let (title, lead) =
            if by_phone { ("title.phone", "lead.phone") } else { ("title.email", "lead.email") };
        (title, address.as_deref().map(|a| (words.fill(lead, &[("address", a)]), step(&CODE_SENT))))
    } else if let Some(id) = step(&[CHOOSE_CREDENTIAL]) {
        let lead = match &address {
            Some(address) => words.fill("lead.credential", &[("address", address)]),
            None => words.text("1040009"),
        };
        ("title.credential", Some((lead, Some(id))))
    } else {
        (title(state.kind(), flow), None)
    };
    let lead = lead.map(|(text, message)| Lead { text, message });
    let said = lead.as_ref().and_then(|lead| lead.message);
    let mut notices: Vec<_> =
        state.remark.iter().map(|remark| Notice::of_remark(words, remark)).collect();
    let spoken = flow.messages.iter().filter(|message| said != Some(message.id));
    notices.extend(spoken.map(|message| Notice::of_message(words, message)));
    notices.extend(stray_notices(words, flow));
    if !form.has_way_on() {
        notices.push(Notice::new(Tone::Error, words.text("no_method")));
    }
    let mut links = Vec::new();
    if !flow.refresh && !flow.second_factor && !asks_for_code {
        links.push(sibling(words, state.kind(), &state.opening, state.return_to()));
    }
    if asks_for_code {
        let href = page_of(state.kind(), &state.opening, state.return_to());
        links.push(Link { question: String::new(), label: words.text("another_address"), href });
    }
    Screen { title: words.text(title), lead, notices, body: Body::Form(Box::new(form)), links }
}

fn title(kind: FlowKind, flow: &Flow) -> &'static str {
    match kind {
        _ if flow.refresh => "title.refresh",
        _ if flow.second_factor => "title.second_factor",
        FlowKind::Login => "title.login",
        FlowKind::Registration => "title.registration",
    }
}

/// The address a code went to, or that an account is made for: the hidden identifier, else the first
/// hidden trait that looks like an address.
fn address(flow: &Flow) -> Option<String> {
    let hidden = || {
        let inputs = flow.nodes.iter().filter_map(UiNode::input);
        inputs.filter(|input| input.kind == InputKind::Hidden).filter_map(|input| {
            let value = input.value.as_deref().filter(|value| !value.is_empty())?;
            Some((input.name.as_str(), value))
        })
    };
    let is_address = |(name, value): &(&str, &str)| {
        name.starts_with("traits.") && (value.contains('@') || value.starts_with('+'))
    };
    let identifier = hidden().find(|(name, _)| *name == "identifier");
    identifier.or_else(|| hidden().find(is_address)).map(|(_, value)| value.to_owned())
}

fn stopped(words: &Catalog, state: &State, stop: &Stop) -> Screen {
    let retry = || Action::primary(words.text("try_again"), Does::Retry);
    let start_over = || Action::secondary(words.text("start_over"), Does::StartOver);
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
            };
            noticed(title, Notice::unreached(words, *why), vec![retry()])
        }
        Stop::NotKratos(status) => {
            noticed("stop.not_kratos", Notice::not_kratos(words, *status), vec![retry()])
        }
        Stop::Refused(error) => {
            noticed("stop.refused", Notice::refused(words, error), vec![retry(), start_over()])
        }
        Stop::Loop(error) => {
            let mut screen = plain("stop.loop", "stop.loop.text", vec![retry()]);
            let mut notice = Notice::refused(words, error);
            notice.detail = error.id.as_ref().map(|id| format_id(id, error.status));
            screen.notices.push(notice);
            screen
        }
        Stop::ReturnToForbidden(error) => {
            let go_on = Action::primary(words.text("without_return_to"), Does::DropReturnTo);
            let mut screen = plain("stop.return_to", "stop.return_to.text", vec![go_on]);
            let mut notice = Notice::new(Tone::Error, words.text("stop.return_to"));
            if let Some(reason) = error.words() {
                notice = Notice::new(Tone::Error, reason.to_owned());
            }
            screen.notices.push(notice);
            screen
        }
        Stop::SwitchedOff => {
            let sign_in = Action::primary(words.text("sign_in"), page(FlowKind::Login));
            plain("stop.disabled", "stop.disabled.text", vec![sign_in])
        }
        Stop::SignedIn => {
            // Kratos itself sends a signed-in browser on, to `return_to` where it allows that.
            let carried = state.opening.carried.iter();
            let query: Vec<_> = carried.filter(|(name, _)| name == "return_to").cloned().collect();
            let onward = Request::create(FlowKind::Login, &query).url;
            let actions = vec![
                Action::primary(words.text("continue"), Does::Visit(onward)),
                Action::secondary(words.text("sign_out"), Does::SignOut),
            ];
            plain("stop.signed_in", "stop.signed_in.text", actions)
        }
        Stop::AccountMade => {
            let sign_in = Action::primary(words.text("sign_in"), page(FlowKind::Login));
            plain("stop.account_made", "stop.account_made.text", vec![sign_in])
        }
    }
}

fn format_id(id: &crate::kratos::error::ErrorId, status: u16) -> String {
    [&status.to_string(), " ", id.as_str()].concat()
}
