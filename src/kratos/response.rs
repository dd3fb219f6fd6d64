//! Parses HTTP responses of Kratos.

use super::{continue_with::ContinueWith, error::KratosError, flow::Flow, session::Session};
use crate::{json::Json, url::is_web};

/// An HTTP response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// The body as text.
    pub body: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreached {
    /// The request failed: no server, no network, or CORS. The browser does not say which.
    Failed,
    /// The request timed out.
    TimedOut,
    /// Something on the way redirects requests to a page of another site, such as the sign-in of a network.
    Redirected,
    /// Too many requests; more are refused for this many seconds.
    TooMany(u32),
}

/// How long to wait if an answer with status 429 does not say it, in seconds.
const DEFAULT_WAIT: u32 = 30;
/// The longest time that anybody is made to wait, in seconds.
const LONGEST_WAIT: u32 = 3_600;

impl Unreached {
    /// How many seconds to wait before the next request.
    pub fn wait(self) -> Option<u32> {
        match self {
            Self::TooMany(seconds) => Some(seconds),
            _ => None,
        }
    }

    /// Whether a status alone means that the request was not handled: 429, whoever sent it and whatever its
    /// body is. `wait` is what its `Retry-After` asks for, in seconds.
    ///
    /// See <https://www.rfc-editor.org/rfc/rfc6585#section-4>.
    pub fn from_status(status: u16, wait: Option<u32>) -> Option<Self> {
        let wait = wait.filter(|wait| *wait > 0).unwrap_or(DEFAULT_WAIT);
        (status == 429).then(|| Self::TooMany(wait.min(LONGEST_WAIT)))
    }
}

/// A parsed answer. The shape of the body decides, never the status alone (see
/// docs/kratos.md#the-shape-decides).
///
/// See <https://www.ory.sh/docs/reference/api#tag/frontend>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A flow: a new one, a next step, or a form with errors.
    Flow(Box<Flow>),
    /// A flow is done.
    Done(Done),
    /// A session, from whoami.
    Session(Box<Session>),
    /// The person's other sessions.
    Sessions(Vec<Session>),
    /// The logout URL.
    Logout(String),
    /// An error.
    Error(Box<KratosError>),
    /// No content (204).
    Empty,
    /// `null`: Kratos did what was asked, and tells pages only where to go on (see
    /// docs/kratos.md#remembered-by-hydra).
    Null,
    /// Not from Kratos: a proxy's HTML, a truncated body, another service.
    NotKratos {
        /// The HTTP status.
        status: u16,
    },
}

impl Answer {
    /// The status to report if the answer was not expected.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotKratos { status } => *status,
            Self::Error(error) => error.status,
            Self::Empty => 204,
            _ => 200,
        }
    }
}

/// The body after a successful login, registration or token exchange (see docs/kratos.md#success).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Whether there is a session now. A registration without the `session` hook creates none.
    pub signed_in: bool,
    /// What to do next.
    pub continue_with: Vec<ContinueWith>,
    /// The session token; only in API flows.
    pub session_token: Option<String>,
}

impl Response {
    /// Parses the response.
    pub fn read(&self) -> Answer {
        let not_kratos = Answer::NotKratos { status: self.status };
        if self.status == 204 {
            return Answer::Empty;
        }
        let Ok(value) = Json::parse(&self.body) else {
            return not_kratos;
        };
        if value == Json::Null && self.status == 200 {
            return Answer::Null;
        }
        if let Json::List(list) = &value {
            let sessions = list.iter().map(Session::read).collect::<Option<_>>();
            return sessions.map_or(not_kratos, Answer::Sessions);
        }
        if let Some(flow) = Flow::read(&value) {
            return Answer::Flow(Box::new(flow));
        }
        let body = value.obj();
        if body.has("error") && body.has("id") && self.status == 200 {
            // The answer of `GET /self-service/errors` has an id beside the error.
            return KratosError::stored(&value).map_or(not_kratos, |e| Answer::Error(Box::new(e)));
        }
        if let Some(error) = KratosError::read(self.status, &value) {
            return Answer::Error(Box::new(error));
        }
        if let Some(url) = body.text("logout_url").filter(|url| is_web(url)) {
            return Answer::Logout(url);
        }
        if body.has_object("session") || body.has("identity") && !body.has("id") {
            return Answer::Done(Done {
                signed_in: body.has_object("session"),
                continue_with: ContinueWith::read_all(body),
                session_token: body.text("session_token"),
            });
        }
        if body.int("count").is_some() {
            // The answer to revoking other sessions.
            return Answer::Empty;
        }
        match Session::read(&value) {
            Some(session) if body.has("active") => Answer::Session(Box::new(session)),
            _ => not_kratos,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> Answer {
        Response { status, body: body.to_owned() }.read()
    }

    #[test]
    fn a_400_with_a_form_is_a_flow_and_a_400_without_is_an_error() {
        let flow = r#"{"id":"f","ui":{"action":"/x","nodes":[]}}"#;
        assert!(matches!(read(400, flow), Answer::Flow(_)));
        let error = r#"{"error":{"id":"session_already_available","code":400}}"#;
        assert!(matches!(read(400, error), Answer::Error(_)));
    }

    #[test]
    fn too_many_requests_is_too_many_whoever_says_it() {
        for (status, wait, is) in [
            (429, Some(5), Some(Unreached::TooMany(5))),
            (429, None, Some(Unreached::TooMany(30))),
            (429, Some(0), Some(Unreached::TooMany(30))),
            (429, Some(86_400), Some(Unreached::TooMany(3_600))),
            (503, Some(5), None),
            (200, Some(5), None),
        ] {
            assert_eq!(Unreached::from_status(status, wait), is);
        }
    }

    #[test]
    fn answers_of_other_servers_are_recognised() {
        for body in ["", "<html>Bad gateway</html>", "{\"id\":", "[1]", "{}", "7"] {
            assert_eq!(read(200, body), Answer::NotKratos { status: 200 }, "{body}");
        }
    }

    #[test]
    fn a_stored_error_reads_as_the_error_it_holds() {
        let body = r#"{"id":"e1","error":{"code":500,"reason":"This is a stub error."}}"#;
        let Answer::Error(error) = read(200, body) else { panic!() };
        assert_eq!((error.status, error.words()), (500, Some("This is a stub error.")));
    }
}
