//! Preserves traits that a settings form does not show: Kratos replaces all traits by those posted
//! (see docs/kratos.md#traits).

use super::draft::Fields;
use crate::{
    json::Json,
    kratos::{
        flow::Flow,
        message,
        node::{Group, Input, InputKind, UiNode},
        text::UiText,
    },
};

/// The body of a profile submit, with all traits of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merged {
    /// As a form.
    Form(Fields),
    /// As JSON, because it has lists of objects, which a form can't express.
    Json(Json),
}

/// Whether Kratos refused traits that were not posted.
pub(super) fn wants_json(flow: &Flow) -> bool {
    flow.nodes.iter().any(is_misread)
}

/// Whether the node reports that Kratos made an object of an unposted list of objects and then
/// found that it isn't a list (v1.3.1, for forms and JSON).
fn is_misread(node: &UiNode) -> bool {
    let is_trait = node.input().is_some_and(|input| input.name.starts_with("traits."));
    let says = |message: &UiText| {
        message.id == message::WRONG_TYPE && message.value("actual_type") == Some("object")
    };
    node.group == Group::Default && is_trait && node.messages.iter().any(says)
}

/// Adds the account's traits without an input to `body`, the fields of a profile submit.
pub fn merge(flow: &Flow, mut body: Fields) -> Merged {
    let Some(identity) = &flow.identity else { return Merged::Form(body) };
    let mut unseen = Vec::new();
    leaves("traits", &identity.raw_traits, &mut unseen);
    unseen.retain(|(name, _)| flow.input(name).is_none());
    if wants_json(flow) || unseen.iter().any(|(_, value)| !is_flat(value)) {
        return Merged::Json(as_json(flow, &identity.raw_traits, &body));
    }
    for (name, value) in unseen {
        let elements = match value {
            Json::List(elements) => elements.iter().filter_map(Json::scalar).collect(),
            other => other.scalar().into_iter().collect::<Vec<_>>(),
        };
        body.extend(elements.into_iter().map(|element| (name.clone(), element)));
    }
    Merged::Form(body)
}

/// The members of objects by dotted path. Lists and scalars are not split.
fn leaves<'a>(path: &str, value: &'a Json, found: &mut Vec<(String, &'a Json)>) {
    match value {
        Json::Object(members) => {
            for (name, value) in members {
                leaves(&[path, ".", name].concat(), value, found);
            }
        }
        Json::Null => {}
        leaf => found.push((path.to_owned(), leaf)),
    }
}

/// Whether a form can express the value by repeating a name.
fn is_flat(value: &Json) -> bool {
    match value {
        Json::List(elements) => {
            !elements.is_empty() && elements.iter().all(|element| element.scalar().is_some())
        }
        _ => true,
    }
}

/// The body as JSON: the account's traits, overwritten by those of the form. Each value gets the
/// type of its input, because Kratos converts nothing inside nested JSON (see
/// docs/kratos.md#traits).
fn as_json(flow: &Flow, traits: &Json, body: &Fields) -> Json {
    let mut traits = traits.clone();
    for node in &flow.nodes {
        let Some(input) = node.input() else { continue };
        let Some(path) = input.name.strip_prefix("traits.") else { continue };
        let values: Vec<&str> =
            body.iter().filter(|(name, _)| *name == input.name).map(|(_, v)| v.as_str()).collect();
        // Only an empty list stops Kratos from making an object again.
        let value = match values.last() {
            _ if is_misread(node) => Some(Json::List(Vec::new())),
            // What nobody changed keeps its type.
            Some(value) if at(&traits, path).and_then(Json::scalar).as_deref() == Some(*value) => {
                continue;
            }
            _ => typed(input, &values),
        };
        put(&mut traits, path, value);
    }
    let mut whole = Json::Object(Vec::new());
    for (name, value) in body.iter().filter(|(name, _)| !name.starts_with("traits.")) {
        put(&mut whole, name, Some(Json::text(value)));
    }
    whole.set("traits", traits);
    whole
}

fn typed(input: &Input, values: &[&str]) -> Option<Json> {
    if input.elements.is_some() {
        return Some(Json::List(values.iter().map(|value| Json::text(value)).collect()));
    }
    let value = values.last()?;
    Some(match input.kind {
        InputKind::Checkbox => Json::Bool(*value == "true"),
        // Text that isn't a number is sent unchanged, for Kratos to refuse.
        InputKind::Number => match Json::parse(value) {
            Ok(number @ Json::Number(_)) => number,
            _ => Json::text(value),
        },
        _ => Json::text(value),
    })
}

