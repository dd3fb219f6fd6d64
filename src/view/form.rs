//! A flow's nodes as a form: what comes first, which button is primary, what is an alternative.

use super::{
    field::{Control, Field},
    notice::Notice,
};
use crate::{
    i18n::Catalog,
    kratos::{
        flow::Flow,
        node::{Attributes, Group, Input, InputKind, Trigger, UiNode},
    },
};

/// A form ready to draw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// The flow it belongs to; a form of another flow is another form.
    pub flow: String,
    /// Where a browser without Propylon would post it.
    pub action: String,
    /// The hidden inputs, name and value.
    pub hidden: Vec<(String, String)>,
    /// Its parts from top to bottom.
    pub sections: Vec<Section>,
}

/// The parts of one method, or what belongs to all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Kratos' name of the group.
    pub group: String,
    /// Whether it stands beside what comes before, as another way to do the same.
    pub is_alternative: bool,
    /// Its parts from top to bottom.
    pub parts: Vec<Part>,
}

/// One part of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Something to fill in.
    Field(Field),
    /// Something to press.
    Button(Button),
    /// Words to read, with the node's id.
    Text(String, String, Option<i64>),
    /// A picture: id, source and what it shows.
    Image(String, String, String),
    /// A link: id, address and caption.
    Anchor(String, String, String),
}

/// A button of a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// The posted name.
    pub name: String,
    /// The posted value.
    pub value: String,
    /// Kratos' name of the group it belongs to.
    pub group: String,
    /// Its caption.
    pub label: String,
    /// How much it asks to be pressed.
    pub emphasis: Emphasis,
    /// The ceremony it starts; without one it submits the form.
    pub trigger: Option<Trigger>,
    /// Whether Kratos forbids pressing it.
    pub disabled: bool,
    /// Whether it asks for another code, which should wait for the last one to arrive.
    pub is_resend: bool,
}

/// How much a button asks to be pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Emphasis {
    /// The one that Enter presses.
    Primary,
    /// Another way.
    Secondary,
    /// A way back or aside.
    Plain,
}

impl Emphasis {
    /// The word for it in the DOM's `data-kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Plain => "plain",
        }
    }
}

/// The methods whose submit may be primary, the likeliest first.
const PRIMARY: [Group; 8] = [
    Group::Password,
    Group::Code,
    Group::IdentifierFirst,
    Group::Profile,
    Group::Totp,
    Group::LookupSecret,
    Group::Link,
    Group::Default,
];

impl Form {
    /// Arranges the nodes of `flow`.
    pub fn of(words: &Catalog, flow: &Flow) -> Self {
        let primary = primary_group(flow);
        let mut form =
            Self { flow: flow.id.clone(), action: flow.action.clone(), ..Self::default() };
        let mut ways_back = Vec::new();
        for node in &flow.nodes {
            if let Some((name, value)) = hidden(node) {
                form.hidden.push((name, value));
                continue;
            }
            let Some(part) = part(words, node, primary.as_ref()) else { continue };
            if matches!(&part, Part::Button(button) if button.emphasis == Emphasis::Plain) {
                ways_back.push(part);
                continue;
            }
            form.put(&node.group, primary.as_ref(), part);
        }
        form.arrange(primary.as_ref());
        if !ways_back.is_empty() {
            let parts = ways_back;
            form.sections.push(Section { group: "back".to_owned(), is_alternative: false, parts });
        }
        form
    }

    /// Adds a part to the section of `group`, once. What belongs to all methods shares a section
    /// with the primary method.
    fn put(&mut self, group: &Group, primary: Option<&Group>, part: Part) {
        let group = match (group, primary) {
            (Group::Default, Some(primary)) => primary.as_str(),
            (group, _) => group.as_str(),
        };
        match self.sections.iter_mut().find(|section| section.group == group) {
            Some(section) if section.parts.contains(&part) => {}
            Some(section) => section.parts.push(part),
            None => {
                let group = group.to_owned();
                self.sections.push(Section { group, is_alternative: true, parts: vec![part] });
            }
        }
    }

    /// Puts providers first, then the primary method with its fields above its button, then the rest.
    fn arrange(&mut self, primary: Option<&Group>) {
        let rank_of_part = |part: &Part| match part {
            Part::Button(button) if button.emphasis == Emphasis::Primary => 1,
            Part::Button(_) => 2,
            _ => 0,
        };
        for section in &mut self.sections {
            rank(&mut section.parts, 3, rank_of_part);
        }
        rank(&mut self.sections, 6, |section| match section.group.as_str() {
            "oidc" | "saml" => 0,
            group if primary.is_some_and(|primary| primary.as_str() == group) => 1,
            "code" => 2,
            "passkey" => 3,
            "webauthn" => 4,
            _ => 5,
        });
        if let Some(first) = self.sections.first_mut() {
            first.is_alternative = false;
        }
    }

