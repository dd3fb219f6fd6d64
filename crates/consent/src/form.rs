//! The questions, in the shape of Kratos' flows: whatever draws those draws these.
//!
//! A message has a number, by which the page says it in its own language, and English for everybody else.

use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

use crate::config::{File, Scope};
use crate::decision::REQUIRED;
use crate::wire::{App, Identity, Request};

/// The start of the names of fields for scopes.
pub const GRANT: &str = "grant:";

/// Scopes of OpenID Connect Core §5.4 and §11, the number of their message, and English.
const STANDARD: [(&str, u32, &str); 6] = [
    ("openid", 9_010_011, "Know who you are"),
    ("profile", 9_010_012, "See your name and profile"),
    ("email", 9_010_013, "See your email address"),
    ("address", 9_010_014, "See your postal address"),
    ("phone", 9_010_015, "See your phone number"),
    ("offline_access", 9_010_016, "Keep this access while you’re away"),
];

/// What every form has.
pub struct Frame<'a> {
    /// The path that it is posted to.
    pub action: &'a str,
    /// The name of its challenge, and the challenge; none on the page of the apps.
    pub challenge: Option<(&'a str, &'a str)>,
    /// The token of its page.
    pub csrf_token: &'a str,
    /// Whose page it is, if anybody is signed in.
    pub identity: Option<&'a Identity>,
}

impl Frame<'_> {
    fn around(&self, message: Value, nodes: Vec<Value>) -> Value {
        let mut all = vec![hidden("csrf_token", self.csrf_token)];
        all.extend(self.challenge.map(|(name, value)| hidden(name, value)));
        all.extend(nodes);
        let named = self.challenge.map_or(self.action, |(_, challenge)| challenge);
        let id: String = digest(&SHA256, named.as_bytes())
            .as_ref()
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let identity =
            self.identity.map(|identity| json!({ "id": identity.id, "traits": identity.traits }));
        json!({
            "id": id, "type": "browser", "identity": identity,
            "ui": { "action": self.action, "method": "POST", "nodes": all, "messages": [message] },
        })
    }
}

fn text(id: u32, text: String, context: Value) -> Value {
    json!({ "id": id, "text": text, "type": "info", "context": context })
}

fn node(attributes: Value, label: Value, messages: Value) -> Value {
    json!({
        "type": "input", "group": "default", "attributes": attributes,
        "messages": messages, "meta": { "label": label },
    })
}

fn hidden(name: &str, value: &str) -> Value {
    let attributes = json!({
        "name": name, "type": "hidden", "value": value, "required": true, "disabled": false,
        "node_type": "input",
    });
    json!({
        "type": "input", "group": "default", "attributes": attributes, "messages": [], "meta": {},
    })
}

fn tick(name: &str, value: bool, disabled: bool, label: Value, messages: Value) -> Value {
    let attributes = json!({
        "name": name, "type": "checkbox", "value": value, "disabled": disabled,
        "node_type": "input",
    });
    node(attributes, label, messages)
}

fn button(name: &str, value: &str, label: Value) -> Value {
    let attributes = json!({
        "name": name, "type": "submit", "value": value, "disabled": false, "node_type": "input",
    });
    node(attributes, label, json!([]))
}

fn image(id: &str, src: &str) -> Value {
    let attributes = json!({ "id": id, "src": src, "node_type": "img" });
    json!({
        "type": "img", "group": "default", "attributes": attributes, "messages": [], "meta": {},
    })
}

fn link(id: u32, sentence: String, href: &str, client: &str) -> Value {
    let title = text(id, sentence, json!({ "client": client }));
    let attributes =
        json!({ "id": id.to_string(), "href": href, "title": title, "node_type": "a" });
    json!({
        "type": "a", "group": "default", "attributes": attributes, "messages": [], "meta": {},
    })
}

