//! What the person typed and may have again: everything but secrets.

use crate::kratos::{
    flow::Flow,
    node::{Attributes, Input, InputKind, UiNode},
};

/// Form fields as the browser lists them: name and value, names may repeat.
pub type Fields = Vec<(String, String)>;

/// The typed values that outlive the form they were typed into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft(Fields);

impl Draft {
    /// Keeps the values of the visible, non-secret inputs of `flow`.
    pub fn keep(&mut self, flow: &Flow, fields: &[(String, String)]) {
        for input in flow.nodes.iter().filter_map(UiNode::input) {
            if !is_typed(input) {
                continue;
            }
            let typed = fields.iter().rev().find(|(name, _)| *name == input.name);
            let value = match (typed, &input.kind) {
                (Some((_, value)), _) => value.clone(),
                (None, InputKind::Checkbox) => "false".to_owned(),
                (None, _) => continue,
            };
            match self.0.iter_mut().find(|(name, _)| *name == input.name) {
                Some(kept) => kept.1 = value,
                None => self.0.push((input.name.clone(), value)),
            }
        }
    }

    /// The value kept under `name`.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Puts the kept values back into the inputs of a flow that is about to be shown.
    pub fn put_back(&self, flow: &mut Flow) {
        for node in &mut flow.nodes {
            let Attributes::Input(input) = &mut node.attributes else { continue };
            match self.value(&input.name) {
                Some(value) if is_typed(input) => input.value = Some(value.to_owned()),
                _ => {}
            }
        }
    }
}

/// Whether a person types into the input and may have the value again.
fn is_typed(input: &Input) -> bool {
    !input.is_secret()
        && !matches!(input.kind, InputKind::Hidden | InputKind::Submit | InputKind::Button)
}
