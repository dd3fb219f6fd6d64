//! What an answer means for a flow (see docs/kratos.md#what-the-page-does). Refusals with a next
//! step are outcomes too.

use super::{
    opening::Opening,
    state::{Proof, Submission},
};
use crate::{
    kratos::{
        continue_with::{ContinueWith, FlowRef},
        error::{ErrorId, KratosError},
        flow::{Flow, FlowKind},
        message,
        request::query_value,
        response::{Answer, Done},
    },
    text_search,
};

/// What to do with an answer.
///
/// See <https://www.ory.sh/docs/kratos/bring-your-own-ui/custom-ui-advanced-integration>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Show this flow.
    Show(Box<Flow>),
    /// Fetch this flow and show it; Kratos changed or replaced it.
    Fetch {
        /// The flow to fetch.
        id: String,
        /// Whether it replaces an expired flow.
        replaced: bool,
    },
    /// Continue with this flow, which Kratos has created.
    Switch(FlowKind, FlowRef),
    /// The flow is over; a new one can be started.
    StartAgain(Box<KratosError>),
    /// A sign-in with this flow is required first; then the page continues.
    SignIn(Proof, Opening),
    /// The flow is done: signed in, or account created.
    Finished(Done),
    /// Navigate to this URL; the flow continues afterwards.
    Leave(String),
    /// Somebody is already signed in.
    SignedIn,
    /// Kratos does not allow the `return_to` of this page.
    ReturnToForbidden(Box<KratosError>),
    /// The feature is disabled.
    SwitchedOff,
    /// Any other error of Kratos.
    Refused(Box<KratosError>),
    /// The answer is not from Kratos.
    NotKratos(u16),
}

impl Outcome {
    /// Maps `answer` to an outcome for a page opened with `opening`; `current` is the id of the
    /// flow on screen.
    pub fn from_answer(answer: Answer, opening: &Opening, current: Option<&str>) -> Self {
        match answer {
            Answer::Flow(flow) if says_signed_in(&flow) => Self::SignedIn,
            Answer::Flow(flow) => Self::Show(flow),
            Answer::Done(done) => Self::Finished(done),
            Answer::Error(error) => Self::from_error(error, opening, current),
            Answer::NotKratos { status } => Self::NotKratos(status),
            // Hydra remembers the sign-in.
            Answer::Null if opening.carried("login_challenge").is_some() && current.is_none() => {
                Self::Leave(opening.request().url)
            }
            Answer::Empty => Self::NotKratos(204),
            Answer::Null | Answer::Session(_) | Answer::Sessions(_) | Answer::Logout(_) => {
                Self::NotKratos(200)
            }
        }
    }

    fn from_error(error: Box<KratosError>, opening: &Opening, current: Option<&str>) -> Self {
        if let Some(id) = error.use_flow_id.clone() {
            return Self::Fetch { id, replaced: true };
        }
        if let Next::Open(kind, flow) = Next::from_items(&error.continue_with) {
            return Self::Switch(kind, flow);
        }
        match (&error.id, error.status) {
            (Some(ErrorId::SessionAlreadyAvailable), _) => Self::SignedIn,
            (Some(ErrorId::ReturnToForbidden), _) => Self::ReturnToForbidden(error),
            (Some(ErrorId::FlowDisabled), _) => Self::SwitchedOff,
            (Some(ErrorId::SessionAal1Required), _) => {
                Self::SignIn(Proof::SignedOut, opening.sign_in())
            }
            (Some(ErrorId::SessionAal2Required), _) => {
                Self::sign_in(Proof::SecondFactor, error, current)
            }
            (Some(ErrorId::SessionRefreshRequired), _) => {
                Self::sign_in(Proof::TooOld, error, current)
            }
            (Some(ErrorId::BrowserLocationChangeRequired), _) => {
                Self::sign_in(Proof::SecondFactor, error, current)
            }
            (_, 401) if opening.kind.needs_session() => {
                Self::SignIn(Proof::SignedOut, opening.sign_in())
            }
            (
                Some(ErrorId::CsrfViolation | ErrorId::FlowExpired | ErrorId::IdentityMismatch),
                _,
            ) => Self::StartAgain(error),
            // A challenge that is over stays so.
            _ if opening.kind.is_oauth2() => Self::Refused(error),
            (_, 404 | 410) => Self::StartAgain(error),
            _ => Self::Refused(error),
        }
    }

