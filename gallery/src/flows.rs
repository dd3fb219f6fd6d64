//! Flows as Kratos writes them.

use propylon::kratos::flow::FlowKind;
use serde_json::{Value, json};

/// A flow with these nodes.
pub fn flow(kind: FlowKind, nodes: Vec<Value>) -> Value {
    json!({
        "id": "00000000-0000-4000-8000-000000000001",
        "type": "browser",
        "expires_at": "2100-01-01T00:00:00Z",
        "issued_at": "2026-01-01T00:00:00Z",
        "ui": {
            "action": format!("{}?flow=1", kind.path()),
            "method": "POST",
            "nodes": nodes,
        },
    })
}

/// A node with these attributes and a label.
pub fn node(group: &str, attributes: Value, label: Value) -> Value {
    json!({
        "type": "input",
        "group": group,
        "attributes": attributes,
        "messages": [],
        "meta": {"label": label},
    })
}

/// The label of a trait.
pub fn titled(title: &str) -> Value {
    json!({"id": 1_070_002, "text": title, "type": "info", "context": {"title": title}})
}

/// The nodes of a sign-in by address, code, password and passkey.
pub fn sign_in() -> Vec<Value> {
    let button = |group, value, id, text| {
        let attributes = json!({"name": "method", "type": "submit", "value": value});
        node(group, attributes, json!({"id": id, "text": text, "type": "info"}))
    };
    let options = json!({"publicKey": {"challenge": "AAAA", "rpId": "localhost"}});
    vec![
        node(
            "default",
            json!({"name": "identifier", "type": "text", "value": "", "required": true,
                "autocomplete": "username webauthn"}),
            titled("Email"),
        ),
        node(
            "passkey",
            json!({"name": "passkey_login_trigger", "type": "button", "value": "",
                "onclickTrigger": "oryPasskeyLogin"}),
            json!({"id": 1_010_021, "text": "Sign in with passkey", "type": "info"}),
        ),
        node("passkey", json!({"name": "passkey_login", "type": "hidden"}), Value::Null),
        node(
            "passkey",
            json!({"name": "passkey_challenge", "type": "hidden", "value": options.to_string()}),
            Value::Null,
        ),
        button("code", "code", 1_010_015, "Send sign in code"),
        node(
            "password",
            json!({"name": "password", "type": "password", "required": true,
                "autocomplete": "current-password"}),
            json!({"id": 1_070_001, "text": "Password", "type": "info"}),
        ),
        button("password", "password", 1_010_022, "Sign in with password"),
    ]
}

/// A provider's button.
pub fn provider(id: &str, name: &str) -> Value {
    node(
        "oidc",
        json!({"name": "provider", "type": "submit", "value": id}),
        json!({"id": 1_010_002, "text": format!("Sign in with {name}"), "type": "info",
            "context": {"provider": name, "provider_id": id}}),
    )
}

/// An error, as Kratos writes them.
pub fn error(text: &str) -> Value {
    json!([{"id": 4_000_001, "text": text, "type": "error"}])
}