fn decide(allow: (u32, &str), deny: (u32, &str)) -> [Value; 2] {
    let one = |value: &str, (id, label): (u32, &str)| {
        button("decision", value, text(id, label.to_owned(), json!({})))
    };
    [one("allow", allow), one("deny", deny)]
}

/// Words of the operator in the first language of the person that has them.
fn spoken<'a>(
    words: Option<&'a std::collections::BTreeMap<String, String>>,
    languages: &[String],
) -> Option<&'a str> {
    let words = words?;
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    let wanted = languages.iter().flat_map(|tag| [tag.clone(), primary(tag)]);
    wanted
        .chain(["en".to_owned()])
        .find_map(|tag| words.get(&tag))
        .or_else(|| words.values().next())
        .map(String::as_str)
}

fn scope_label(name: &str, told: Option<&Scope>, languages: &[String]) -> Value {
    if let Some(title) = spoken(told.and_then(|told| told.title.as_ref()), languages) {
        return text(0, title.to_owned(), json!({}));
    }
    match STANDARD.iter().find(|(known, ..)| *known == name) {
        Some((_, id, english)) => text(*id, (*english).to_owned(), json!({})),
        None => text(9_010_010, format!("Use “{name}”"), json!({ "scope": name })),
    }
}

/// What an app may do.
pub fn consent(
    frame: &Frame<'_>,
    file: &File,
    asked: &Request,
    identity: &Identity,
    granted: &[String],
    languages: &[String],
    logo: Option<String>,
) -> Value {
    let client = asked.client.name();
    let person = file
        .person_name
        .as_ref()
        .and_then(|pointer| identity.traits.pointer(pointer))
        .or_else(|| identity.traits.get("email"))
        .and_then(Value::as_str)
        .unwrap_or(&identity.id);
    // The message says its name, so it has none.
    let mut nodes: Vec<Value> = logo.map(|src| image("client_logo", &src)).into_iter().collect();
    for name in asked.scopes() {
        let told = file.scopes.get(name);
        let is_required = name == REQUIRED;
        let mut messages = Vec::new();
        let more = spoken(told.and_then(|told| told.description.as_ref()), languages);
        messages.extend(more.map(|more| text(0, more.to_owned(), json!({}))));
        // The first time, everything is new.
        if !granted.is_empty() && !granted.contains(name) {
            let new = "New: you haven’t allowed this app to do this yet.";
            messages.push(text(9_010_006, new.to_owned(), json!({})));
        }
        nodes.push(tick(
            &[GRANT, name].concat(),
            is_required || told.is_some_and(|told| told.ticked),
            is_required,
            scope_label(name, told, languages),
            json!(messages),
        ));
    }
    if file.remember > 0 {
        let hours = file.remember.div_ceil(3600);
        let label = if hours.is_multiple_of(24) {
            let days = hours / 24;
            let said = format!("Don’t ask again for {days} days");
            text(9_010_004, said, json!({ "days": days }))
        } else {
            let said = format!("Don’t ask again for {hours} hours");
            text(9_010_005, said, json!({ "hours": hours }))
        };
        nodes.push(tick("remember", false, false, label, json!([])));
    }
    nodes.extend(decide((9_010_002, "Allow"), (9_010_003, "Deny")));
    let links = [
        (9_010_007, "Privacy policy of", asked.client.link("policy_uri")),
        (9_010_008, "Terms of", asked.client.link("tos_uri")),
        (9_010_009, "About", asked.client.link("client_uri")),
    ];
    for (id, what, href) in links {
        nodes.extend(href.map(|href| link(id, format!("{what} {client}"), href, client)));
    }
    let message = text(
        9_010_001,
        format!("{client} asks for access to your account {person}. Choose what it may do."),
        json!({ "client": client, "person": person }),
    );
    let mut flow = frame.around(message, nodes);
    if let Value::Object(flow) = &mut flow {
        // Where somebody else may answer it.
        flow.insert("return_to".to_owned(), json!(asked.anew()));
    }
    flow
}

