//! The settings of an account, as one card for each of its methods.

use super::{
    form::Form,
    look::Look,
    part::Part,
    screen::{Body, Screen, notices},
};
use crate::{
    flow::state::State,
    i18n::Catalog,
    kratos::{
        flow::Flow,
        node::{Attributes, Group},
    },
};

/// One card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Kratos' name of the group.
    pub group: String,
    /// Its heading.
    pub title: String,
    /// What it is for, below the heading.
    pub lead: Option<String>,
    /// What there is to see and do.
    pub form: Form,
}

/// The groups in the order of their cards; others follow.
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
pub fn screen(words: &Catalog, look: &Look, state: &State, flow: &Flow) -> Screen {
    let mut groups: Vec<Group> = ORDER.to_vec();
    for node in &flow.nodes {
        let is_shown = !node.is_hidden() && !matches!(node.attributes, Attributes::Script { .. });
        if is_shown && !groups.contains(&node.group) {
            groups.push(node.group.clone());
        }
    }
    let cards = groups.iter().map(|group| card(words, look, flow, group));
    let cards: Vec<Card> = cards.filter(|card| card.form.has_way_on()).collect();
    Screen {
        title: words.text("title.settings"),
        lead: None,
        notices: notices(words, state, flow, &[], !cards.is_empty()),
        body: Body::Cards(cards),
        links: Vec::new(),
    }
}

fn card(words: &Catalog, look: &Look, flow: &Flow, group: &Group) -> Card {
    let mut form = Form::of_group(words, look, flow, group);
    for section in &mut form.sections {
        section.is_alternative = false;
        // What is there comes before what can be added.
        let (items, others) =
            section.parts.drain(..).partition(|part| matches!(part, Part::Item(_)));
        section.parts = items;
        section.parts.extend::<Vec<Part>>(others);
    }
    let key = |place: &str| ["card.", group.as_str(), place].concat();
    Card {
        title: words.find(&key("")).unwrap_or_else(|| group.as_str()).to_owned(),
        lead: words.find(&key(".lead")).map(str::to_owned),
        group: group.as_str().to_owned(),
        form,
    }
}
