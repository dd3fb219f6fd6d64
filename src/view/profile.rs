//! How a person is shown.

use crate::kratos::session::Identity;

/// A person as shown beside an avatar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The name, or else the address.
    pub name: String,
    /// The address, if it isn't the name.
    pub address: Option<String>,
    /// The first letters of the name, in place of a picture.
    pub initials: String,
}

impl Profile {
    /// The person of an account.
    pub(super) fn from_identity(identity: &Identity) -> Self {
        let address = identity.name();
        match name(identity) {
            Some(name) if name != address => {
                Self { address: Some(address.to_owned()), ..Self::named(name) }
            }
            _ => Self::named(address.to_owned()),
        }
    }

    /// A person of whom only a name is known.
    pub(super) fn named(name: String) -> Self {
        Self { initials: initials(&name), name, address: None }
    }
}

/// The person's name by the traits that people use for it.
fn name(identity: &Identity) -> Option<String> {
    let value = |path: &str| {
        let value = identity.traits.iter().find(|(key, _)| key == path);
        value.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    };
    let both = |first, last| match (value(first), value(last)) {
        (Some(first), Some(last)) => Some([first, " ", last].concat()),
        (first, last) => first.or(last).map(str::to_owned),
    };
    let whole = ["name", "full_name", "display_name"].into_iter().find_map(value);
    whole
        .map(str::to_owned)
        .or_else(|| both("name.first", "name.last"))
        .or_else(|| both("first_name", "last_name"))
        .or_else(|| value("username").map(str::to_owned))
}

/// The first letters of the first and the last word. The style sheet shows them as capitals: Rust's
/// tables of letters would be 15 kB of Brotli.
fn initials(name: &str) -> String {
    let first = |word: &str| word.chars().find(|letter| !letter.is_ascii_punctuation());
    let mut words = name.split_whitespace().filter_map(first);
    let letters = words.next().into_iter().chain(words.next_back());
    letters.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_person_is_shown_by_name_and_address() {
        for (traits, name, address, initials) in [
            (json!({"email": "ada@example.test"}), "ada@example.test", None, "a"),
            (
                json!({"email": "a@example.test", "name": {"first": "Ada", "last": "King Lovelace"}}),
                "Ada King Lovelace",
                Some("a@example.test"),
                "AL",
            ),
            (
                json!({"email": "a@example.test", "name": "李 雷"}),
                "李 雷",
                Some("a@example.test"),
                "李雷",
            ),
            (json!({"phone": "+15550100", "username": "élan"}), "élan", Some("+15550100"), "é"),
        ] {
            let identity = Identity::read(&json!({"id": "i", "traits": traits}).into()).unwrap();
            let person = Profile::from_identity(&identity);
            assert_eq!(person.name, name);
            assert_eq!(person.address.as_deref(), address);
            assert_eq!(person.initials, initials);
        }
    }
}
