//! Keeps the session state up to date, with one request in flight.

use super::SessionState;
use crate::kratos::response::{Answer, Unreached};

/// The known state, and whether a check is in flight.
#[derive(Clone, Debug)]
pub struct Watch {
    state: SessionState,
    is_asking: bool,
    is_stale: bool,
}

/// Why the session may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckReason {
    /// The state is needed; the known one is good enough.
    Needed,
    /// The page got the focus, another tab reported a change, or a flow succeeded.
    MayHaveChanged,
}

impl Default for Watch {
    fn default() -> Self {
        Self { state: SessionState::Unknown, is_asking: false, is_stale: true }
    }
}

impl Watch {
    /// The known state.
    pub fn state(&self) -> &SessionState {
        &self.state
    }

    /// Whether to request whoami now. A change during a request is remembered, because the answer
    /// may be from before the change.
    pub fn should_request(&mut self, reason: CheckReason) -> bool {
        self.is_stale |= reason == CheckReason::MayHaveChanged;
        let asks = self.is_stale && !self.is_asking;
        if asks {
            self.is_asking = true;
            self.is_stale = false;
        }
        asks
    }

    /// Handles the answer of whoami; returns whether to request it once more.
    pub fn answered(&mut self, answer: Result<Answer, Unreached>) -> bool {
        self.is_asking = false;
        self.state = SessionState::read(answer);
        // After a failure, check again when the state is needed.
        let reached = !matches!(self.state, SessionState::Unreachable(_));
        let again = self.is_stale && self.should_request(CheckReason::Needed);
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
    fn a_change_during_a_request_causes_one_more() {
        let mut watch = Watch::default();
        assert!(watch.should_request(CheckReason::Needed));
        assert!(!watch.should_request(CheckReason::Needed));
        assert!(!watch.should_request(CheckReason::MayHaveChanged));
        assert!(!watch.should_request(CheckReason::MayHaveChanged));
        assert!(watch.answered(Ok(nobody())));
        assert!(!watch.answered(Ok(nobody())));
        assert_eq!(*watch.state(), SessionState::None);
        assert!(!watch.should_request(CheckReason::Needed));
        assert!(watch.should_request(CheckReason::MayHaveChanged));
    }

    #[test]
    fn a_failed_check_is_repeated_on_demand() {
        let mut watch = Watch::default();
        assert!(watch.should_request(CheckReason::Needed));
        assert!(!watch.answered(Err(Unreached::Failed)));
        assert!(watch.should_request(CheckReason::Needed));
    }
}
