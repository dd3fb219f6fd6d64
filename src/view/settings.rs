//! The settings, as one card for each method.

use super::{
    account_header::{AccountHeader, Area},
    action::{Does, Link},
    button::Emphasis,
    card::Card,
    form::Form,
    look::Look,
    notices,
    part::{Item, Part},
    screen::{Body, Lead, Screen},
};
use crate::{
    flow::state::State,
    i18n::Catalog,
    kratos::{
        flow::Flow,
        node::{Attributes, Group},
    },
};

/// The order of the cards; other groups follow.
const ORDER: [Group; 8] = [
    Group::Profile,
    Group::Password,
    Group::Passkey,
    Group::Webauthn,
    Group::Totp,
    Group::LookupSecret,
    Group::Oidc,
    Group::Saml,
];

/// The screen of a settings flow.
pub(super) fn screen(words: &Catalog, look: &Look, state: &State, flow: &Flow) -> Screen {
    if state.opening.is_offer() {
        return offer(words, look, state, flow);
    }
    let mut groups: Vec<Group> = ORDER.to_vec();
    for node in &flow.nodes {
        let is_shown = !node.is_hidden() && !matches!(node.attributes, Attributes::Script { .. });
        if is_shown && !groups.contains(&node.group) {
            groups.push(node.group.clone());
        }
    }
    let cards = groups.iter().map(|group| {
        let mut card = card(words, look, flow, group);
        card.form.disable_impossible(words, |trigger| state.obstacle(trigger));
        card
    });
    let (mut cards, dropped): (Vec<Card>, Vec<Card>) =
        cards.partition(|card| card.form.has_way_on());
    // The first card of an area is where the ways to it lead.
    let mut last = None;
    for card in &mut cards {
        let area = Some(Area::of_group(&card.group));
        card.area = area.filter(|_| area != last);
        last = area;
    }
    let mut notices = notices::above_form(words, state, flow, &[], !cards.is_empty(), false);
    // Messages of fields without a card are shown above the cards.
    for part in dropped.iter().flat_map(|card| card.form.parts()) {
        if let Part::Field(field) = part {
            notices.extend(field.notices.clone());
        }
    }
    // A form without a button still gets a way on.
    let link = |label: &str, does| Link { question: String::new(), label: words.text(label), does };
    let links = match cards.is_empty() {
        true => vec![link("start_over", Does::StartOver), link("sign_out", Does::SignOut)],
        false => Vec::new(),
    };
    let areas: Vec<Area> = cards.iter().filter_map(|card| card.area).collect();
    let identity = flow.identity.as_ref().filter(|_| !cards.is_empty());
    Screen {
        title: words.text("title.settings"),
        lead: None,
        account: identity
            .and_then(|identity| AccountHeader::new(words, look, identity, Some(&areas), None))
            .map(Box::new),
        notices,
        body: Body::Cards(cards),
        links,
    }
}

/// The passkey offer: one button, and a link to skip it.
fn offer(words: &Catalog, look: &Look, state: &State, flow: &Flow) -> Screen {
    let mut form = Form::from_group(words, look, flow, &Group::Passkey);
    for section in &mut form.sections {
        section
            .parts
            .retain(|part| matches!(part, Part::Button(button) if button.trigger.is_some()));
        for part in &mut section.parts {
            if let Part::Button(button) = part {
                button.emphasis = Emphasis::Primary;
            }
        }
    }
    let not_now =
        Link { question: String::new(), label: words.text("not_now"), does: Does::DeclineOffer };
    Screen {
        title: words.text("offer.title"),
        lead: Some(Lead { text: words.text("offer.lead"), message: None }),
        account: None,
        notices: notices::above_form(words, state, flow, &[], true, false),
        body: Body::Form(Box::new(form)),
        links: vec![not_now],
    }
}

fn card(words: &Catalog, look: &Look, flow: &Flow, group: &Group) -> Card {
    let mut form = Form::from_group(words, look, flow, group);
    for section in &mut form.sections {
        section.is_alternative = false;
        // Existing items come before what can be added.
        let (items, others) =
            section.parts.drain(..).partition(|part| matches!(part, Part::Item(_)));
        section.parts = items;
        section.parts.extend::<Vec<Part>>(others);
    }
    let mut items: Vec<&mut Item> = form.items_mut().collect();
    if let [only] = items.as_mut_slice() {
        let key = match only.button.name.as_str() {
            "passkey_remove" => "confirm.passkey.last",
            _ => "confirm.webauthn.last",
        };
        if matches!(group, Group::Passkey | Group::Webauthn) {
            only.button.confirm = Some(words.text(key));
        }
    }
    let key = |place: &str| ["card.", group.as_str(), place].concat();
    // The key of an authenticator app is shown to those who want it.
    let has_secret = form.parts().any(|part| matches!(part, Part::Secret(..) | Part::Image(..)));
    Card {
        area: None,
        set_up: (has_secret && !form.is_refused()).then(|| words.text("set_up")),
        title: words.find(&key("")).unwrap_or_else(|| group.as_str()).to_owned(),
        lead: words.find(&key(".lead")).map(str::to_owned),
        group: group.as_str().to_owned(),
        form,
    }
}
