//! Traits that are lists: merges the inputs that Kratos renders for them.

use super::node::{Attributes, UiNode};
use crate::text_search::split_last;

/// Merges the inputs `name.0`, `name.1` … into the elements of the input `name`.
///
/// Posting them unchanged would silently drop the list. A list is posted by repeating `name` (see
/// docs/kratos.md#lists).
pub(super) fn gather(nodes: &mut Vec<UiNode>) {
    let mut gathered: Vec<(String, Vec<String>)> = Vec::new();
    let names: Vec<String> = nodes.iter().filter_map(trait_name).map(str::to_owned).collect();
    nodes.retain(|node| {
        let Some((list, _)) = trait_name(node).and_then(list_element) else { return true };
        if !names.iter().any(|name| name == list) {
            return true;
        }
        let value = node.input().and_then(|input| input.value.clone()).unwrap_or_default();
        match gathered.iter_mut().find(|(name, _)| name == list) {
            Some((_, elements)) => elements.push(value),
            None => gathered.push((list.to_owned(), vec![value])),
        }
        // An element with messages is kept, so that no message is lost.
        !node.messages.is_empty()
    });
    for (name, elements) in gathered {
        let inputs = nodes.iter_mut().filter_map(|node| match &mut node.attributes {
            Attributes::Input(input) if input.name == name => Some(input),
            _ => None,
        });
        inputs.for_each(|input| {
            input.value = Some(elements.join(", "));
            input.elements = Some(elements.clone());
        });
    }
}

fn trait_name(node: &UiNode) -> Option<&str> {
    Some(node.input()?.name.as_str()).filter(|name| name.starts_with("traits."))
}

/// Splits `traits.tags.0` into list and index.
fn list_element(name: &str) -> Option<(&str, &str)> {
    split_last(name, b'.')
        .filter(|(_, end)| end.bytes().all(|b| b.is_ascii_digit()) && !end.is_empty())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_elements_of_a_list_become_one_input() {
        let input = |name: &str, value: serde_json::Value| {
            let node = json!({"type": "input", "group": "profile",
                "attributes": {"name": name, "type": "text", "value": value}});
            UiNode::read(&node.into())
        };
        let mut nodes = vec![
            input("traits.tags", json!(null)),
            input("traits.tags.0", json!("a")),
            input("traits.tags.1", json!("b")),
            input("traits.lines.0", json!("stays")),
        ];
        gather(&mut nodes);
        let names: Vec<_> = nodes.iter().map(|node| node.input().unwrap().name.as_str()).collect();
        assert_eq!(names, ["traits.tags", "traits.lines.0"]);
        let tags = nodes[0].input().unwrap();
        assert_eq!(tags.value.as_deref(), Some("a, b"));
        assert_eq!(tags.elements.as_deref(), Some(&["a".to_owned(), "b".to_owned()][..]));
    }
}
