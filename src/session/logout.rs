//! Signs out, step by step.

use super::{SessionState, UnreachableCause};
use crate::kratos::{
    request::Request,
    response::{Answer, Unreached},
};

/// How to sign out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// Navigates to Kratos' logout URL, which redirects to `return_to` or Kratos' configured URL.
    #[default]
    Navigate,
    /// Requests the logout URL and stays on the page.
    Fetch,
    /// Revokes the person's other sessions first, then signs out like [`Mode::Navigate`]. Revoking
    /// is a `DELETE`, which browsers preflight across origins.
    Everywhere,
}

/// A sign-out in progress.
///
/// See <https://www.ory.sh/docs/kratos/self-service/flows/user-logout>.
#[derive(Clone, Debug)]
pub struct Logout {
    mode: Mode,
    return_to: Option<String>,
    step: Step,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    EndOthers,
    AskUrl,
    Perform,
    Verify,
}

/// The next step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Instruction {
    /// Send this request and pass the answer to [`Logout::answered`].
    Send(Request),
    /// Navigate to this URL.
    Leave(String),
    /// The sign-out has ended.
    End(End),
}

/// The result of a sign-out that did not navigate away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// Nobody is signed in, or was.
    SignedOut,
    /// Kratos ended the session, but there is still one: another cookie is in use.
    StillSignedIn,
    /// The sign-out failed.
    Failed(UnreachableCause),
}

impl Logout {
    /// Starts a sign-out; `return_to` is where to go afterwards, if Kratos allows it.
    pub fn begin(mode: Mode, return_to: Option<String>) -> (Self, Request) {
        let step = if mode == Mode::Everywhere { Step::EndOthers } else { Step::AskUrl };
        let logout = Self { mode, return_to, step };
        let request = logout.request();
        (logout, request)
    }

    fn request(&self) -> Request {
        match self.step {
            Step::EndOthers => Request::revoke_others(),
            Step::AskUrl | Step::Perform => Request::logout(self.return_to.as_deref()),
            Step::Verify => Request::whoami(),
        }
    }

    /// Handles the answer to the last request.
    pub fn answered(&mut self, answer: Result<Answer, Unreached>) -> Instruction {
        let said = match answer {
            Ok(said) => said,
            Err(why) => return Instruction::End(End::Failed(UnreachableCause::Unreached(why))),
        };
        match (self.step, said) {
            (Step::Verify, Answer::Error(error)) if error.status == 401 => {
                Instruction::End(End::SignedOut)
            }
            // The session has already ended, by another tab or by expiry. A gateway may send the
            // same status.
            (_, Answer::Error(error)) if error.status == 401 => {
                self.step = Step::Verify;
                Instruction::Send(self.request())
            }
            (Step::EndOthers, Answer::Empty) => {
                self.step = Step::AskUrl;
                Instruction::Send(self.request())
            }
            (Step::AskUrl, Answer::Logout(url)) if self.mode == Mode::Fetch => {
                self.step = Step::Perform;
                Instruction::Send(Request::visit(&url))
            }
            (Step::AskUrl, Answer::Logout(url)) => Instruction::Leave(url),
            (Step::Perform, Answer::Empty) => {
                self.step = Step::Verify;
                Instruction::Send(self.request())
            }
            (Step::Verify, said) => Instruction::End(match SessionState::read(Ok(said)) {
                SessionState::Unreachable(cause) => End::Failed(cause),
                _ => End::StillSignedIn,
            }),
            (_, Answer::Error(error)) => {
                Instruction::End(End::Failed(UnreachableCause::Refused(*error)))
            }
            (_, said) => Instruction::End(End::Failed(UnreachableCause::NotKratos(said.status()))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kratos::response::Response;

    fn answer(status: u16, body: &str) -> Result<Answer, Unreached> {
        Ok(Response { status, body: body.to_owned() }.read())
    }

    fn url() -> Result<Answer, Unreached> {
        answer(200, r#"{"logout_url":"http://k/self-service/logout?token=t","logout_token":"t"}"#)
    }

    #[test]
    fn by_default_the_browser_leaves_for_the_url_kratos_gives() {
        let (mut logout, first) = Logout::begin(Mode::Navigate, Some("/bye".to_owned()));
        assert_eq!(first.url, "/self-service/logout/browser?return_to=%2Fbye");
        let left = Instruction::Leave("http://k/self-service/logout?token=t".to_owned());
        assert_eq!(logout.answered(url()), left);
    }

    #[test]
    fn staying_on_the_page_is_verified() {
        let run = |whoami| {
            let (mut logout, _) = Logout::begin(Mode::Fetch, None);
            let Instruction::Send(perform) = logout.answered(url()) else { panic!() };
            assert_eq!(perform.url, "http://k/self-service/logout?token=t");
            let Instruction::Send(verify) = logout.answered(answer(204, "")) else { panic!() };
            assert_eq!(verify, Request::whoami());
            logout.answered(whoami)
        };
        assert_eq!(run(answer(401, r#"{"error":{"code":401}}"#)), Instruction::End(End::SignedOut));
        let still = run(answer(200, r#"{"id":"s","active":true}"#));
        assert_eq!(still, Instruction::End(End::StillSignedIn));
        assert!(matches!(run(Err(Unreached::TimedOut)), Instruction::End(End::Failed(_))));
    }

    #[test]
    fn everywhere_ends_the_other_sessions_first() {
        let (mut logout, first) = Logout::begin(Mode::Everywhere, None);
        assert_eq!(first, Request::revoke_others());
        let Instruction::Send(ask) = logout.answered(answer(200, r#"{"count":2}"#)) else {
            panic!()
        };
        assert_eq!(ask.url, "/self-service/logout/browser");
        assert!(matches!(logout.answered(url()), Instruction::Leave(_)));
    }

    /// A gateway's 401 was reported as "signed out" although the session still existed.
    #[test]
    fn a_401_to_the_logout_request_is_verified_with_whoami() {
        let nobody = || answer(401, r#"{"error":{"id":"session_inactive","code":401}}"#);
        for mode in [Mode::Navigate, Mode::Fetch, Mode::Everywhere] {
            let (mut logout, _) = Logout::begin(mode, None);
            assert_eq!(logout.answered(nobody()), Instruction::Send(Request::whoami()));
            assert_eq!(logout.answered(nobody()), Instruction::End(End::SignedOut));
            let (mut logout, _) = Logout::begin(mode, None);
            logout.answered(nobody());
            let there = logout.answered(answer(200, r#"{"id":"s","active":true}"#));
            assert_eq!(there, Instruction::End(End::StillSignedIn));
        }
    }
}
