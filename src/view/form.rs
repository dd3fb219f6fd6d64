//! Arranges a flow's nodes as a form: their order, the primary button and the alternatives.

use super::{
    account::name_account,
    button::{Button, Emphasis, is_way_back},
    check::is_checked,
    field::{Control, Field},
    look::Look,
    notice::{Notice, obstacle_text},
    part::{self, Item, Part},
};
use crate::{
    flow::ceremony::creates_credential,
    i18n::Catalog,
    kratos::{
        flow::{Flow, FlowKind},
        node::{Attributes, CAPTCHA_OPTIONS, Group, Input, InputKind, Trigger, UiNode},
    },
    webauthn::ability::Obstacle,
};

/// A form to render.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Form {
    /// The flow it belongs to.
    pub flow: String,
    /// Where a browser without Propylon would submit it.
    pub action: String,
    /// The account that a password in it belongs to, if no field names it. A browser shows it to password
    /// managers in a text input with `autocomplete="username"` that is hidden from sight only.
    pub account: Option<String>,
    /// The hidden inputs, name and value.
    pub hidden: Vec<(String, String)>,
    /// Its sections from top to bottom.
    pub sections: Vec<Section>,
}

/// The parts of one method, or those shared by all methods.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    /// Kratos' name of the group.
    pub group: String,
    /// Whether it is an alternative to the sections before it.
    pub is_alternative: bool,
    /// Whether its buttons stand in a grid, because there are many of a kind.
    pub is_grid: bool,
    /// Its parts from top to bottom.
    pub parts: Vec<Part>,
}

/// How many providers stand in a grid.
const GRID: usize = 3;

impl Section {
    /// Puts many providers into a grid, with their names as captions.
    fn lay_out(&mut self) {
        let is_provider =
            |part: &Part| matches!(part, Part::Button(button) if button.provider.is_some());
        self.is_grid = self.parts.iter().filter(|part| is_provider(part)).count() >= GRID;
        for part in self.parts.iter_mut().filter(|_| self.is_grid) {
            if let Part::Button(button) = part {
                button.short.clone_from(&button.provider);
            }
        }
    }
}

