//! The menu of whoever is signed in, for any page.

use super::{
    action::{Does, Link},
    profile::Profile,
};
use crate::{i18n::Catalog, session::SessionState};

/// What the menu has for everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserMenu {
    /// The name of the button that opens it.
    pub label: String,
    /// The links to the pages of the account.
    pub links: [Link; 2],
    /// The button that signs out.
    pub sign_out: Link,
}

impl UserMenu {
    /// The menu; `settings` and `sessions` are the URLs of these pages.
    pub fn new(words: &Catalog, settings: String, sessions: String) -> Self {
        let entry = |label, does| Link { question: String::new(), label: words.text(label), does };
        Self {
            label: words.text("user.menu"),
            links: [
                entry("home.settings", Does::Open(settings)),
                entry("home.sessions", Does::Open(sessions)),
            ],
            sign_out: entry("sign_out", Does::SignOut),
        }
    }
}

/// Whose menu it is; `None` without a session, which then has no menu.
pub fn person(words: &Catalog, session: &SessionState) -> Option<Profile> {
    let SessionState::Active(session) = session else { return None };
    // Kratos may leave the account out.
    let nameless = || Profile::named(words.text("account"));
    Some(session.identity.as_ref().map_or_else(nameless, Profile::from_identity))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_session_has_a_menu() {
        let words = Catalog::english();
        let half = SessionState::NeedsSecondFactor { redirect_browser_to: None };
        for session in [SessionState::Unknown, SessionState::None, half] {
            assert_eq!(person(&words, &session), None);
        }
        let nameless = person(&words, &SessionState::Active(Box::default()));
        assert_eq!(nameless, Some(Profile::named("Account".to_owned())));
    }
}