    /// Whether there is anything to press.
    pub fn has_way_on(&self) -> bool {
        let mut parts = self.sections.iter().flat_map(|section| &section.parts);
        parts.any(|part| matches!(part, Part::Button(_) | Part::Anchor(..)))
    }

    /// Whether it asks for a code that was sent.
    pub fn asks_for_code(&self) -> bool {
        let mut parts = self.sections.iter().flat_map(|section| &section.parts);
        parts.any(|part| matches!(part, Part::Field(field) if field.control == Control::Code))
    }
}

/// Puts items of lower rank first and keeps the order within a rank. The library's stable sort does
/// the same in 9 kB.
fn rank<T>(items: &mut Vec<T>, ranks: u8, of: impl Fn(&T) -> u8) {
    let mut ranked = Vec::with_capacity(items.len());
    for rank in 0..ranks {
        ranked.extend(items.extract_if(.., |item| of(item) == rank));
    }
    *items = ranked;
}

fn primary_group(flow: &Flow) -> Option<Group> {
    let submits = |group: &Group| {
        flow.nodes.iter().any(|node| {
            node.group == *group
                && node.input().is_some_and(|input| input.is_submit() && !is_way_back(input))
        })
    };
    PRIMARY.into_iter().find(submits)
}

fn is_way_back(input: &Input) -> bool {
    matches!(input.name.as_str(), "resend" | "screen")
}

fn hidden(node: &UiNode) -> Option<(String, String)> {
    let input = node.input().filter(|input| input.kind == InputKind::Hidden)?;
    Some((input.name.clone(), input.value.clone().unwrap_or_default()))
}

fn part(words: &Catalog, node: &UiNode, primary: Option<&Group>) -> Option<Part> {
    let label = || node.label.as_ref().map(|label| words.message(label)).unwrap_or_default();
    match &node.attributes {
        Attributes::Input(_) if is_ghost(node) => None,
        Attributes::Input(input) => match input.kind {
            InputKind::Submit | InputKind::Button => {
                Some(Part::Button(button(words, node, input, primary)))
            }
            _ => Field::of(words, node).map(Part::Field),
        },
        Attributes::Text { id, text } => {
            let words_of = |text| words.message(text);
            let message = text.as_ref().map(|text| text.id);
            Some(Part::Text(id.clone(), text.as_ref().map(words_of).unwrap_or_default(), message))
        }
        Attributes::Image { id, src, .. } => Some(Part::Image(id.clone(), src.clone(), label())),
        Attributes::Anchor { id, href, title } => {
            let caption = title.as_ref().map(|title| words.message(title));
            Some(Part::Anchor(id.clone(), href.clone(), caption.unwrap_or_else(label)))
        }
        // Propylon runs ceremonies itself; a mount point without its script is empty.
        Attributes::Script { .. } | Attributes::Division { .. } | Attributes::Unknown { .. } => {
            None
        }
    }
}

fn button(words: &Catalog, node: &UiNode, input: &Input, primary: Option<&Group>) -> Button {
    let value = input.value.clone().unwrap_or_default();
    let is_primary = input.is_submit() && primary == Some(&node.group);
    Button {
        label: match &node.label {
            // The first of two steps makes no account yet, whatever its caption says.
            Some(_) if value == "profile" => words.text("continue"),
            Some(label) => words.message(label),
            None => [&input.name, " ", &value].concat(),
        },
        emphasis: match is_primary {
            _ if is_way_back(input) => Emphasis::Plain,
            true => Emphasis::Primary,
            false => Emphasis::Secondary,
        },
        trigger: input.on_click,
        disabled: input.disabled,
        is_resend: input.name == "resend",
        name: input.name.clone(),
        value,
        group: node.group.as_str().to_owned(),
    }
}

/// Whether Kratos made the node up only to carry a message (contract §2.2): a web hook pointed at a
/// field the form does not have.
fn is_ghost(node: &UiNode) -> bool {
    let Some(input) = node.input() else { return false };
    node.group == Group::Default
        && input.kind == InputKind::Text
        && input.value.is_none()
        && !input.required
        && node.label.is_none()
        && !node.messages.is_empty()
        && !input.name.starts_with("traits.")
}

/// The messages of nodes that are not shown, so that none is lost.
pub(super) fn stray_notices(words: &Catalog, flow: &Flow) -> Vec<Notice> {
    flow.nodes
        .iter()
        .filter(|node| is_ghost(node) || Field::of(words, node).is_none())
        .flat_map(|node| &node.messages)
        .map(|message| Notice::of_message(words, message))
        .collect()
}
