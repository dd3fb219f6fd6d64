//! The header of the account's pages: whose account it is, and the ways between its parts.

use super::{
    action::{Does, Link},
    look::Look,
};
use crate::{i18n::Catalog, kratos::session::Identity};

/// Whose account it is, and the ways between its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountHeader {
    /// The person's name, or else the address.
    pub name: String,
    /// The address, if it isn't the name.
    pub address: Option<String>,
    /// The first letters of the name, in place of a picture.
    pub initials: String,
    /// The ways to the parts of the account.
    pub parts: Vec<Way>,
    /// The way back to the app, its label and URL.
    pub app: Option<(String, String)>,
    /// The button that signs out.
    pub sign_out: Link,
}

/// A way to a part of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Its name.
    pub label: String,
    /// The URL of the part; on the page that shows it, only the fragment.
    pub href: String,
    /// Whether it is the page on screen.
    pub is_current: bool,
}

/// A part of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// The traits.
    Profile,
    /// The methods that prove who somebody is.
    Security,
    /// The connected accounts.
    Connected,
    /// The devices and sessions.
    Devices,
}

impl Area {
    /// The area of a card of the settings, by Kratos' name of its group.
    pub fn of_group(group: &str) -> Self {
        match group {
            "profile" | "default" => Self::Profile,
            "oidc" | "saml" => Self::Connected,
            _ => Self::Security,
        }
    }

    /// The id of its place on the page.
    pub fn id(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Security => "security",
            Self::Connected => "connected",
            Self::Devices => "devices",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Profile => "card.profile",
            Self::Security => "account.security",
            Self::Connected => "card.oidc",
            Self::Devices => "sessions.title",
        }
    }
}

impl AccountHeader {
    /// The header on the page of the settings, which has `areas`, or else on that of the devices; `None`
    /// if the look has none.
    pub(super) fn new(
        words: &Catalog,
        look: &Look,
        identity: &Identity,
        areas: Option<&[Area]>,
    ) -> Option<Self> {
        let account = look.account.as_ref()?;
        let address = identity.name();
        let name = person(identity).unwrap_or_else(|| address.to_owned());
        let elsewhere = [Area::Profile, Area::Security];
        let way = |area: Area| Way {
            label: words.text(area.label()),
            href: match (area, areas) {
                (Area::Devices, _) => "/sessions".to_owned(),
                (area, Some(_)) => ["#", area.id()].concat(),
                (area, None) => ["/settings#", area.id()].concat(),
            },
            is_current: area == Area::Devices && areas.is_none(),
        };
        let mut parts: Vec<Way> = areas.unwrap_or(&elsewhere).iter().copied().map(way).collect();
        parts.push(way(Area::Devices));
        let app = account.app.as_ref();
        Some(Self {
            initials: initials(&name),
            address: (address != name).then(|| address.to_owned()),
            name,
            parts,
            app: app
                .map(|(name, url)| (words.fill("account.back", &[("name", name)]), url.clone())),
            sign_out: Link {
                question: String::new(),
                label: words.text("sign_out"),
                does: Does::SignOut,
            },
        })
    }
}

/// The person's name by the traits that people use for it.
fn person(identity: &Identity) -> Option<String> {
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
    use crate::view::look::AccountLook;

    fn header(traits: &serde_json::Value) -> AccountHeader {
        let identity = Identity::read(&json!({"id": "i", "traits": traits}).into()).unwrap();
        let look = Look { account: Some(AccountLook::default()), ..Look::default() };
        AccountHeader::new(&Catalog::english(), &look, &identity, None).unwrap()
    }

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
            let header = header(&traits);
            assert_eq!(header.name, name);
            assert_eq!(header.address.as_deref(), address);
            assert_eq!(header.initials, initials);
        }
    }
}
