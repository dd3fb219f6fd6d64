//! Kratos' configuration: everything enabled, plus the changes of a family.

use serde_json::{Map, Value, json};

/// Kratos' public URL in answers, whatever port it listens on.
pub const PUBLIC: &str = "http://localhost:5633";
/// Origin of the UI.
pub const UI: &str = "http://localhost:4455";
/// An issuer URL where nothing listens.
pub const DEAD_ISSUER: &str = "http://127.0.0.1:1";

/// A configuration under construction.
pub struct Config {
    all: Value,
    schema: Value,
    hooks: String,
}

impl Config {
    /// Every free method, every flow, a session after registration. `hooks` is the URL of the
    /// recorder's web hooks.
    pub fn everything(hooks: &str) -> Self {
        let rp = json!({ "id": "localhost", "display_name": "Propylon", "origins": [UI] });
        let session = json!({ "hooks": [{ "hook": "session" }] });
        let page = |path: &str| json!({ "enabled": true, "ui_url": format!("{UI}{path}") });
        let all = json!({
            "dsn": "memory",
            "log": { "level": "error" },
            "selfservice": {
                "default_browser_return_url": format!("{UI}/"),
                "allowed_return_urls": [UI],
                "flows": {
                    "error": { "ui_url": format!("{UI}/error") },
                    "login": { "ui_url": format!("{UI}/login") },
                    "registration": {
                        "enabled": true,
                        "ui_url": format!("{UI}/registration"),
                        "after": { "password": session, "code": session, "passkey": session },
                    },
                    "settings": { "ui_url": format!("{UI}/settings"), "required_aal": "aal1" },
                    "recovery": page("/recovery"),
                    "verification": page("/verification"),
                },
                "methods": {
                    "password": { "enabled": true, "config": { "haveibeenpwned_enabled": false } },
                    "code": { "enabled": true, "passwordless_enabled": true },
                    "link": { "enabled": true },
                    "passkey": { "enabled": true, "config": { "rp": rp } },
                    "webauthn": {
                        "enabled": true, "config": { "passwordless": false, "rp": rp },
                    },
                    "totp": { "enabled": true, "config": { "issuer": "Propylon" } },
                    "lookup_secret": { "enabled": true },
                },
            },
            "session": { "whoami": { "required_aal": "aal1" } },
            "courier": { "smtp": { "connection_uri": "smtp://127.0.0.1:1/?disable_starttls=true" } },
            "secrets": {
                "cookie": ["recorder-only-cookie-secret"],
                "cipher": ["recorder-only-secret-32-letters!"],
            },
            "hashers": { "algorithm": "bcrypt", "bcrypt": { "cost": 4 } },
        });
        Self { all, schema: person(), hooks: hooks.to_owned() }
    }

    /// Sets the value at a path such as `selfservice.flows.login.style`.
    pub fn set(&mut self, path: &str, value: Value) -> &mut Self {
        set(&mut self.all, path, value);
        self
    }

    /// Sets a value of a flow.
    pub fn flow(&mut self, path: &str, value: Value) -> &mut Self {
        self.set(&format!("selfservice.flows.{path}"), value)
    }

    /// Sets a value of a method.
    pub fn method(&mut self, path: &str, value: Value) -> &mut Self {
        self.set(&format!("selfservice.methods.{path}"), value)
    }

    /// Sets a value of the identity schema's traits.
    pub fn traits(&mut self, path: &str, value: Value) -> &mut Self {
        set(&mut self.schema, &format!("properties.traits.{path}"), value);
        self
    }

    /// Adds a blocking web hook at the end of a flow. The recorder answers by the last part of its
    /// path.
    pub fn hook(&mut self, flow: &str, answer: &str) -> &mut Self {
        let hook = json!({ "hook": "web_hook", "config": {
            "url": format!("{}/{answer}", self.hooks),
            "method": "POST",
            // function(ctx) {}
            "body": "base64://ZnVuY3Rpb24oY3R4KSB7fQ==",
            "can_interrupt": true,
        } });
        self.flow(&format!("{flow}.after.password.hooks"), json!([hook]))
    }

    /// The configuration for a Kratos on these ports.
    pub fn listening(&self, public: u16, admin: u16) -> Value {
        use base64::Engine;
        let mut all = self.all.clone();
        let server =
            |url: &str, port: u16| json!({ "base_url": url, "host": "127.0.0.1", "port": port });
        for (path, value) in [
            ("base_url", json!(format!("{PUBLIC}/"))),
            ("host", json!("127.0.0.1")),
            ("port", json!(public)),
        ] {
            set(&mut all, &format!("serve.public.{path}"), value);
        }
        set(&mut all, "serve.admin", server(&format!("http://127.0.0.1:{admin}/"), admin));
        let schema = base64::engine::general_purpose::STANDARD.encode(self.schema.to_string());
        let schemas = json!([{ "id": "person", "url": format!("base64://{schema}") }]);
        set(&mut all, "identity", json!({ "default_schema_id": "person", "schemas": schemas }));
        all
    }
}

/// An identity with one e-mail address, used for everything, and a name.
fn person() -> Value {
    let name = |title: &str| json!({ "type": "string", "title": title });
    json!({
        "$id": "person",
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "properties": { "traits": {
            "type": "object",
            "properties": {
                "email": {
                    "type": "string", "format": "email", "title": "E-Mail",
                    "ory.sh/kratos": {
                        "credentials": {
                            "password": { "identifier": true },
                            "code": { "identifier": true, "via": "email" },
                            "webauthn": { "identifier": true },
                            "passkey": { "display_name": true },
                            "totp": { "account_name": true },
                        },
                        "verification": { "via": "email" },
                        "recovery": { "via": "email" },
                    },
                },
                "name": { "type": "object", "properties": {
                    "first": name("First Name"), "last": name("Last Name"),
                } },
            },
            "required": ["email"],
            "additionalProperties": false,
        } },
    })
}

fn set(all: &mut Value, path: &str, value: Value) {
    let mut place = all;
    // One of Kratos' keys contains a dot.
    for key in path.replace("ory.sh", "ory/sh").split('.') {
        if !place.is_object() {
            *place = Value::Object(Map::new());
        }
        place = &mut place[key.replace("ory/sh", "ory.sh")];
    }
    *place = value;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_made_where_it_is_missing() {
        let mut config = Config::everything("http://127.0.0.1:2");
        config.set("serve.public.cors.enabled", json!(true)).flow("login.style", json!("unified"));
        let all = config.listening(1, 2);
        assert_eq!(all["serve"]["public"]["cors"]["enabled"], true);
        assert_eq!(all["serve"]["public"]["port"], 1);
        assert_eq!(all["selfservice"]["flows"]["login"]["style"], "unified");
        assert_eq!(all["selfservice"]["flows"]["login"]["ui_url"], "http://localhost:4455/login");
    }
}
