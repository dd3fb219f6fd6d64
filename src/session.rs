//! The state of the session.

pub mod logout;
pub mod watch;

use crate::kratos::{
    error::{ErrorId, KratosError},
    response::{Answer, Unreached},
    session::Session,
};

/// The known state of the browser's session.
///
/// See <https://www.ory.sh/docs/kratos/session-management/overview>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionState {
    /// Not checked yet.
    Unknown,
    /// Nobody is signed in.
    None,
    /// The first factor is done; a second one is required.
    NeedsSecondFactor {
        /// Where Kratos continues, if it says.
        redirect_browser_to: Option<String>,
    },
    /// Somebody is signed in.
    Active(Box<Session>),
    /// Kratos did not answer, or something else answered.
    Unreachable(UnreachableCause),
}

/// Why the session is unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnreachableCause {
    /// The request got no answer.
    Unreached(Unreached),
    /// Something other than Kratos answered, with this status.
    NotKratos(u16),
    /// Kratos answered with an error unrelated to the session.
    Refused(KratosError),
}

impl SessionState {
    /// Parses the answer of whoami. Every 401 means that nobody is signed in, with or without an id
    /// (see docs/kratos.md#nobody-is-signed-in).
    pub fn read(answer: Result<Answer, Unreached>) -> Self {
        let answer = match answer {
            Ok(answer) => answer,
            Err(why) => return Self::Unreachable(UnreachableCause::Unreached(why)),
        };
        match answer {
            Answer::Session(session) => Self::Active(session),
            Answer::Error(error) if error.status == 401 => Self::None,
            Answer::Error(error) if error.id == Some(ErrorId::SessionAal2Required) => {
                Self::NeedsSecondFactor { redirect_browser_to: error.redirect_browser_to }
            }
            Answer::Error(error) => Self::Unreachable(UnreachableCause::Refused(*error)),
            other => Self::Unreachable(UnreachableCause::NotKratos(other.status())),
        }
    }

    /// Takes over what a check found; one that failed keeps what is known. Returns whether it
    /// changed.
    pub fn learn(&mut self, found: &Self) -> bool {
        let is_failure = matches!(found, Self::Unreachable(_)) && *self != Self::Unknown;
        let changes = !is_failure && self != found;
        if changes {
            self.clone_from(found);
        }
        changes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kratos::response::Response;

    fn read(status: u16, body: &str) -> SessionState {
        SessionState::read(Ok(Response { status, body: body.to_owned() }.read()))
    }

    #[test]
    fn a_401_without_an_id_is_nobody() {
        assert_eq!(read(401, r#"{"error":{"code":401}}"#), SessionState::None);
    }

    #[test]
    fn a_403_for_the_second_factor_says_where_to_go() {
        let body = r#"{"error":{"id":"session_aal2_required"},"redirect_browser_to":"/next"}"#;
        let next = Some("/next".to_owned());
        assert_eq!(read(403, body), SessionState::NeedsSecondFactor { redirect_browser_to: next });
    }

    #[test]
    fn a_failed_check_is_news_only_if_nothing_is_known() {
        let failed = SessionState::read(Err(Unreached::TimedOut));
        let mut known = SessionState::Unknown;
        assert!(known.learn(&failed));
        assert!(!known.learn(&failed));
        assert!(known.learn(&SessionState::None));
        assert!(!known.learn(&SessionState::None));
        assert!(!known.learn(&failed));
        assert_eq!(known, SessionState::None);
    }

    #[test]
    fn silence_is_not_taken_for_nobody() {
        assert!(matches!(read(502, "<html>"), SessionState::Unreachable(_)));
        assert!(matches!(read(500, r#"{"error":{}}"#), SessionState::Unreachable(_)));
        let failed = SessionState::read(Err(Unreached::TimedOut));
        assert!(matches!(failed, SessionState::Unreachable(_)));
    }
}
