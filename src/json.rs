//! A JSON parser and writer, and access to the members of objects.
//!
//! Numbers are kept as text, so no float code is needed and no precision is lost.
//!
//! Written by hand: serde_json, with its float code and error texts, would add 14 kB of Brotli to
//! the 90 kB of a first visit. Replace it when that costs less than 2 kB, or when a test against
//! serde_json shows a difference that can't be fixed here.

use crate::decimal::integer;

mod parse;
mod write;

#[cfg(any(feature = "js", feature = "element"))]
pub(crate) use write::write_string;

pub use parse::NotJson;

/// A JSON value (RFC 8259).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as text.
    Number(String),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Json>),
    /// An object, with its members in order.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Parses a document.
    ///
    /// # Errors
    /// [`NotJson`] with the line and column of the first error.
    pub fn parse(text: &str) -> Result<Self, NotJson> {
        parse::document(text)
    }

    /// A string value.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// The string, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    /// A scalar as form text; `None` for `null`, arrays and objects.
    pub fn scalar(&self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text.clone()),
            Self::Bool(yes) => Some(if *yes { "true" } else { "false" }.to_owned()),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The members of an object; none for any other value.
    pub fn obj(&self) -> Obj<'_> {
        match self {
            Self::Object(members) => Obj(members),
            _ => Obj(&[]),
        }
    }

    /// Sets a member of an object. Other values are not changed.
    pub fn set(&mut self, name: &str, value: Self) {
        if let Some(member) = self.get_mut(name) {
            *member = value;
        } else if let Self::Object(members) = self {
            members.push((name.to_owned(), value));
        }
    }

    /// Removes a member of an object.
    pub fn remove(&mut self, name: &str) {
        if let Self::Object(members) = self {
            members.retain(|(key, _)| key != name);
        }
    }

    /// The member of an object, mutable.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Object(members) => {
                members.iter_mut().rev().find(|(key, _)| key == name).map(|(_, value)| value)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
impl From<serde_json::Value> for Json {
    fn from(value: serde_json::Value) -> Self {
        Self::parse(&value.to_string()).unwrap()
    }
}

/// A JSON object with access to its members by name.
///
/// A member that is missing, `null`, or of another type is `None`: some versions of Kratos leave a
/// member out where others send `null`.
#[derive(Clone, Copy)]
pub struct Obj<'a>(&'a [(String, Json)]);

impl<'a> Obj<'a> {
    /// The value of a member, including `null`. The last one if the name is repeated.
    pub fn get(self, name: &str) -> Option<&'a Json> {
        self.0.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// Whether the member exists, even as `null`.
    pub fn has(self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// Whether the member is an object.
    pub fn has_object(self, name: &str) -> bool {
        self.get(name).is_some_and(Json::is_object)
    }

    /// A string member.
    pub fn str(self, name: &str) -> Option<&'a str> {
        self.get(name).and_then(Json::as_str)
    }

    /// A string member as an owned string; `None` if it is empty.
    pub fn text(self, name: &str) -> Option<String> {
        self.str(name).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A boolean member; `false` if missing.
    pub fn flag(self, name: &str) -> bool {
        self.get(name) == Some(&Json::Bool(true))
    }

    /// An integer member.
    pub fn int(self, name: &str) -> Option<i64> {
        match self.get(name) {
            Some(Json::Number(digits)) => integer(digits),
            _ => None,
        }
    }

    /// An object member; an empty object if missing.
    pub fn obj(self, name: &str) -> Self {
        self.get(name).map_or(Self(&[]), Json::obj)
    }

    /// The elements of an array member; empty if missing.
    pub fn list(self, name: &str) -> &'a [Json] {
        match self.get(name) {
            Some(Json::List(elements)) => elements,
            _ => &[],
        }
    }

    /// The members in order.
    pub fn members(self) -> &'a [(String, Json)] {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::btree_map(".*", inner, 0..8)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn reads_and_writes_what_the_common_library_does(value in any_json()) {
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                let ours = Json::parse(&text).unwrap().to_string();
                prop_assert_eq!(serde_json::from_str::<Value>(&ours).unwrap(), value.clone());
            }
        }

        #[test]
        fn accepts_exactly_what_the_common_library_accepts(text in "[\\[\\]{}\",:0-9eE.+\\- \\\\ntrufalsn]{0,12}") {
            let theirs = serde_json::from_str::<Value>(&text);
            // serde_json refuses numbers beyond f64; only ours accepts lone surrogates.
            let refuses_range = theirs.as_ref().err().is_some_and(|e| {
                e.to_string().contains("range") || e.to_string().contains("surrogate")
            });
            prop_assert_eq!(Json::parse(&text).is_ok(), theirs.is_ok() || refuses_range, "{}", text);
        }
    }

    #[test]
    fn numbers_stay_as_they_were_written() {
        for text in ["0", "-1", "1.50", "9007199254740993", "1e400"] {
            assert_eq!(Json::parse(text).unwrap().scalar().as_deref(), Some(text));
        }
    }

    #[test]
    fn surrogates_make_a_character_or_its_replacement() {
        let read = |text| Json::parse(text).unwrap().as_str().unwrap().to_owned();
        assert_eq!(read(r#""\ud83d\ude00""#), "😀");
        assert_eq!(read(r#""\ud83dx""#), "\u{fffd}x");
        assert_eq!(read(r#""\ud83d\u0041""#), "\u{fffd}A");
        assert_eq!(read(r#""\ude00""#), "\u{fffd}");
    }

    #[test]
    fn deep_documents_are_refused_before_the_stack_is_full() {
        let deep = |n| ["[".repeat(n), "]".repeat(n)].concat();
        assert!(Json::parse(&deep(60)).is_ok());
        assert!(Json::parse(&deep(100_000)).is_err());
    }

    #[test]
    fn the_place_of_a_mistake_is_named() {
        let mistake = Json::parse("{\n  \"a\": tru\n}").unwrap_err();
        assert_eq!((mistake.line, mistake.column), (2, 8));
        assert_eq!(mistake.to_string(), "line 2, column 8");
    }

    #[test]
    fn of_two_members_with_one_name_the_last_counts() {
        let object = Json::parse(r#"{"a":1,"a":2}"#).unwrap();
        assert_eq!(object.obj().int("a"), Some(2));
    }
}
