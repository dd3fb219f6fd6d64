//! One JSON object being taken apart; the only code that looks into a `serde_json::Value`.

use serde_json::{Map, Value};

/// A JSON object whose members are read by name.
///
/// A member that is missing, `null`, or of another type reads as `None`: Kratos leaves members out
/// and sends `null` for the same thing, differently from version to version.
#[derive(Clone, Copy)]
pub(crate) struct Obj<'a>(Option<&'a Map<String, Value>>);

impl<'a> Obj<'a> {
    /// The object in `value`; an empty one when it is anything else.
    pub(crate) fn of(value: &'a Value) -> Self {
        Self(value.as_object())
    }

    /// The member as it stands, `null` included.
    pub(crate) fn get(self, name: &str) -> Option<&'a Value> {
        self.0.and_then(|map| map.get(name))
    }

    /// Whether the member is there, even as `null`.
    pub(crate) fn has(self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A text member.
    pub(crate) fn str(self, name: &str) -> Option<&'a str> {
        self.get(name).and_then(Value::as_str)
    }

    /// A text member as an owned string; empty counts as missing.
    pub(crate) fn text(self, name: &str) -> Option<String> {
        self.str(name).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A boolean member; missing is `false`.
    pub(crate) fn flag(self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// A whole-number member.
    pub(crate) fn int(self, name: &str) -> Option<i64> {
        self.get(name).and_then(Value::as_i64)
    }

    /// A member that is an object; an empty one when it is missing.
    pub(crate) fn obj(self, name: &str) -> Self {
        Self(self.get(name).and_then(Value::as_object))
    }

    /// The elements of a list member; none when it is missing.
    pub(crate) fn list(self, name: &str) -> &'a [Value] {
        self.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    /// The members in order.
    pub(crate) fn members(self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        self.0.into_iter().flat_map(|map| map.iter().map(|(name, value)| (name.as_str(), value)))
    }
}

/// A JSON scalar as the text a form would carry; `None` for `null`, lists and objects.
pub(crate) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(true) => Some("true".to_owned()),
        Value::Bool(false) => Some("false".to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
