//! Traits of every type in registration and settings.

use anyhow::Result;
use serde_json::json;

use super::Family;
use crate::record::browser::{PASSWORD, submission};
use crate::record::config::Config;
use crate::record::request::Request;
use crate::record::story::Story;

pub const FAMILIES: &[Family] = &[
    Family {
        name: "traits",
        config: Some(|config| {
            every_type(config);
            config.flow("registration.enable_legacy_one_step", json!(true));
        }),
        story: one_step,
    },
    Family { name: "traits-two-step", config: Some(every_type), story: two_steps },
];

fn every_type(config: &mut Config) {
    let text = |title: &str| json!({ "type": "string", "title": title });
    let format =
        |format: &str, title: &str| json!({ "type": "string", "format": format, "title": title });
    let traits = [
        (
            "username",
            json!({
                "type": "string", "title": "Username", "minLength": 3, "pattern": "^[a-z0-9]+$",
            }),
        ),
        ("phone", format("tel", "Phone")),
        ("website", format("uri", "Website")),
        ("birthday", format("date", "Birthday")),
        ("meeting", format("date-time", "Meeting")),
        ("age", json!({ "type": "integer", "title": "Age", "minimum": 18 })),
        ("height", json!({ "type": "number", "title": "Height" })),
        ("newsletter", json!({ "type": "boolean", "title": "Newsletter" })),
        ("tos", json!({ "type": "boolean", "title": "I accept the terms", "const": true })),
        ("plan", json!({ "type": "string", "title": "Plan", "enum": ["free", "pro"] })),
        ("tags", json!({ "type": "array", "title": "Tags", "items": { "type": "string" } })),
        // No title: no label.
        ("nickname", json!({ "type": "string" })),
        ("staff", json!({ "type": "string", "title": "Staff number", "disableFormField": true })),
        (
            "address",
            json!({ "type": "object", "properties": {
            "street": text("Street"),
            "geo": { "type": "object", "properties": {
                "lat": { "type": "number", "title": "Latitude" },
            } },
        } }),
        ),
    ];
    for (name, schema) in traits {
        config.traits(&format!("properties.{name}"), schema);
    }
    config.traits("required", json!(["email", "tos"]));
}

const TESS: (&str, &str) = ("traits.email", "tess@example.test");
const BY_PASSWORD: (&str, &str) = ("method", "password");
const TOS: (&str, &str) = ("traits.tos", "true");

fn one_step(story: &Story) -> Result<()> {
    let browser = story.browser();
    let flow = browser.create(200, "traits-registration-create", "registration", &[])?;
    let missing = [BY_PASSWORD, PASSWORD, TESS];
    browser.submit(400, "traits-registration-checkbox-missing", &flow, &missing)?;
    let invalid = [
        BY_PASSWORD,
        PASSWORD,
        TESS,
        ("traits.age", "12"),
        ("traits.height", "tall"),
        ("traits.username", "A!"),
        ("traits.plan", "gold"),
        ("traits.tos", "false"),
        ("traits.newsletter", "on"),
        ("traits.website", "nonsense"),
        ("traits.birthday", "yesterday"),
    ];
    browser.submit(400, "traits-registration-invalid", &flow, &invalid)?;
    let valid = [
        BY_PASSWORD,
        PASSWORD,
        TESS,
        TOS,
        ("traits.age", "33"),
        ("traits.height", "1.7"),
        ("traits.username", "tess"),
        ("traits.plan", "pro"),
        ("traits.newsletter", "false"),
        ("traits.phone", "+4915112345678"),
        ("traits.website", "https://tess.example.test/"),
        ("traits.birthday", "1990-01-02"),
        ("traits.meeting", "2050-01-02T15:04:05Z"),
        ("traits.address.street", "Main St 1"),
        ("traits.address.geo.lat", "1.5"),
    ];
    browser.submit(200, "traits-registration-success", &flow, &valid)?;

    let flow = browser.create(200, "traits-settings-create", "settings", &[])?;
    let profile = ("method", "profile");
    let on = [profile, TESS, TOS, ("traits.newsletter", "on")];
    browser.submit(400, "traits-settings-checkbox-on", &flow, &on)?;
    let repeated = [profile, TESS, TOS, ("traits.tags", "a"), ("traits.tags", "b")];
    let request = submission(&flow, &repeated)?;
    browser.send(200, "traits-settings-form-array-repeated", request)?;
    let token = flow.node("csrf_token")?;
    let nested = json!({ "csrf_token": token, "method": "profile", "traits": {
        "email": TESS.1, "tos": true, "newsletter": true, "age": 40, "staff": "7",
        "address": { "street": "Main St 2" },
    } });
    let request = Request::post(flow.action()?).json(nested);
    browser.send(200, "traits-settings-json", request)?;
    let omits = [profile, TESS, TOS];
    browser.submit(200, "traits-settings-profile-omits", &flow, &omits)?;
    Ok(())
}

fn two_steps(story: &Story) -> Result<()> {
    let browser = story.browser();
    let flow = browser.create(200, "traits-two-step-create", "registration", &[])?;
    let traits = [
        TESS,
        TOS,
        ("traits.newsletter", "true"),
        ("traits.age", "33"),
        ("traits.address.street", "Main St 1"),
    ];
    let with = |first: &[(&'static str, &'static str)]| [first, &traits].concat();
    let step = with(&[("method", "profile")]);
    let flow2 = browser.submit(400, "traits-two-step-profile-done", &flow, &step)?;
    let right = with(&[BY_PASSWORD, PASSWORD]);
    browser.submit(200, "traits-two-step-success", &flow2, &right)?;
    Ok(())
}
