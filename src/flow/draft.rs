//! Typed values that may be filled in again: all but secrets.

use super::{person::Person, value::posted};
use crate::{
    json::Json,
    kratos::{
        flow::Flow,
        node::{Attributes, Group, Input, InputKind},
    },
};

/// Form fields as the browser lists them: name and value. Names may repeat.
pub type Fields = Vec<(String, String)>;

/// Typed values that are kept after their form is gone. They belong to one account, and are never
/// filled into a form of another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    fields: Fields,
    /// The owner; `None` as long as the flow does not identify one.
    person: Option<Person>,
    /// The flow that the values were restored for. Values typed while nobody was signed in are only
    /// valid for that flow: another flow may be somebody else's.
    only_for: Option<String>,
}

impl Draft {
    /// Keeps what `person` typed into the visible, non-secret inputs of `flow`. Values equal to
    /// those in `initial` were not typed and are not kept.
    pub fn keep(
        &mut self,
        flow: &Flow,
        person: Option<&Person>,
        initial: &[(String, String)],
        fields: &[(String, String)],
    ) {
        if self.person.as_ref() != person {
            *self = Self { person: person.cloned(), ..Self::default() };
        }
        // A browser lists fields by name only, so a name shared with a secret is not kept.
        let is_secret =
            |name: &str| flow.inputs().any(|input| input.name == name && input.is_secret());
        for input in flow.inputs().filter(|input| is_typed(input) && !is_secret(&input.name)) {
            let typed = fields.iter().rev().find(|(name, _)| *name == input.name);
            let value = match (typed, &input.kind) {
                (Some((_, value)), _) => posted(input, value),
                // Without a form in the document there are no fields.
                (None, InputKind::Checkbox) if !fields.is_empty() => "false".to_owned(),
                (None, _) => continue,
            };
            let first = initial.iter().find(|(name, _)| *name == input.name);
            let first = first.map_or("", |(_, value)| value.as_str());
            let is_initial = value == first
                || input.kind == InputKind::Checkbox && value == "false" && first.is_empty();
            match self.fields.iter_mut().find(|(name, _)| *name == input.name) {
                Some(kept) => kept.1 = value,
                None if is_initial => {}
                None => self.fields.push((input.name.clone(), value)),
            }
        }
    }

    /// The value kept under `name`.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Sets the owner of values that were typed before the owner was known.
    pub fn belongs_to(&mut self, person: &Person) {
        self.person.get_or_insert_with(|| person.clone());
    }

    /// Fills the kept values into the inputs of `flow`, which is about to be shown to `person`.
    /// Values of another account are dropped; returns whether they were.
    pub fn put_back(&mut self, flow: &mut Flow, person: Option<&Person>) -> bool {
        let is_other = self.person.as_ref() != person;
        let is_late = self.only_for.take().is_some_and(|id| id != flow.id);
        if is_other || is_late {
            let had = !self.is_empty();
            *self = Self { person: person.cloned(), ..Self::default() };
            return had && is_other;
        }
        for node in &mut flow.nodes {
            let Attributes::Input(input) = &mut node.attributes else { continue };
            match self.value(&input.name) {
                Some(value) if is_typed(input) => input.value = Some(value.to_owned()),
                _ => {}
            }
        }
        false
    }

    /// Drops the values of a method that was saved.
    pub fn forget(&mut self, flow: &Flow, group: &Group) {
        self.fields.retain(|(name, _)| {
            let is_in_group = |node: &&crate::kratos::node::UiNode| {
                node.group == *group && node.input().is_some_and(|input| input.name == *name)
            };
            !flow.nodes.iter().any(|node| is_in_group(&node))
        });
    }

    /// The text to store over a reload of the page that shows the flow `id` to `person`, with `more`
    /// members. `None` if there is nothing to store, or if the owner is unknown.
    pub fn to_text(
        &self,
        id: &str,
        person: Option<&Person>,
        more: Vec<(String, Json)>,
    ) -> Option<String> {
        let owner = if self.is_empty() { person } else { self.person.as_ref() };
        let identity = owner.filter(|_| !self.is_empty() || !more.is_empty())?.id()?;
        let pairs = self.fields.iter().map(|(name, value)| (name.clone(), Json::text(value)));
        let mut kept = vec![
            ("flow".to_owned(), Json::text(id)),
            ("identity".to_owned(), Json::text(identity)),
            ("fields".to_owned(), Json::Object(pairs.collect())),
        ];
        kept.extend(more);
        Some(Json::Object(kept).to_text())
    }