    /// Follows `redirect_browser_to`: a sign-in happens in place, the current flow is fetched
    /// again, any other URL is navigated to.
    fn sign_in(proof: Proof, error: Box<KratosError>, current: Option<&str>) -> Self {
        let Some(url) = error.redirect_browser_to.clone() else { return Self::Refused(error) };
        if is_same_flow(&url, current) {
            return Self::Fetch { id: current.unwrap_or_default().to_owned(), replaced: false };
        }
        match text_search::split(&url, "/self-service/login/browser") {
            Some((_, query)) if query.is_empty() || query.starts_with('?') => {
                let opening = Opening::read(FlowKind::Login, query);
                // For an OAuth2 client, Kratos decides where that client's sign-in continues.
                Self::SignIn(proof, opening)
            }
            _ => Self::Leave(url),
        }
    }
}

/// Whether the answer to a settings submit reports success. With Kratos' hook `verify_new_address` it has
/// no message: the address is changed once it is verified.
pub(super) fn is_saved(flow: &Flow, submission: Option<&Submission>) -> bool {
    let waits_for_verification = || {
        let is_verification =
            |item: &ContinueWith| matches!(item, ContinueWith::ShowVerificationUi(_));
        flow.messages.is_empty() && flow.continue_with.iter().any(is_verification)
    };
    flow.kind == Some(FlowKind::Settings)
        && submission.is_some()
        && (flow.messages.iter().any(|said| said.id == message::SAVED) || waits_for_verification())
        && !flow.is_refused()
}

/// Where `continue_with` leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    /// A flow that Kratos has created.
    Open(FlowKind, FlowRef),
    /// A URL.
    Visit(String),
    /// Nowhere.
    Nowhere,
}

impl Next {
    /// Picks one of several items: settings (a recovered account needs a new password), then
    /// recovery, then verification, then the redirect. Other items are not for browsers.
    pub(crate) fn from_items(items: &[ContinueWith]) -> Self {
        let mut best = (u8::MAX, Self::Nowhere);
        for item in items {
            let (rank, next) = match item {
                ContinueWith::ShowSettingsUi(flow) => (0, (FlowKind::Settings, flow)),
                ContinueWith::ShowRecoveryUi(flow) => (1, (FlowKind::Recovery, flow)),
                ContinueWith::ShowVerificationUi(flow) => (2, (FlowKind::Verification, flow)),
                ContinueWith::RedirectBrowserTo(url) => {
                    if best.0 > 3 {
                        best = (3, Self::Visit(url.clone()));
                    }
                    continue;
                }
                ContinueWith::SetSessionToken(_) | ContinueWith::Other(_) => continue,
            };
            if best.0 > rank {
                best = (rank, Self::Open(next.0, next.1.clone()));
            }
        }
        best.1
    }
}

/// Whether Kratos refuses a sign-in because a session exists, for example from another tab. Kratos
/// answers with a form, and only the text of a general message says so (see
/// docs/kratos.md#already-signed-in).
fn says_signed_in(flow: &Flow) -> bool {
    flow.messages.iter().any(|said| {
        said.id == message::GENERAL && said.text.starts_with("A valid session was detected")
    })
}

