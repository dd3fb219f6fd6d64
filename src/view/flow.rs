//! The screen of a flow.

use super::{
    account::address,
    account_header::{AccountHeader, Area},
    action::{Action, Does, Link, onward, page_of, siblings},
    doctor,
    form::{Form, Section},
    look::Look,
    mailbox, notices,
    part::Part,
    provider_test,
    screen::{Body, Lead, Screen},
    settings, stopped,
};
use crate::{
    flow::state::{Phase, Proof, State},
    i18n::Catalog,
    kratos::{
        flow::{Flow, FlowKind},
        message,
        node::Attributes,
        text::Severity,
    },
};

impl Screen {
    /// The screen for a state of the machine.
    pub fn from_state(words: &Catalog, look: &Look, state: &State) -> Self {
        let mut screen = Self::without_doctor(words, look, state);
        screen.links.extend(doctor::link(words, look, state));
        screen
    }

    fn without_doctor(words: &Catalog, look: &Look, state: &State) -> Self {
        let test = state.flow.as_ref().and_then(|flow| flow.test.as_ref());
        if let Some(result) = test.and_then(|test| provider_test::result(words, test)) {
            return result;
        }
        match (&state.phase, &state.flow) {
            (Phase::Stopped(stop), _) => stopped::screen(words, state, stop),
            (_, Some(flow)) if flow.kind == Some(FlowKind::Settings) => {
                settings::screen(words, look, state, flow)
            }
            (_, Some(flow)) if is_verified(flow) => verified(words, state, flow),
            (_, Some(flow)) => with_form(words, look, state, flow),
            (_, None) => Self {
                title: words.text(title(state, None)),
                lead: None,
                account: None,
                notices: Vec::new(),
                body: Body::Loading,
                links: Vec::new(),
            },
        }
    }
}

fn with_form(words: &Catalog, look: &Look, state: &State, flow: &Flow) -> Screen {
    let mut form = Form::from_flow(words, look, flow);
    form.disable_impossible(words, |trigger| state.obstacle(trigger));
    let address = address(flow).or_else(|| state.address.clone());
    let is_sent = form.asks_for_code() || is_link_sent(flow);
    let (title, lead) = if is_sent {
        let (title, lead) = match way_of_code(flow, address.as_deref()) {
            _ if is_link_sent(flow) => ("title.email", "lead.link"),
            Some(Way::Phone) => {
                form.expect_sms();
                ("title.phone", "lead.phone")
            }
            Some(Way::Email) => ("title.email", "lead.email"),
            None => ("title.code", "lead.phone"),
        };
        let lead = address.as_deref().map(|address| words.fill(lead, &[("address", address)]));
        (title, lead.map(|text| Lead { text, message: first_message(flow, &message::SENT) }))
    } else if let Some(id) = first_message(flow, &[message::CHOOSE_CREDENTIAL]) {
        let text = match &address {
            Some(address) => words.fill("lead.credential", &[("address", address)]),
            None => words.text("1040009"),
        };
        ("title.credential", Some(Lead { text, message: Some(id) }))
    } else {
        (title(state, Some(flow)), lead(words, flow, address.as_deref()))
    };
    let sent_to = is_sent.then(|| address.clone().unwrap_or_default());
    let said: Vec<i64> = lead.iter().filter_map(|lead| lead.message).collect();
    let owner = flow.identity.as_ref().filter(|_| flow.kind == Some(FlowKind::Apps));
    let header =
        |identity| AccountHeader::new(words, look, identity, None, Some(Area::Apps)).map(Box::new);
    Screen {
        title: words.text(title),
        account: owner.and_then(header),
        notices: notices::above_form(
            words,
            state,
            flow,
            &said,
            form.has_way_on() || flow.kind == Some(FlowKind::Apps),
            form.has_captcha(),
        ),
        links: links(words, state, flow, &form, sent_to),
        lead,
        body: Body::Form(Box::new(form)),
    }
}

/// How a code was sent.
enum Way {
    Email,
    Phone,
}

/// How the code was sent, by its address or else by Kratos' message; `None` if neither says it.
fn way_of_code(flow: &Flow, address: Option<&str>) -> Option<Way> {
    match address {
        Some(address) if address.contains('@') => Some(Way::Email),
        Some(_) => Some(Way::Phone),
        None if first_message(flow, &message::SENT_BY_EMAIL).is_some() => Some(Way::Email),
        None => first_message(flow, &message::SENT_BY_PHONE).map(|_| Way::Phone),
    }
}

/// The first of these message ids in the form.
fn first_message(flow: &Flow, ids: &[i64]) -> Option<i64> {
    flow.messages.iter().map(|message| message.id).find(|id| ids.contains(id))
}

fn is_link_sent(flow: &Flow) -> bool {
    flow.active.as_deref() == Some("link") && flow.state.as_deref() == Some("sent_email")
}