/// Whether an app may sign the person out.
pub fn end_session(frame: &Frame<'_>, client: &str) -> Value {
    let said = format!(
        "{client} asks to sign you out here, too. Apps that you signed in to with this account are told."
    );
    let nodes = decide((9_020_002, "Sign out"), (9_020_003, "Stay signed in"));
    frame.around(text(9_020_001, said, json!({ "client": client })), nodes.into())
}

/// The apps with access; `is_revoked` after one lost it.
pub fn apps(frame: &Frame<'_>, apps: &[App], is_revoked: bool) -> Value {
    let nodes = apps.iter().map(|app| {
        let context = json!({ "client": app.name, "added_at": app.since });
        button("revoke_app", &app.id, text(9_030_004, app.name.clone(), context))
    });
    let message = match (is_revoked, apps.is_empty()) {
        (true, _) => json!({ "id": 9_030_003, "text": "Access removed.", "type": "success" }),
        (_, true) => text(9_030_002, "No app has access to your account.".to_owned(), json!({})),
        _ => text(9_030_001, "These apps may use your account.".to_owned(), json!({})),
    };
    frame.around(message, nodes.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Request {
        serde_json::from_value(json!({
            "subject": "i", "requested_scope": ["openid", "email", "orders"],
            "client": { "client_id": "app", "client_name": "Shop", "tos_uri": "https://shop.example/terms",
                "policy_uri": "javascript:alert(1)" },
        }))
        .unwrap()
    }

    fn form(granted: &[&str], languages: &[&str]) -> Value {
        let file = File::parse(
            r#"{"scopes": {"orders": {"ticked": true, "title": {"en": "Your orders", "de": "Deine Bestellungen"}}}}"#,
        )
        .unwrap();
        let identity: Identity =
            serde_json::from_value(json!({ "id": "i", "traits": { "email": "a@b.example" } }))
                .unwrap();
        let frame = Frame {
            action: "/.propylon/oauth2/consent",
            challenge: Some(("consent_challenge", "c")),
            csrf_token: "t",
            identity: Some(&identity),
        };
        let own = |list: &[&str]| list.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        consent(&frame, &file, &asked(), &identity, &own(granted), &own(languages), None)
    }

    fn ticks(form: &Value) -> Vec<(String, bool, usize, String)> {
        let nodes = form["ui"]["nodes"].as_array().unwrap();
        let scopes = nodes.iter().filter(|node| {
            node["attributes"]["name"].as_str().is_some_and(|name| name.starts_with(GRANT))
        });
        scopes
            .map(|node| {
                (
                    node["attributes"]["name"].as_str().unwrap().to_owned(),
                    node["attributes"]["value"] == true,
                    node["messages"].as_array().unwrap().len(),
                    node["meta"]["label"]["text"].as_str().unwrap().to_owned(),
                )
            })
            .collect()
    }

    #[test]
    fn nothing_is_ticked_but_what_is_required_or_configured_and_new_scopes_are_marked() {
        let expected = |name: &str, ticked, notes, label: &str| {
            (name.to_owned(), ticked, notes, label.to_owned())
        };
        assert_eq!(
            ticks(&form(&[], &["en"])),
            [
                expected("grant:openid", true, 0, "Know who you are"),
                expected("grant:email", false, 0, "See your email address"),
                expected("grant:orders", true, 0, "Your orders"),
            ]
        );
        let again = ticks(&form(&["openid", "email"], &["pt-BR", "de-AT"]));
        assert_eq!(again.last().unwrap(), &expected("grant:orders", true, 1, "Deine Bestellungen"));
    }

    #[test]
    fn only_web_pages_of_the_client_are_linked() {
        let form = form(&[], &[]);
        let nodes = form["ui"]["nodes"].as_array().unwrap();
        let links: Vec<_> = nodes.iter().filter(|node| node["type"] == "a").collect();
        assert_eq!(links.len(), 1);
        assert_eq!(links.first().unwrap()["attributes"]["href"], "https://shop.example/terms");
    }
}