/// Whether a URL opens the flow that is on screen. If Kratos only changed the flow, it answers 422
/// with this page's URL and the same flow (see docs/kratos.md#location-changes).
fn is_same_flow(url: &str, current: Option<&str>) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    query_value(query, "flow").is_some_and(|id| current == Some(id.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kratos::response::Response;

    fn on(kind: FlowKind, status: u16, body: &str) -> Outcome {
        let answer = Response { status, body: body.to_owned() }.read();
        Outcome::from_answer(answer, &Opening::read(kind, "return_to=/app"), Some("f1"))
    }

    fn outcome(status: u16, body: &str) -> Outcome {
        on(FlowKind::Login, status, body)
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

    /// After a sign-in in another tab, the form said "Did you forget to set `?refresh=true`?" and
    /// had no way on.
    #[test]
    fn a_sign_in_during_a_session_means_signed_in() {
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
    fn second_factor_and_reauthentication_happen_in_place() {
        let body = |id: &str, query: &str| {
            format!(
                r#"{{"error":{{"id":"{id}","code":403}},
                "redirect_browser_to":"http://k/self-service/login/browser{query}"}}"#
            )
        };
        let is = |outcome, wanted, url: &str| {
            let Outcome::SignIn(proof, opening) = outcome else { panic!("{outcome:?}") };
            assert_eq!((proof, opening.request().url.as_str()), (wanted, url));
        };
        is(
            outcome(422, &body("browser_location_change_required", "?aal=aal2&return_to=/x")),
            Proof::SecondFactor,
            "/self-service/login/browser?return_to=%2Fx&aal=aal2",
        );
        is(
            on(FlowKind::Settings, 403, &body("session_refresh_required", "?refresh=true")),
            Proof::TooOld,
            "/self-service/login/browser?refresh=true",
        );
        is(
            on(FlowKind::Settings, 401, r#"{"error":{"code":401}}"#),
            Proof::SignedOut,
            "/self-service/login/browser?return_to=%2Fapp",
        );
    }

    /// Kratos 1.3.1 accepts the sign-in at Hydra and answers a script with `null`; a page is sent on.
    #[test]
    fn a_sign_in_that_hydra_remembers_goes_on_as_a_page() {
        let answer = || Response { status: 200, body: "null".to_owned() }.read();
        let opening = Opening::read(FlowKind::Login, "login_challenge=c");
        let url = "/self-service/login/browser?login_challenge=c";
        assert_eq!(Outcome::from_answer(answer(), &opening, None), Outcome::Leave(url.to_owned()));
        let opening = Opening::read(FlowKind::Login, "");
        assert_eq!(Outcome::from_answer(answer(), &opening, None), Outcome::NotKratos(200));
    }

    #[test]
    fn a_challenge_that_is_over_is_told_and_not_asked_again() {
        let body = r#"{"error":{"id":"challenge-used","code":410}}"#;
        assert!(matches!(on(FlowKind::Consent, 410, body), Outcome::Refused(_)));
        let signed_out = r#"{"error":{"id":"session_inactive","code":401}}"#;
        let Outcome::SignIn(Proof::SignedOut, _) = on(FlowKind::Consent, 401, signed_out) else {
            panic!()
        };
    }

    #[test]
    fn a_disabled_account_is_refused_and_not_asked_to_sign_in() {
        let body = r#"{"error":{"code":401,"reason":"This account was disabled."}}"#;
        assert!(matches!(outcome(401, body), Outcome::Refused(_)));
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
    fn an_unverified_address_leads_to_its_verification() {
        let body = r#"{"error":{"id":"session_verified_address_required","code":400,"details":
            {"continue_with":[{"action":"show_verification_ui","flow":{"id":"v"}}]}}}"#;
        let Outcome::Switch(kind, flow) = outcome(403, body) else { panic!() };
        assert_eq!((kind, flow.id.as_str()), (FlowKind::Verification, "v"));
    }

    #[test]
    fn continue_with_items_are_followed_by_priority() {
        let body = r#"{"session":{"id":"s"},"continue_with":[
            {"action":"redirect_browser_to","redirect_browser_to":"http://app/"},
            {"action":"teleport"},
            {"action":"show_verification_ui","flow":{"id":"v","verifiable_address":"a@b"}},
            {"action":"show_settings_ui","flow":{"id":"s"}}]}"#;
        let Outcome::Finished(done) = outcome(200, body) else { panic!() };
        let mut items = done.continue_with;
        assert!(matches!(Next::from_items(&items), Next::Open(FlowKind::Settings, _)));
        items.pop();
        let Next::Open(FlowKind::Verification, flow) = Next::from_items(&items) else { panic!() };
        assert_eq!(flow.address.as_deref(), Some("a@b"));
        items.pop();
        assert_eq!(Next::from_items(&items), Next::Visit("http://app/".to_owned()));
        assert_eq!(Next::from_items(&[]), Next::Nowhere);
    }

    #[test]
    fn a_server_error_is_a_refusal_and_html_is_not_kratos() {
        assert!(matches!(outcome(500, r#"{"error":{"code":500}}"#), Outcome::Refused(_)));
        assert_eq!(outcome(502, "<html>"), Outcome::NotKratos(502));
    }
}
