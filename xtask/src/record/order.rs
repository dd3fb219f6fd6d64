//! Sorts lists whose order differs between Kratos' answers.

use serde_json::{Map, Value};

/// Traits are in the order of a Go map.
pub fn traits(members: &mut Map<String, Value>) {
    members.sort_keys();
    members.values_mut().filter_map(Value::as_object_mut).for_each(traits);
}

/// So are the hidden traits of a registration's second step; they are sorted by name.
///
/// Kratos sorts nodes without a defined position by value, so the CSRF token's first letter decides
/// whether a made-up field (no label, no value) comes before it. Here it always does.
pub fn nodes(nodes: &mut [Value]) {
    for hidden in nodes.chunk_by_mut(|one, next| is_hidden_trait(one) && is_hidden_trait(next)) {
        hidden.sort_by_key(|node| node["attributes"]["name"].to_string());
    }
    let is_token = |node: &Value| node["attributes"]["name"] == "csrf_token";
    let is_ghost = |node: &Value| {
        node["meta"]["label"].is_null()
            && node["group"] == "default"
            && node["attributes"]["type"] == "text"
            && node["attributes"]["value"].is_null()
    };
    for at in 1..nodes.len() {
        if is_token(&nodes[at - 1]) && is_ghost(&nodes[at]) {
            nodes.swap(at - 1, at);
        }
    }
}

fn is_hidden_trait(node: &Value) -> bool {
    let attributes = &node["attributes"];
    let name = attributes["name"].as_str().unwrap_or_default();
    attributes["type"] == "hidden" && name.starts_with("traits.")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_token_steps_behind_a_ghost_only() {
        let node = |name: &str, label: Value| {
            json!({
                "group": "default",
                "attributes": { "name": name, "type": "text" },
                "meta": { "label": label },
            })
        };
        let token = node("csrf_token", Value::Null);
        let ghost = node("traits.nosuch", Value::Null);
        let field = node("traits.name", json!({ "text": "Name" }));
        let mut all = [token.clone(), ghost.clone(), field.clone()];
        nodes(&mut all);
        assert_eq!(all, [ghost, token, field]);
    }
}
