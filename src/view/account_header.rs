//! The header of the account's pages: whose account it is, and the ways between its parts.

use super::{
    action::{Does, Link},
    look::Look,
    profile::Profile,
};
use crate::{i18n::Catalog, kratos::session::Identity};

/// Whose account it is, and the ways between its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountHeader {
    /// The person.
    pub person: Profile,
    /// The ways to the parts of the account.
    pub parts: Vec<Way>,
    /// The way back to the app, its label and URL.
    pub app: Option<(String, String)>,
    /// The button that signs out.
    pub sign_out: Link,
    /// Whether there is a choice of light or dark colours.
    pub shows_schemes: bool,
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
    /// The OAuth2 clients with access.
    Apps,
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
            Self::Apps => "apps",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Profile => "card.profile",
            Self::Security => "account.security",
            Self::Connected => "card.oidc",
            Self::Devices => "sessions.title",
            Self::Apps => "title.apps",
        }
    }
}

impl AccountHeader {
    /// The header on the page of the settings, which has `areas`, or else on another `page`; `None` if the
    /// look has none.
    pub(super) fn new(
        words: &Catalog,
        look: &Look,
        identity: &Identity,
        areas: Option<&[Area]>,
        page: Option<Area>,
    ) -> Option<Self> {
        let account = look.account.as_ref()?;
        let elsewhere = [Area::Profile, Area::Security];
        let way = |area: Area| Way {
            label: words.text(area.label()),
            href: match (area, areas) {
                (Area::Devices, _) => "/sessions".to_owned(),
                (Area::Apps, _) => "/apps".to_owned(),
                (area, Some(_)) => ["#", area.id()].concat(),
                (area, None) => ["/settings#", area.id()].concat(),
            },
            is_current: page == Some(area),
        };
        let mut parts: Vec<Way> = areas.unwrap_or(&elsewhere).iter().copied().map(way).collect();
        parts.push(way(Area::Devices));
        parts.extend((account.has_apps || page == Some(Area::Apps)).then(|| way(Area::Apps)));
        let app = account.app.as_ref();
        Some(Self {
            person: Profile::from_identity(identity),
            parts,
            app: app
                .map(|(name, url)| (words.fill("account.back", &[("name", name)]), url.clone())),
            sign_out: Link {
                question: String::new(),
                label: words.text("sign_out"),
                does: Does::SignOut,
            },
            shows_schemes: account.shows_schemes,
        })
    }
}