/// The methods whose submit may be primary, in order of preference.
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
    pub fn from_flow(words: &Catalog, look: &Look, flow: &Flow) -> Self {
        let nodes: Vec<_> = flow.nodes.iter().collect();
        let primary = primary_group(&nodes).or_else(|| ceremony_group(&nodes));
        let mut form = Self::arrange(words, look, flow, nodes, primary);
        if flow.kind == Some(FlowKind::Login) {
            form.mark_last_used(look);
        }
        form
    }

    /// Arranges the nodes of one group of `flow`, and the shared ones.
    pub fn from_group(words: &Catalog, look: &Look, flow: &Flow, group: &Group) -> Self {
        let is_shown = |node: &&UiNode| {
            node.group == *group || node.group == Group::Default && node.is_hidden()
        };
        let nodes: Vec<_> = flow.nodes.iter().filter(is_shown).collect();
        let primary = primary_group(&nodes);
        Self::arrange(words, look, flow, nodes, primary)
    }

    fn arrange(
        words: &Catalog,
        look: &Look,
        flow: &Flow,
        nodes: Vec<&UiNode>,
        primary: Option<Group>,
    ) -> Self {
        let mut form =
            Self { flow: flow.id.clone(), action: flow.action.clone(), ..Self::default() };
        let mut ways_back = Vec::new();
        for node in &nodes {
            if node.is_hidden() {
                form.hidden.extend(hidden(node));
                if look.captcha && has_captcha_options(node) {
                    form.add(&node.group, primary.as_ref(), Part::Captcha);
                }
                continue;
            }
            if is_made_up(flow, node) {
                continue;
            }
            let is_primary = is_primary(node, &nodes, primary.as_ref());
            let Some(part) = part::from_node(words, look, node, is_primary) else { continue };
            if matches!(&part, Part::Button(button) if button.emphasis == Emphasis::Plain) {
                ways_back.push(part);
                continue;
            }
            form.add(&node.group, primary.as_ref(), part);
        }
        form.sort_sections(look, primary.as_ref());
        form.sections.iter_mut().for_each(Section::lay_out);
        if !ways_back.is_empty() {
            let parts = ways_back;
            form.sections.push(Section {
                group: "back".to_owned(),
                is_alternative: false,
                is_grid: false,
                parts,
            });
        }
        name_account(&mut form, flow);
        form.name_fields();
        form
    }

    /// Names the fields that each button takes.
    fn name_fields(&mut self) {
        let field = |part: &Part| match part {
            Part::Field(field) => Some((field.group.clone(), field.name.clone())),
            _ => None,
        };
        let fields: Vec<_> = self.parts().filter_map(field).collect();
        for part in self.sections.iter_mut().flat_map(|section| &mut section.parts) {
            let Part::Button(button) = part else { continue };
            let is_sign_in = button.trigger.is_some_and(|trigger| !creates_credential(trigger));
            let kind = button.emphasis.as_str();
            let takes = |group: &str| is_checked(kind, &button.group, is_sign_in, group);
            let own = fields.iter().filter(|(group, _)| takes(group));
            button.fields = own.map(|(_, name)| name.clone()).collect();
        }
    }

    /// Adds a part to the section of `group`. Shared parts go into the section of the primary
    /// method.
    fn add(&mut self, group: &Group, primary: Option<&Group>, part: Part) {
        let group = match (group, primary) {
            (Group::Default | Group::Captcha, Some(primary)) => primary.as_str(),
            // Without a primary method there are mostly providers.
            (Group::Captcha, None) => "oidc",
            (group, _) => group.as_str(),
        };
        match self.sections.iter_mut().find(|section| section.group == group) {
            Some(section) if section.parts.contains(&part) => {}
            Some(section) => section.parts.push(part),
            None => {
                let group = group.to_owned();
                self.sections.push(Section {
                    group,
                    is_alternative: true,
                    is_grid: false,
                    parts: vec![part],
                });
            }
        }
    }

    /// Sorts the sections: providers, the primary method with its fields above its button, then the
    /// rest.
    fn sort_sections(&mut self, look: &Look, primary: Option<&Group>) {
        let rank_of_part = |part: &Part| match part {
            Part::Captcha => 1,
            Part::Button(button) if button.emphasis == Emphasis::Primary => 2,
            Part::Button(_) => 3,
            _ => 0,
        };
        for section in &mut self.sections {
            rank(&mut section.parts, 4, &rank_of_part);
            if section.group == "oidc" && !look.providers.is_empty() {
                let count = look.providers.len();
                rank(&mut section.parts, count + 2, &|part| match part {
                    Part::Button(button) => {
                        1 + look.provider(&button.value).map_or(count, |(place, _)| place)
                    }
                    _ => 0,
                });
            }
        }
        rank(&mut self.sections, 6, &|section| match section.group.as_str() {
            group if primary.is_some_and(|primary| primary.as_str() == group) => 1,
            "oidc" | "saml" => 0,
            "code" => 2,
            "passkey" => 3,
            "webauthn" => 4,
            _ => 5,
        });
        if let Some(first) = self.sections.first_mut() {
            first.is_alternative = false;
        }
    }

    /// Marks the button of the method that was used last, if there is another one.
    fn mark_last_used(&mut self, look: &Look) {
        let Some(last) = look.last_used.as_deref() else { return };
        let buttons = self.sections.iter_mut().flat_map(|section| &mut section.parts);
        let mut buttons: Vec<&mut Button> = buttons
            .filter_map(|part| match part {
                Part::Button(button) if button.emphasis != Emphasis::Plain => Some(button),
                _ => None,
            })
            .collect();
        if buttons.len() < 2 {
            return;
        }
        let is_it = |button: &&mut &mut Button| match button.provider {
            Some(_) => button.value == last,
            None => button.group == last,
        };
        if let Some(button) = buttons.iter_mut().find(is_it) {
            button.is_last_used = true;
        }
    }

    /// Disables the buttons of ceremonies that can't work here, with the reason from `obstacle`.
    pub(super) fn disable_impossible(
        &mut self,
        words: &Catalog,
        obstacle: impl Fn(Trigger) -> Option<Obstacle>,
    ) {
        for part in self.sections.iter_mut().flat_map(|section| &mut section.parts) {
            let Part::Button(button) = part else { continue };
            if let Some(obstacle) = button.trigger.and_then(&obstacle) {
                button.reason = Some(words.text(obstacle_text(obstacle)));
            }
        }
    }

    /// The parts of all sections.
    pub fn parts(&self) -> impl Iterator<Item = &Part> {
        self.sections.iter().flat_map(|section| &section.parts)
    }

    /// The existing credentials and connections.
    pub(super) fn items_mut(&mut self) -> impl Iterator<Item = &mut Item> {
        let parts = self.sections.iter_mut().flat_map(|section| &mut section.parts);
        parts.filter_map(|part| match part {
            Part::Item(item) => Some(item),
            _ => None,
        })
    }

    /// Whether a field of it has an error.
    pub(super) fn is_refused(&self) -> bool {
        self.parts().any(|part| matches!(part, Part::Field(field) if field.is_invalid()))
    }

    /// Whether it has a button or link.
    pub fn has_way_on(&self) -> bool {
        self.parts().any(|part| match part {
            Part::Button(button) => button.emphasis != Emphasis::Plain,
            Part::Item(_) | Part::Anchor(..) => true,
            _ => false,
        })
    }

    /// Whether it shows a captcha.
    pub fn has_captcha(&self) -> bool {
        self.parts().any(|part| *part == Part::Captcha)
    }

    /// Whether it has a field for a code.
    pub fn asks_for_code(&self) -> bool {
        self.parts().any(|part| {
            matches!(part, Part::Field(field)
                if matches!(field.control, Control::Code(_)) && field.name == "code")
        })
    }

    /// Notes that its code comes by SMS.
    pub(super) fn expect_sms(&mut self) {
        for part in self.sections.iter_mut().flat_map(|section| &mut section.parts) {
            if let Part::Field(field) = part {
                field.by_sms = matches!(field.control, Control::Code(_));
            }
        }
    }

    /// Whether `other` has the same parts, ignoring values. If so, the rendered form and its typed
    /// values are kept when a flow was renewed.
    pub fn looks_like(&self, other: &Self) -> bool {
        let mut others = other.parts();
        self.parts().all(|part| others.next().is_some_and(|other| part.looks_like(other)))
            && others.next().is_none()
    }
}

