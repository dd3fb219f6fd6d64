//! Normalises a story's recordings: no secrets, no values that change with each run.

use serde_json::{Map, Value};

use super::clock::Clock;
use super::placeholder::{Kind, Placeholders};
use super::{order, scan};

/// Members whose text is always the same, although it looks random.
const STABLE: [&str; 5] = ["case", "set-cookie", "integrity", "user_agent", "password"];

/// The length of a backup code.
const LOOKUP: usize = 8;

/// Replaces the volatile values in a story's recordings, in order.
pub fn normalise(story: &mut [Value], clock: Clock) {
    let mut placeholders = Placeholders::default();
    for recording in story.iter() {
        learn(recording, "", &mut placeholders);
    }
    for recording in story {
        replace(recording, "", clock, &mut placeholders);
    }
}

/// Collects values that are only recognisable by their position, because they look like words.
fn learn(value: &Value, key: &str, placeholders: &mut Placeholders) {
    match value {
        Value::Object(members) => {
            learn_members(members, key, placeholders);
            for (key, value) in members {
                learn(value, key, placeholders);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| learn(item, key, placeholders)),
        _ => {}
    }
}

fn learn_members(members: &Map<String, Value>, key: &str, placeholders: &mut Placeholders) {
    let text = |name: &str| members.get(name).and_then(Value::as_str);
    if let Some(secret) = text("secret") {
        let kind = if secret.len() == LOOKUP { Kind::Lookup } else { Kind::TotpSecret };
        placeholders.stand_in(kind, secret);
    }
    let is_request = ["form", "json", "query"].contains(&key);
    let is_code_node = text("name") == Some("code");
    let secrets = [
        (text("code").filter(|_| is_request), Kind::Code),
        (text("value").filter(|_| is_code_node), Kind::Code),
        (text("totp_code"), Kind::Totp),
    ];
    if let Some(code) = text("lookup_secret").filter(|code| code.len() == LOOKUP) {
        placeholders.stand_in(Kind::Lookup, code);
    }
    for (code, kind) in secrets {
        if let Some(code) = code.filter(|code| is_code(code)) {
            placeholders.stand_in(kind, code);
        }
    }
}

/// Whether it has six digits and isn't the recorder's wrong code.
fn is_code(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) && text != super::WRONG_CODE
}

fn replace(value: &mut Value, key: &str, clock: Clock, placeholders: &mut Placeholders) {
    match value {
        Value::Object(members) => {
            if key == "traits" {
                order::traits(members);
            }
            for (key, value) in members.iter_mut() {
                if !STABLE.contains(&key.as_str()) {
                    replace(value, key, clock, placeholders);
                }
            }
        }
        Value::Array(items) => {
            if key == "nodes" {
                order::nodes(items);
            }
            items.iter_mut().for_each(|item| replace(item, key, clock, placeholders));
        }
        Value::String(text) => *text = scan::text(text, clock, placeholders),
        // Nanoseconds since a flow expired.
        Value::Number(_) if key == "since" => *value = Value::from(1_200_000_000),
        Value::Number(number) if key.ends_with("_unix") => {
            if let Some(second) = number.as_i64() {
                *value = Value::from(clock.unix(second));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn codes_and_secrets_are_replaced_wherever_they_appear() {
        let mut story = [
            json!({ "body": { "text": { "text": "aaaa1111, bbbb2222", "context": { "secrets": [
                { "text": "aaaa1111", "context": { "secret": "aaaa1111" } },
                { "text": "bbbb2222", "context": { "secret": "bbbb2222" } },
            ] } } } }),
            json!({ "request": { "form": { "lookup_secret": "bbbb2222", "code": "918273" } } }),
            json!({ "request": { "form": { "code": "000000" } }, "body": { "value": "918273" } }),
        ];
        normalise(&mut story, Clock::new(0));
        assert_eq!(story[0]["body"]["text"]["text"], "code0001, code0002");
        assert_eq!(story[1]["request"]["form"]["lookup_secret"], "code0002");
        assert_eq!(story[1]["request"]["form"]["code"], "100001");
        assert_eq!(story[2]["request"]["form"]["code"], "000000");
        assert_eq!(story[2]["body"]["value"], "100001");
    }

    #[test]
    fn ports_ages_and_seconds_are_replaced_and_ids_of_messages_are_not() {
        let mut story = [json!({
            "ip_address": "127.0.0.1:37838", "since": 606_390_337,
            "context": { "expired_at_unix": 61 }, "id": 4_000_006,
            "integrity": "sha512-MDzBlwh32rr+eus2Yf1BetIj94m+ULLbewYDulbZjczycs81klNed",
        })];
        let before = story[0].clone();
        normalise(&mut story, Clock::new(0));
        assert_eq!(story[0]["ip_address"], "127.0.0.1:50000");
        assert_eq!(story[0]["since"], 1_200_000_000);
        assert_eq!(story[0]["context"]["expired_at_unix"], 1_767_225_660);
        assert_eq!(story[0]["id"], before["id"]);
        assert_eq!(story[0]["integrity"], before["integrity"]);
    }
}
