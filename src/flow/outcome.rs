//! What an answer means for a flow (contract §2.5). Refusals that have a next step are outcomes too.

use crate::kratos::{
    continue_with::ContinueWith,
    error::{ErrorId, KratosError},
    flow::Flow,
    request::urldecode,
    response::Answer,
};

/// What to do with an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Show this flow.
    Show(Box<Flow>),
    /// Fetch the flow of this id and show it; Kratos changed or replaced it.
    Fetch {
        /// The flow to fetch.
        id: String,
        /// Whether it stands in for one that ended.
        replaced: bool,
    },
    /// The flow cannot go on; a new one can.
    StartAgain(Box<KratosError>),
    /// The person is through; leave for this URL, or for the front page.
    Finished(Option<String>),
    /// The account was made but nobody is signed in yet.
    AccountMade,
    /// Leave for this URL before the flow can go on.
    Leave(String),
    /// Somebody is signed in here already.
    SignedIn,
    /// Kratos does not send people to the `return_to` of this page.
    ReturnToForbidden(Box<KratosError>),
    /// The feature is switched off.
    SwitchedOff,
    /// A refusal without a better name.
    Refused(Box<KratosError>),
    /// The answer is not Kratos'.
    NotKratos(u16),
}

impl Outcome {
    /// Decides what `answer` means; `current` is the id of the flow on screen.
    pub fn of(answer: Answer, current: Option<&str>) -> Self {
        match answer {
            Answer::Flow(flow) if says_signed_in(&flow) => Self::SignedIn,
            Answer::Flow(flow) => Self::Show(flow),
            Answer::Done(done) => {
                let redirect = done.continue_with.into_iter().find_map(|item| match item {
                    ContinueWith::RedirectBrowserTo(url) => Some(url),
                    _ => None,
                });
                if done.signed_in { Self::Finished(redirect) } else { Self::AccountMade }
            }
            Answer::Error(error) => Self::of_error(error, current),
            Answer::NotKratos { status } => Self::NotKratos(status),
            Answer::Session(_) | Answer::Logout(_) | Answer::Empty => Self::NotKratos(200),
        }
    }

    fn of_error(error: Box<KratosError>, current: Option<&str>) -> Self {
        if let Some(id) = error.use_flow_id.clone() {
            return Self::Fetch { id, replaced: true };
        }
        match (&error.id, error.status) {
            (Some(ErrorId::SessionAlreadyAvailable), _) => Self::SignedIn,
            (Some(ErrorId::ReturnToForbidden), _) => Self::ReturnToForbidden(error),
            (Some(ErrorId::FlowDisabled), _) => Self::SwitchedOff,
            (
                Some(
                    ErrorId::BrowserLocationChangeRequired
                    | ErrorId::SessionAal2Required
                    | ErrorId::SessionRefreshRequired,
                ),
                _,
            ) => match error.redirect_browser_to.clone() {
                Some(url) if is_same_flow(&url, current) => {
                    Self::Fetch { id: current.unwrap_or_default().to_owned(), replaced: false }
                }
                Some(url) => Self::Leave(url),
                None => Self::Refused(error),
            },
            (Some(ErrorId::CsrfViolation | ErrorId::FlowExpired), _) | (_, 404 | 410) => {
                Self::StartAgain(error)
            }
            _ => Self::Refused(error),
        }
    }
}

/// Whether Kratos refuses a sign-in because somebody is signed in, for example by another tab. It says
/// so in a form and by the words of its general message alone (contract §2.2), alike in every version.
fn says_signed_in(flow: &Flow) -> bool {
    const GENERAL: i64 = 4_000_001;
    flow.messages.iter().any(|message| {
        message.id == GENERAL && message.text.starts_with("A valid session was detected")
    })
}

/// Whether a URL opens the flow that is on screen: Kratos answers 422 with the own page and the same
/// flow when it only changed the flow (contract §2.3).
fn is_same_flow(url: &str, current: Option<&str>) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let flow = urldecode(query).into_iter().find(|(name, _)| name == "flow");
    matches!((flow, current), (Some((_, id)), Some(current)) if id == current)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kratos::response::Response;

    fn outcome(status: u16, body: &str) -> Outcome {
        Outcome::of(Response { status, body: body.to_owned() }.read(), Some("f1"))
    }

    #[test]
    fn a_422_to_the_own_page_with_the_same_flow_is_fetched_again() {
        let body = |flow| {
            format!(
                r#"{{"error":{{"id":"browser_location_change_required","code":422}},
                "redirect_browser_to":"http://localhost:4455/login?flow={flow}"}}"#
            )
        };
        assert_eq!(
            outcome(422, &body("f1")),
            Outcome::Fetch { id: "f1".to_owned(), replaced: false }
        );
        assert!(matches!(outcome(422, &body("f2")), Outcome::Leave(_)));
    }

    /// A person who had signed in in another tab read "Did you forget to set `?refresh=true`?" and had no
    /// way on.
    #[test]
    fn a_sign_in_beside_a_session_is_signed_in() {
        let flow = |text: &str| {
            format!(
                r#"{{"id":"f1","ui":{{"action":"/self-service/login","nodes":[],"messages":[
                    {{"id":4000001,"type":"error","text":"{text}"}}]}}}}"#
            )
        };
        let detected = "A valid session was detected and thus login is not possible.";
        assert_eq!(outcome(400, &flow(detected)), Outcome::SignedIn);
        assert!(matches!(outcome(400, &flow("other")), Outcome::Show(_)));
    }

    #[test]
    fn an_expired_flow_is_replaced_where_kratos_made_one_and_started_again_elsewhere() {
        let error = r#"{"error":{"id":"self_service_flow_expired","code":410}"#;
        let with_id = format!(r#"{error},"use_flow_id":"f2"}}"#);
        assert_eq!(outcome(410, &with_id), Outcome::Fetch { id: "f2".to_owned(), replaced: true });
        assert!(matches!(outcome(410, &format!("{error}}}")), Outcome::StartAgain(_)));
        assert!(matches!(outcome(404, r#"{"error":{"code":404}}"#), Outcome::StartAgain(_)));
    }

    #[test]
    fn a_finished_sign_in_leaves_for_where_kratos_says() {
        let body = r#"{"session":{"id":"s"},"continue_with":[
            {"action":"show_verification_ui","flow":{"id":"v"}},
            {"action":"redirect_browser_to","redirect_browser_to":"http://app/"}]}"#;
        assert_eq!(outcome(200, body), Outcome::Finished(Some("http://app/".to_owned())));
        assert_eq!(outcome(200, r#"{"identity":{"id":"i"}}"#), Outcome::AccountMade);
    }

    #[test]
    fn a_server_error_is_a_refusal_and_html_is_not_kratos() {
        assert!(matches!(outcome(500, r#"{"error":{"code":500}}"#), Outcome::Refused(_)));
        assert_eq!(outcome(502, "<html>"), Outcome::NotKratos(502));
    }
}