/// Sorts by rank and keeps the order within a rank. The library's stable sort adds 9 kB for the
/// same.
fn rank<T>(items: &mut Vec<T>, ranks: usize, rank_of: &dyn Fn(&T) -> usize) {
    let mut ranked = Vec::with_capacity(items.len());
    for rank in 0..ranks {
        ranked.extend(items.extract_if(.., |item| rank_of(item) == rank));
    }
    *items = ranked;
}

fn primary_group(nodes: &[&UiNode]) -> Option<Group> {
    let submits = |group: &Group| {
        nodes.iter().any(|node| {
            node.group == *group
                && node.input().is_some_and(|input| input.is_submit() && !is_way_back(input))
        })
    };
    let named = PRIMARY.into_iter().find(submits);
    // If all fields belong to a provider, its button is primary.
    named.or_else(|| {
        let is_field = |node: &&&UiNode| node.input().is_some_and(Input::is_field);
        nodes.iter().find(is_field)?;
        nodes.iter().map(|node| &node.group).find(|group| submits(group)).cloned()
    })
}

/// The method whose ceremony is the only way to go on, apart from providers.
fn ceremony_group(nodes: &[&UiNode]) -> Option<Group> {
    let starts = |group: &Group| {
        nodes.iter().any(|node| node.group == *group && node.input().is_some_and(starts_ceremony))
    };
    [Group::Passkey, Group::Webauthn].into_iter().find(starts)
}

fn starts_ceremony(input: &Input) -> bool {
    input.kind == InputKind::Button && input.on_click.is_some()
}

/// Whether a node is the button that Enter presses: the first submit of the primary group, or the
/// button that starts its ceremony, unless it is one of several equal choices.
fn is_primary(node: &UiNode, nodes: &[&UiNode], primary: Option<&Group>) -> bool {
    let presses =
        |input: &Input| (input.is_submit() || starts_ceremony(input)) && !is_way_back(input);
    let Some(input) = node.input().filter(|input| presses(input)) else {
        return false;
    };
    let is_one_of = |name: &str| matches!(name, "address" | "recovery_select_address");
    let mut submits = nodes
        .iter()
        .filter(|other| primary == Some(&other.group))
        .filter_map(|other| other.input())
        .filter(|other| presses(other));
    primary == Some(&node.group) && !is_one_of(&input.name) && submits.next() == Some(input)
}

fn hidden(node: &UiNode) -> Option<(String, String)> {
    let input = node.input()?;
    Some((input.name.clone(), input.value.clone().unwrap_or_default()))
}

/// Whether Kratos made up the node only to carry a message (see docs/kratos.md#made-up-nodes). A
/// web hook, or Kratos itself, referred to a field that the form does not have.
fn is_made_up(flow: &Flow, node: &UiNode) -> bool {
    let Some(input) = node.input() else { return false };
    let has_traits = !matches!(flow.kind, Some(FlowKind::Login | FlowKind::Recovery));
    node.group == Group::Default
        && input.kind == InputKind::Text
        && input.value.is_none()
        && !input.required
        && node.label.is_none()
        && !node.messages.is_empty()
        && !(has_traits && input.name.starts_with("traits."))
}

/// The messages of nodes that are not shown.
pub(super) fn stray_notices(words: &Catalog, flow: &Flow) -> Vec<Notice> {
    flow.nodes
        .iter()
        .filter(|node| is_made_up(flow, node) || !Field::has_control(node))
        .flat_map(|node| &node.messages)
        .map(|message| Notice::from_message(words, message))
        .collect()
}

fn has_captcha_options(node: &UiNode) -> bool {
    node.input().is_some_and(|input| input.name == CAPTCHA_OPTIONS)
}

/// Whether the flow requires a captcha, which only Ory's own builds support.
pub(super) fn wants_captcha(flow: &Flow) -> bool {
    flow.nodes.iter().any(|node| {
        node.group == Group::Captcha && !matches!(node.attributes, Attributes::Script { .. })
    })
}
