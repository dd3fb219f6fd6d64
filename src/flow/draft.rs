//! What the person typed and may have again: everything but secrets.

use crate::{
    json::Json,
    kratos::{
        flow::Flow,
        node::{Attributes, Group, Input, InputKind},
    },
};

/// Form fields as the browser lists them: name and value, names may repeat.
pub type Fields = Vec<(String, String)>;

/// The typed values that outlive the form they were typed into.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft(Fields);

impl Draft {
    /// Keeps the values of the visible, non-secret inputs of `flow`.
    pub fn keep(&mut self, flow: &Flow, fields: &[(String, String)]) {
        for input in flow.inputs().filter(|input| is_typed(input)) {
            let typed = fields.iter().rev().find(|(name, _)| *name == input.name);
            let value = match (typed, &input.kind) {
                (Some((_, value)), _) => value.clone(),
                // Nothing was typed at all where the form is not there.
                (None, InputKind::Checkbox) if !fields.is_empty() => "false".to_owned(),
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

    /// Forgets what was typed for a method, because it was saved.
    pub fn forget(&mut self, flow: &Flow, group: &Group) {
        self.0.retain(|(name, _)| {
            let of_group = |node: &&crate::kratos::node::UiNode| {
                node.group == *group && node.input().is_some_and(|input| input.name == *name)
            };
            !flow.nodes.iter().any(|node| of_group(&node))
        });
    }

    /// The text to keep over a reload of the page that shows the flow `id`; `None` when nothing was
    /// typed.
    pub fn to_text(&self, id: &str) -> Option<String> {
        let pairs = self.0.iter().map(|(name, value)| (name.clone(), Json::text(value)));
        let kept = vec![
            ("flow".to_owned(), Json::text(id)),
            ("fields".to_owned(), Json::Object(pairs.collect())),
        ];
        (!self.0.is_empty()).then(|| Json::Object(kept).to_text())
    }

    /// Reads a kept text; empty when it is none, or of another flow than `id`.
    pub fn of_text(text: &str, id: &str) -> Self {
        let Ok(kept) = Json::parse(text) else { return Self::default() };
        if kept.obj().str("flow") != Some(id) {
            return Self::default();
        }
        let pairs = kept.obj().obj("fields").members().iter();
        Self(pairs.filter_map(|(name, value)| Some((name.clone(), value.scalar()?))).collect())
    }
}

/// Whether a person types into the input and may have the value again.
fn is_typed(input: &Input) -> bool {
    !input.is_secret()
        && !matches!(input.kind, InputKind::Hidden | InputKind::Submit | InputKind::Button)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn login() -> Flow {
        let input = |kind: &str, name: &str| {
            json!({"type": "input", "group": "default",
                "attributes": {"type": kind, "name": name}})
        };
        let nodes = [
            input("hidden", "csrf_token"),
            input("text", "identifier"),
            input("password", "password"),
            input("text", "code"),
        ];
        Flow::read(&json!({"id": "f", "ui": {"action": "/x", "nodes": nodes}}).into()).unwrap()
    }

    fn typed() -> Fields {
        [("csrf_token", "t"), ("identifier", "ada"), ("password", "secret"), ("code", "123456")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec()
    }

    #[test]
    fn secrets_are_never_kept() {
        let mut draft = Draft::default();
        draft.keep(&login(), &typed());
        assert_eq!(draft.to_text("f").unwrap(), r#"{"flow":"f","fields":{"identifier":"ada"}}"#);
    }

    #[test]
    fn a_kept_text_comes_back_to_the_same_flow_only() {
        let mut draft = Draft::default();
        draft.keep(&login(), &typed());
        let text = draft.to_text("f").unwrap();
        assert_eq!(Draft::of_text(&text, "f"), draft);
        assert_eq!(Draft::of_text(&text, "g"), Draft::default());
        assert_eq!(Draft::of_text("<html>", "f"), Draft::default());
        assert_eq!(Draft::default().to_text("f"), None);
    }
}
