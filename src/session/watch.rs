//! Keeps what is known about the session up to date, with one request in flight.

use super::SessionState;
use crate::kratos::response::{Answer, Unreached};

/// What is known, and whether it is being asked.
#[derive(Clone, Debug)]
pub struct Watch {
    state: SessionState,
    is_asking: bool,
    is_stale: bool,
}

/// Why the session may be another than what is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// Somebody wants to know, and what is known will do.
    Wanted,
    /// The page has the focus again, another tab says so, or a flow went through.
    Moved,
}

impl Default for Watch {
    fn default() -> Self {
        Self { state: SessionState::Unknown, is_asking: false, is_stale: true }
    }
}

impl Watch {
    /// What is known.
    pub fn state(&self) -> &SessionState {
        &self.state
    }

    /// Whether whoami must be asked now. While it is being asked, a doubt is remembered: the answer
    /// may be from before.
    pub fn doubt(&mut self, doubt: Doubt) -> bool {
        self.is_stale |= doubt == Doubt::Moved;
        let asks = self.is_stale && !self.is_asking;
        if asks {
            self.is_asking = true;
            self.is_stale = false;
        }
        asks
    }

    /// Takes the answer to whoami; whether it must be asked once more.
    pub fn answered(&mut self, answer: Result<Answer, Unreached>) -> bool {
        self.is_asking = false;
        self.state = SessionState::read(answer);
        // What could not be asked is asked again when somebody wants it.
        let reached = !matches!(self.state, SessionState::Unreachable(_));
        let again = self.is_stale && self.doubt(Doubt::Wanted);
        self.is_stale |= !reached;
        again
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kratos::response::Response;

    fn nobody() -> Answer {
        Response { status: 401, body: r#"{"error":{"code":401}}"#.to_owned() }.read()
    }

    #[test]
    fn one_request_is_in_flight_and_a_doubt_meanwhile_asks_once_more() {
        let mut watch = Watch::default();
        assert!(watch.doubt(Doubt::Wanted));
        assert!(!watch.doubt(Doubt::Wanted));
        assert!(!watch.doubt(Doubt::Moved));
        assert!(!watch.doubt(Doubt::Moved));
        assert!(watch.answered(Ok(nobody())));
        assert!(!watch.answered(Ok(nobody())));
        assert_eq!(*watch.state(), SessionState::None);
        assert!(!watch.doubt(Doubt::Wanted));
        assert!(watch.doubt(Doubt::Moved));
    }

    #[test]
    fn what_could_not_be_asked_is_asked_again_when_wanted() {
        let mut watch = Watch::default();
        assert!(watch.doubt(Doubt::Wanted));
        assert!(!watch.answered(Err(Unreached::Failed)));
        assert!(watch.doubt(Doubt::Wanted));
    }
}
