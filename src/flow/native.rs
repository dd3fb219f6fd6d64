//! What an answer means for a native app, which has no browser to redirect.

use super::state::Proof;
use crate::{
    json::Json,
    kratos::{
        error::{ErrorId, KratosError},
        flow::{Flow, FlowKind},
        message,
        request::{Method, Request},
        response::{Answer, Response},
    },
};

/// What an app does with the answer to an API flow (see docs/kratos.md#native-apps).
///
/// See <https://www.ory.sh/docs/kratos/self-service>.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NativeOutcome {
    /// Show a form: a new flow, a next step, or a form with errors.
    Form,
    /// The settings were saved.
    Saved,
    /// The flow is done: signed in, or account created.
    Done,
    /// The flow continues in a browser at this URL, for example at a provider.
    Redirect(String),
    /// The person has to sign in first.
    SignIn(Proof),
    /// The flow expired or does not exist. The id of its replacement, if Kratos created one.
    Expired(Option<String>),
    /// An answer without content, for example after signing out.
    Empty,
    /// Any other error of Kratos.
    Refused(Box<KratosError>),
    /// The answer is not from Kratos.
    NotKratos(u16),
}

impl NativeOutcome {
    /// Maps a response to its outcome.
    pub fn from_response(response: &Response) -> Self {
        match response.read() {
            Answer::Flow(flow) if flow.says(message::SAVED) && !flow.is_refused() => Self::Saved,
            Answer::Flow(_) => Self::Form,
            Answer::Done(_) | Answer::Session(_) | Answer::Sessions(_) => Self::Done,
            Answer::Empty | Answer::Null => Self::Empty,
            Answer::Error(error) => Self::from_error(error),
            Answer::Logout(_) => Self::NotKratos(response.status),
            Answer::NotKratos { status } => Self::NotKratos(status),
        }
    }

    fn from_error(error: Box<KratosError>) -> Self {
        match (&error.id, error.status) {
            (Some(ErrorId::SessionAal2Required), _) => Self::SignIn(Proof::SecondFactor),
            (Some(ErrorId::SessionRefreshRequired), _) => Self::SignIn(Proof::TooOld),
            (Some(ErrorId::FlowExpired | ErrorId::FlowReplaced), _) | (_, 404 | 410) => {
                Self::Expired(error.use_flow_id.clone())
            }
            (Some(ErrorId::BrowserLocationChangeRequired), _) => match &error.redirect_browser_to {
                Some(url) => Self::Redirect(url.clone()),
                None => Self::Refused(error),
            },
            (_, 401) => Self::SignIn(Proof::SignedOut),
            _ => Self::Refused(error),
        }
    }
}

/// The request that submits `body`, an object, to a flow as Kratos returned it. Kratos replaces all
/// traits on a profile submit, so traits missing in `body` are added unchanged.
///
/// `None` if `flow` is not a flow.
pub fn submit(flow: &Json, mut body: Json) -> Option<Request> {
    let flow = Flow::read(flow)?;
    let kind = flow.kind?;
    if kind == FlowKind::Settings && body.obj().str("method") == Some("profile") {
        let known = flow.identity.map(|identity| identity.raw_traits);
        if let (Some(known), Some(given)) = (known, body.get_mut("traits")) {
            let mut traits = known;
            merge(&mut traits, given.clone());
            *given = traits;
        }
    }
    Some(Request::submit_as(kind, &flow.id, Method::Json(body.to_text())))
}

/// Merges `over` into `value`, member by member.
fn merge(value: &mut Json, over: Json) {
    match over {
        Json::Object(members) if value.is_object() => {
            for (name, member) in members {
                match value.get_mut(&name) {
                    Some(below) => merge(below, member),
                    None => value.set(&name, member),
                }
            }
        }
        over => *value = over,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn outcome(status: u16, body: &serde_json::Value) -> NativeOutcome {
        NativeOutcome::from_response(&Response { status, body: body.to_string() })
    }

    #[test]
    fn business_answers_are_outcomes() {
        let error = |id: &str| json!({"error": {"id": id}, "use_flow_id": "f2"});
        assert_eq!(
            outcome(200, &json!({"session_token": "t", "session": {}})),
            NativeOutcome::Done
        );
        assert_eq!(outcome(400, &json!({"id": "f", "ui": {"nodes": []}})), NativeOutcome::Form);
        let expired = NativeOutcome::Expired(Some("f2".to_owned()));
        assert_eq!(outcome(410, &error("self_service_flow_expired")), expired);
        let refresh = NativeOutcome::SignIn(Proof::TooOld);
        assert_eq!(outcome(403, &error("session_refresh_required")), refresh);
        assert_eq!(outcome(401, &json!({"error": {}})), NativeOutcome::SignIn(Proof::SignedOut));
        assert_eq!(outcome(502, &json!("<html>")), NativeOutcome::NotKratos(502));
    }

    #[test]
    fn traits_that_a_profile_leaves_out_are_not_lost() {
        let flow = json!({"id": "f", "identity": {"id": "i", "traits": {
                "email": "a@b", "name": {"first": "Ada", "last": "L"}}},
            "ui": {"action": "http://k/self-service/settings?flow=f", "nodes": []}});
        let body = json!({"method": "profile", "traits": {"name": {"first": "Bo"}}});
        let request = submit(&flow.into(), body.into()).unwrap();
        assert_eq!(request.url, "/self-service/settings?flow=f");
        let Method::Json(body) = request.method else { panic!() };
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        let traits = json!({"email": "a@b", "name": {"first": "Bo", "last": "L"}});
        assert_eq!(body["traits"], traits);
    }

    #[test]
    fn invalid_flows_are_not_submitted() {
        assert_eq!(submit(&json!({}).into(), json!({}).into()), None);
    }
}