    /// Parses a stored text. Empty if it is invalid or belongs to another flow than `id`.
    pub fn from_text(text: &str, id: &str) -> Self {
        let Ok(kept) = Json::parse(text) else { return Self::default() };
        let kept = kept.obj();
        let Some(person) = kept.str("identity").map(Person::with_id) else {
            return Self::default();
        };
        if kept.str("flow") != Some(id) {
            return Self::default();
        }
        let pairs = kept.obj("fields").members().iter();
        Self {
            fields: pairs
                .filter_map(|(name, value)| Some((name.clone(), value.scalar()?)))
                .collect(),
            only_for: (person == Person::Nobody).then(|| id.to_owned()),
            person: Some(person),
        }
    }
}

/// The owner of a stored text.
pub fn owner_of_text(text: &str) -> Option<Person> {
    Some(Person::with_id(Json::parse(text).ok()?.obj().str("identity")?))
}

/// The values that `flow` sets in the inputs for typing.
pub fn initial_values(flow: &Flow) -> Fields {
    let inputs = flow.inputs().filter(|input| is_typed(input));
    inputs.map(|input| (input.name.clone(), input.value.clone().unwrap_or_default())).collect()
}

/// Whether a person types into the input and its value may be filled in again.
fn is_typed(input: &Input) -> bool {
    !input.is_secret() && input.is_field()
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
        let draft = kept();
        assert_eq!(
            draft.to_text("f", None, Vec::new()).unwrap(),
            r#"{"flow":"f","identity":"","fields":{"identifier":"ada"}}"#
        );
    }

    #[test]
    fn a_kept_text_comes_back_to_the_same_flow_only() {
        let draft = kept();
        let text = draft.to_text("f", None, Vec::new()).unwrap();
        assert_eq!(Draft::from_text(&text, "f").fields, draft.fields);
        assert_eq!(Draft::from_text(&text, "g"), Draft::default());
        assert_eq!(Draft::from_text("<html>", "f"), Draft::default());
        assert_eq!(Draft::default().to_text("f", None, Vec::new()), None);
    }

    fn kept() -> Draft {
        let mut draft = Draft::default();
        draft.keep(&login(), Some(&Person::Nobody), &[], &typed());
        draft
    }

    #[test]
    fn a_kept_text_of_nobody_is_not_for_the_next_flow_and_one_of_an_account_for_no_other() {
        let text = kept().to_text("f", None, Vec::new()).unwrap();
        let shown = |draft: &mut Draft, id: &str, person: &Person| {
            let mut flow = login();
            flow.id = id.to_owned();
            draft.put_back(&mut flow, Some(person));
            flow.input("identifier").unwrap().value.clone()
        };
        let nobody = Person::Nobody;
        assert_eq!(shown(&mut Draft::from_text(&text, "f"), "f", &nobody).as_deref(), Some("ada"));
        assert_eq!(shown(&mut Draft::from_text(&text, "f"), "g", &nobody), None);
        let ada = Person::Account("ada".to_owned());
        assert_eq!(shown(&mut Draft::from_text(&text, "f"), "f", &ada), None);

        let mut draft = Draft::default();
        draft.keep(&login(), Some(&ada), &[], &typed());
        let text = draft.to_text("f", None, Vec::new()).unwrap();
        assert_eq!(shown(&mut Draft::from_text(&text, "f"), "g", &ada).as_deref(), Some("ada"));
        let eve = Person::Account("eve".to_owned());
        assert_eq!(shown(&mut Draft::from_text(&text, "f"), "f", &eve), None);
        assert_eq!(shown(&mut Draft::from_text(&text, "f"), "f", &nobody), None);
    }

    /// A text field with the same name as the password stored the password.
    #[test]
    fn a_secret_is_not_kept_under_the_name_of_another_field() {
        let input =
            |kind: &str| json!({"type": "input", "attributes": {"type": kind, "name": "x"}});
        let nodes = [input("text"), input("password")];
        let flow = json!({"id": "f", "ui": {"action": "/x", "nodes": nodes}});
        let flow = Flow::read(&flow.into()).unwrap();
        let typed = ["ada", "secret"].map(|value| ("x".to_owned(), value.to_owned()));
        let mut draft = Draft::default();
        draft.keep(&flow, Some(&Person::Nobody), &[], &typed);
        assert_eq!(draft.to_text("f", None, Vec::new()), None);
    }

    /// E-mail and name were written to the tab's storage although nothing was typed.
    #[test]
    fn what_stands_as_it_was_given_is_not_kept() {
        let mut draft = Draft::default();
        let given = [("identifier".to_owned(), "ada".to_owned())];
        draft.keep(&login(), Some(&Person::Nobody), &given, &typed());
        assert_eq!(draft.to_text("f", None, Vec::new()), None);
        let mut changed = typed();
        changed[1].1 = "eve".to_owned();
        draft.keep(&login(), Some(&Person::Nobody), &given, &changed);
        assert_eq!(draft.value("identifier"), Some("eve"));
        // Changed back: the next form must not repeat the change.
        draft.keep(&login(), Some(&Person::Nobody), &given, &typed());
        assert_eq!(draft.value("identifier"), Some("ada"));
    }
}