/// The sentence below the heading of a flow's first step.
fn lead(words: &Catalog, flow: &Flow, address: Option<&str>) -> Option<Lead> {
    // What an OAuth2 client asks for is the sentence of its page.
    if flow.kind.is_some_and(FlowKind::is_oauth2) {
        let asked = flow.messages.first().filter(|said| said.severity == Severity::Info)?;
        return Some(Lead { text: words.message(asked), message: Some(asked.id) });
    }
    let text = match flow.kind {
        Some(FlowKind::Recovery) if flow.messages.is_empty() => words.text("lead.recovery"),
        Some(FlowKind::Verification) if flow.messages.is_empty() => words.text("lead.verification"),
        // The second of two steps, where the account is known.
        Some(FlowKind::Login) if flow.messages.is_empty() && !flow.refresh => {
            words.fill("lead.account", &[("address", address?)])
        }
        _ => return None,
    };
    Some(Lead { text, message: None })
}

fn title(state: &State, flow: Option<&Flow>) -> &'static str {
    let confirms = state.suspended().is_some_and(|suspended| suspended.proof.confirms());
    match state.kind() {
        // Nothing is asked yet, so the text must not say so.
        _ if state.opening.is_offer() && flow.is_none() => "leaving",
        _ if state.opening.is_offer() => "offer.title",
        _ if flow.is_some_and(|flow| flow.test.is_some()) => "title.test",
        _ if flow.is_some_and(|flow| flow.second_factor) => "title.second_factor",
        _ if flow.is_some_and(|flow| flow.refresh) => "title.refresh",
        FlowKind::Login if confirms => "title.refresh",
        FlowKind::Login if flow.is_some_and(|flow| flow.says(message::LINKING)) => "title.linking",
        FlowKind::Login => "title.login",
        FlowKind::Registration => "title.registration",
        FlowKind::Recovery => "title.recovery",
        FlowKind::Verification => "title.verification",
        FlowKind::Settings => "title.settings",
        FlowKind::Consent => "title.consent",
        FlowKind::EndSession => "title.end_session",
        FlowKind::Apps => "title.apps",
    }
}

fn links(
    words: &Catalog,
    state: &State,
    flow: &Flow,
    form: &Form,
    sent_to: Option<String>,
) -> Vec<Link> {
    let bare = |label: &str, does| Link { question: String::new(), label: words.text(label), does };
    if let Some(suspended) = state.suspended() {
        let label = if suspended.proof == Proof::TooOld { "cancel" } else { "front_page" };
        return vec![bare(label, Does::GiveUp)];
    }
    if flow.test.is_some() {
        return Vec::new();
    }
    if flow.confirms() {
        return vec![bare("sign_out_restart", Does::SwitchAccount)];
    }
    let kind = state.kind();
    let own = || Does::Open(page_of(kind, &state.opening, state.return_to()));
    let mut links = Vec::new();
    match kind {
        FlowKind::Consent => return vec![bare("another_account", Does::SwitchAccount)],
        FlowKind::EndSession | FlowKind::Apps => return Vec::new(),
        _ => {}
    }
    if kind == FlowKind::Verification {
        links.push(bare("not_now", continuation(state)));
    }
    if let Some(address) = sent_to {
        links.extend(mailbox::link(words, &address));
        // If Kratos has its own back button, ours is left out.
        if !form.sections.iter().any(|section| section.group == "back" && has_screen(section)) {
            links.push(bare("another_address", own()));
        }
        return links;
    }
    if kind == FlowKind::Login && chosen_account(flow) {
        links.push(bare("another_account", own()));
    }
    let has_password = form.sections.iter().any(|section| section.group == "password");
    if kind == FlowKind::Login && has_password {
        let page = page_of(FlowKind::Recovery, &state.opening, state.return_to());
        links.push(bare("forgot_password", Does::Open(page)));
    }
    links.extend(siblings(words, kind, &state.opening, state.return_to()));
    links
}

fn has_screen(section: &Section) -> bool {
    section.parts.iter().any(|part| matches!(part, Part::Button(button) if button.name == "screen"))
}

/// Whether the account was chosen in an earlier step.
fn chosen_account(flow: &Flow) -> bool {
    flow.nodes.iter().any(|node| {
        node.is_hidden() && node.input().is_some_and(|input| input.name == "identifier")
    })
}

/// Where to continue after a flow that Kratos opened after another.
fn continuation(state: &State) -> Does {
    let onward = || onward(state.return_to());
    state.onward.clone().map_or_else(onward, Does::Visit)
}

/// Whether the address is verified and only the link to continue is left.
fn is_verified(flow: &Flow) -> bool {
    flow.kind == Some(FlowKind::Verification)
        && (flow.has_passed() || flow.says(message::ALREADY_VERIFIED))
}

fn verified(words: &Catalog, state: &State, flow: &Flow) -> Screen {
    let onward_url = flow.nodes.iter().find_map(|node| match &node.attributes {
        Attributes::Anchor { href, .. } if !href.is_empty() => Some(href.clone()),
        _ => None,
    });
    let does = match onward_url {
        Some(url) if state.onward.is_none() => Does::Visit(url),
        _ => continuation(state),
    };
    let actions = vec![Action::primary(words.text("continue"), does)];
    let mut screen = Screen::message(words.text("title.verified"), None, actions);
    screen.notices = notices::above_form(words, state, flow, &[], true, false);
    screen
}