fn at<'a>(object: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('.').try_fold(object, |object, name| object.obj().get(name))
}

/// Sets or removes the member at a path with dots, creating objects as needed.
pub(super) fn put(object: &mut Json, path: &str, value: Option<Json>) {
    let Some((name, rest)) = path.split_once('.') else {
        return match value {
            Some(value) => object.set(path, value),
            None => object.remove(path),
        };
    };
    if object.get_mut(name).is_none() {
        if value.is_none() {
            return;
        }
        object.set(name, Json::Object(Vec::new()));
    }
    if let Some(inner) = object.get_mut(name) {
        put(inner, rest, value);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn settings(traits: Value, nodes: &[(&str, &str)]) -> Flow {
        let nodes: Vec<Value> = nodes
            .iter()
            .map(|(name, kind)| {
                json!({"type": "input", "group": "profile",
                    "attributes": {"name": name, "type": kind}})
            })
            .collect();
        let flow = json!({"id": "f", "ui": {"action": "/self-service/settings", "nodes": nodes},
            "identity": {"id": "i", "traits": traits}});
        Flow::read(&flow.into()).unwrap()
    }

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn traits_without_an_input_are_posted_as_they_were() {
        let flow = settings(
            json!({"email": "ada", "plan": "pro", "tags": ["a", "b"], "name": {"first": "A", "age": 3}}),
            &[("traits.email", "email"), ("traits.name.first", "text")],
        );
        let typed = fields(&[("method", "profile"), ("traits.email", "eve")]);
        assert_eq!(
            merge(&flow, typed),
            Merged::Form(fields(&[
                ("method", "profile"),
                ("traits.email", "eve"),
                ("traits.name.age", "3"),
                ("traits.plan", "pro"),
                ("traits.tags", "a"),
                ("traits.tags", "b"),
            ]))
        );
    }

    #[test]
    fn lists_of_objects_make_it_json_with_the_types_of_the_inputs() {
        let flow = settings(
            json!({"email": "ada", "news": true, "age": 3, "keys": [{"id": 1}]}),
            &[
                ("traits.email", "email"),
                ("traits.news", "checkbox"),
                ("traits.age", "number"),
                ("traits.nick.short", "text"),
            ],
        );
        let typed = fields(&[
            ("csrf_token", "t"),
            ("traits.email", "eve"),
            ("traits.news", "false"),
            ("traits.age", "4"),
            ("traits.nick.short", "e"),
        ]);
        let Merged::Json(json) = merge(&flow, typed) else { panic!() };
        assert_eq!(
            json.to_string(),
            concat!(
                r#"{"csrf_token":"t","traits":{"age":4,"email":"eve","#,
                r#""keys":[{"id":1}],"news":false,"nick":{"short":"e"}}}"#
            )
        );
    }

    #[test]
    fn a_list_of_objects_that_kratos_made_an_object_of_goes_out_empty() {
        let flow = json!({"id": "f", "ui": {"action": "/self-service/settings", "nodes": [
            {"type": "input", "group": "default",
                "attributes": {"name": "traits.keys", "type": "text"},
                "messages": [{"id": message::WRONG_TYPE, "type": "error", "text": "",
                    "context": {"actual_type": "object", "allowed_types": ["array"]}}]},
            {"type": "input", "group": "profile",
                "attributes": {"name": "traits.nick", "type": "text"}}]},
            "identity": {"id": "i", "traits": {"nick": "a"}}});
        let flow = Flow::read(&flow.into()).unwrap();
        assert!(wants_json(&flow));
        let Merged::Json(json) = merge(&flow, fields(&[("traits.nick", "b")])) else { panic!() };
        assert_eq!(json.to_string(), r#"{"traits":{"nick":"b","keys":[]}}"#);
    }

    #[test]
    fn a_field_that_was_emptied_is_removed_and_not_brought_back() {
        let flow = settings(
            json!({"email": "ada", "nick": "a"}),
            &[("traits.email", "email"), ("traits.nick", "text")],
        );
        let typed = fields(&[("traits.email", "ada")]);
        assert_eq!(merge(&flow, typed.clone()), Merged::Form(typed));
    }
}
